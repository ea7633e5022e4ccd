import { rmSync } from 'node:fs'
import type { DeviceScope } from '#core/sync/scope.ts'
import type { Cursor, PullAnswer } from '#core/sync/wire.ts'
import { databaseFile } from '../database-file.ts'
import { makeFolder } from '../make-folder.ts'
import { StoreCallError, type SyncCalls } from '../store.ts'
import { startThread, type StoreThread } from '../store-thread.ts'
import { SIGNALS } from '../thread-messages.ts'
import { beginSnapshot, stripSnapshot } from './snapshot-file.ts'

type Page = Extract<PullAnswer, { ok: true }>

export interface BuildOptions {
  /** Emptied first; holds the file in the end. */
  folder: string
  /** The script of the store's threads. */
  workerFile: string
  scope: DeviceScope
  /** The page of records behind a place in the feed. */
  page: (after: Cursor) => Promise<Omit<Page, 'ok' | 'applied'>>
  /** Milliseconds since 1970 UTC. */
  now: number
  signal: AbortSignal
}

export interface Built {
  file: string
  format: string
  epoch: string
  /** The place in the feed up to which the file has all records. */
  seq: number
  /** As the server counted them at the beginning. */
  records: number
}

/** Mebibytes of V8's young generation: nobody waits for this, so memory counts for more than time. */
const YOUNG_GENERATION = 16

/**
 * Makes the file that a desktop with this scope has after its first pull, the way a desktop does. Undefined when the feed
 * began anew meanwhile.
 *
 * @throws StoreCallError when the disk is full, or as the signal says.
 */
export async function buildSnapshot(options: BuildOptions): Promise<Built | undefined> {
  const { folder, workerFile, scope, page, now, signal } = options
  rmSync(folder, { recursive: true, force: true })
  makeFolder(folder)
  const file = databaseFile(folder)
  beginSnapshot(file, now)
  const signals = new SharedArrayBuffer(SIGNALS * Int32Array.BYTES_PER_ELEMENT)
  // What it tells of commits concerns nobody.
  const started = await startThread(
    workerFile,
    { role: 'writer', folder, signals, isFrugal: true },
    () => undefined,
    { youngGeneration: YOUNG_GENERATION },
  )
  if (!started.ok) throw new StoreCallError(started.error)
  const thread = started.value
  let epoch: string
  let records = 0
  let after: Cursor = { seq: 0 }
  try {
    let next = await page(after)
    epoch = next.epoch
    records = next.total ?? 0
    await call(thread, 'begin')
    await call(thread, 'join', epoch, scope)
    for (;;) {
      // What comes next is read while the thread takes this.
      const taken = call(thread, 'takePage', after, { ...next, ok: true })
      const following = next.more ? page(next.next) : undefined
      // Both are waited for, whichever fails first.
      const [, read] = await Promise.all([taken, following])
      signal.throwIfAborted()
      after = next.next
      if (!read) break
      if (read.epoch !== epoch) return undefined
      next = read
    }
  } finally {
    await thread.close()
  }
  return { file, epoch, records, seq: after.seq, format: stripSnapshot(file) }
}

async function call<M extends keyof SyncCalls>(
  thread: StoreThread,
  method: M,
  ...args: Parameters<SyncCalls[M]>
): Promise<void> {
  const reply = await thread.call('sync.call', { method, args })
  if (!reply.ok) throw new StoreCallError(reply.error)
}
