import type { SYNC_TROUBLES } from '#core/contract/methods/sync.ts'

/** Why a call came to nothing. */
export type SyncTrouble = (typeof SYNC_TROUBLES)[number]

/** No answer that means anything: nothing is known of the call. `message` is for the log. */
export class SyncProblem extends Error {
  override readonly name = 'SyncProblem'
  readonly code: SyncTrouble

  constructor(code: SyncTrouble, message: string) {
    super(message)
    this.code = code
  }
}
