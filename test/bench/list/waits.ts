import { setTimeout } from 'node:timers/promises'
import type { HostClient } from '#core/contract/host-client.ts'
import type { HostReply } from '#core/contract/envelope.ts'

export const valueOf = <T>(reply: HostReply<T>): T => {
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.value
}

/** Asks for the first page of the list again and again; answers the longest wait when it is asked for, milliseconds. */
export function watchCalls(host: HostClient): () => Promise<number> {
  let longest = 0
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      const start = performance.now()
      await host.customers.list({
        filter: {},
        sort: { field: 'sortName', direction: 'asc' },
        skip: 0,
        limit: 50,
      })
      longest = Math.max(longest, performance.now() - start)
      // As a person scrolls, not as a test hammers.
      await setTimeout(100)
    }
  })()
  return async () => {
    isOver = true
    await watching
    return longest
  }
}
