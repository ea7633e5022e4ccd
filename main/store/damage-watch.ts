import type { HostReply } from '#core/contract/envelope.ts'
import type { FileOutcome } from './file-check.ts'

export interface DamageWatchOptions {
  /** The file was not closed in order before. */
  isUnchecked: boolean
  /** Reads the whole file in a thread of its own. */
  readFile: () => Promise<HostReply>
  /** Tells the writer the outcome, after the command that is running. */
  settle: (outcome: FileOutcome) => Promise<HostReply>
  /** Told once, before the writer is. */
  found: () => void
}

export interface DamageWatch {
  check(): Promise<FileOutcome | 'unknown'>
  /** Looks at an answer of a thread: one that met damage has the whole file checked, however it was closed. */
  hear<R extends HostReply>(reply: R): R
  isDamaged(): boolean
  /** Waits for a check that is running. True when the file may take what the write-ahead log holds. */
  close(): Promise<boolean>
}

export function createDamageWatch({ isUnchecked, readFile, settle, found }: DamageWatchOptions): DamageWatch {
  let running: Promise<FileOutcome | 'unknown'> | undefined
  let isDamaged = false
  let isClosed = false

  async function run(): Promise<FileOutcome | 'unknown'> {
    const reply = await readFile()
    if (!reply.ok) return 'unknown'
    // The checker answers its one call so.
    const outcome = reply.value as FileOutcome
    if (outcome === 'damaged') {
      isDamaged = true
      found()
    }
    await settle(outcome)
    return outcome
  }

  return {
    check: () => running ?? (isUnchecked ? (running = run()) : Promise.resolve('whole')),
    hear(reply) {
      const isMet = !reply.ok && reply.error.code === 'store/damaged'
      if (isMet && !isDamaged && !isClosed) running ??= run()
      return reply
    },
    isDamaged: () => isDamaged,
    async close() {
      isClosed = true
      const outcome = await running
      return outcome === undefined ? !isUnchecked : outcome === 'whole'
    },
  }
}
