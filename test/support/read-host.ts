import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import type { HostReply } from '#core/contract/envelope.ts'
import type { HostEvent, StoredRow } from '#core/contract/host-events.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import { collectionNames } from '#core/domain/registry.ts'
import { createReadStore, type ReadStore } from './read-store.ts'

type Write = Parameters<ReadStore['write']>[0][number]

/** A window's view of a read store: the real reader behind the real client, with a line that can be cut. */
export function createReadHost() {
  const store = createReadStore()
  const listeners = new Set<(event: HostEvent) => void>()
  const calls: string[] = []
  let connected = true
  let failure: HostReply | undefined
  const tell = (event: HostEvent): void => listeners.forEach((listener) => listener(event))
  const client: HostClient = createHostClient({
    call(method, input) {
      calls.push(method)
      if (!connected) return Promise.resolve(unavailable)
      // Through JSON, as every transport sends it.
      const answer = failure ?? store.read[method]?.(JSON.parse(JSON.stringify(input)))
      if (!answer) throw new Error(`no method ${method}`)
      return Promise.resolve(JSON.parse(JSON.stringify(answer)) as HostReply)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  return {
    client,
    calls,
    /** Commits and tells the window, in parts of 200 as the host does. */
    commit(...writes: Write[]): void {
      const commit = store.write(writes)
      if (!connected) return
      const rows = rowsOf(store, writes, commit)
      const collections = [...new Set(writes.map(({ collection }) => collection))]
      for (let start = 0; start < rows.length; start += 200)
        tell({
          type: 'commit',
          commit,
          collections,
          rows: rows.slice(start, start + 200),
          last: start + 200 >= rows.length,
        })
    },
    /** Every call answers this until it is called with undefined. */
    failWith(reply: HostReply | undefined): void {
      failure = reply
    },
    disconnect(): void {
      connected = false
      tell({ type: 'disconnected' })
    },
    reconnect(): void {
      connected = true
      tell({ type: 'reconnected' })
    },
    close: () => store.close(),
  }
}

const unavailable: HostReply = {
  ok: false,
  error: { code: 'host/unavailable', message: 'the line is cut', retryable: true },
}

function rowsOf(
  store: ReadStore,
  writes: readonly Write[],
  commit: number,
): { collection: CollectionName; row: StoredRow }[] {
  return collectionNames.flatMap((collection) => {
    const ids = writes.filter((write) => write.collection === collection).map(({ id }) => id)
    const reply = store.read['store.byIds']?.({ collection, ids, withDeleted: true })
    if (!reply?.ok) throw new Error('no answer')
    const { rows } = reply.value as { rows: StoredRow[] }
    return rows.map((row) => ({ collection, row: { ...row, commit } }))
  })
}
