import { v7 as uuidv7 } from 'uuid'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import { openMemory } from '../../support/transports.ts'
import { valueOf, watchCalls } from './waits.ts'

export interface BulkBenchResult {
  customers: number
  changed: number
  /** From the call to its answer, and for the one undo of all of it, seconds. */
  seconds: number
  undoSeconds: number
  /** Of the processor's time, for the change alone: what a machine that does nothing else would need at most. */
  processorSeconds: number
  /** How often the window was told how far it is. */
  progress: number
  /** The longest that the list had to wait meanwhile, milliseconds. */
  longestWait: number
}

const MOST = 10_000
/** Rows that one call of the list answers at most. */
const PAGE = 500

/** Changes the status of ten thousand customers of a folder with data through the host's contract, and takes it back. */
export async function benchBulk(
  folder: string,
  statusId: string,
  say: (text: string) => void,
): Promise<BulkBenchResult> {
  const { transport, close } = await openMemory({ data: folder })
  const host = createHostClient(transport)
  try {
    const ids = await firstIds(host)
    const taskId = uuidv7()
    let progress = 0
    const stop = transport.subscribe((event) => {
      if (event.type === 'task' && event.taskId === taskId) progress++
    })
    const longest = watchCalls(host)
    const start = performance.now()
    const processor = process.cpuUsage()
    const { opId, result } = valueOf(
      await host.command.run({
        command: 'customer.setStatus',
        input: { ids, statusId, whenRefused: 'skip' },
        taskId,
      }),
    )
    const seconds = (performance.now() - start) / 1000
    const { user, system } = process.cpuUsage(processor)
    const processorSeconds = (user + system) / 1e6
    const longestWait = await longest()
    stop()
    if (opId === undefined) throw new Error('no customer has changed')
    const undoStart = performance.now()
    valueOf(await host.command.undo({ opId, taskId: uuidv7() }))
    const undoSeconds = (performance.now() - undoStart) / 1000
    // What the command answers (core/domain/bulk-result.ts).
    const { changed } = result as BulkResult
    say(`bulk   status of ${changed}: ${seconds.toFixed(2)} s, undone in ${undoSeconds.toFixed(2)} s`)
    return { customers: ids.length, changed, seconds, undoSeconds, processorSeconds, progress, longestWait }
  } finally {
    await close()
  }
}

async function firstIds(host: HostClient): Promise<string[]> {
  const ids: string[] = []
  for (let skip = 0; skip < MOST; skip += PAGE) {
    const { rows } = valueOf(
      await host.customers.list({
        filter: {},
        sort: { field: 'number', direction: 'asc' },
        skip,
        limit: PAGE,
      }),
    )
    ids.push(...rows.map(({ id }) => id))
    if (rows.length < PAGE) break
  }
  return ids
}
