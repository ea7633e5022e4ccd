import type { HostError } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
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

const PROBLEMS: Readonly<Record<SyncTrouble, HostErrorCode>> = {
  unreachable: 'sync/unreachable',
  proxy: 'sync/proxy',
  notOurServer: 'sync/not-our-server',
  certificate: 'sync/certificate',
  busy: 'sync/busy',
  tooLarge: 'sync/bad-answer',
  badAnswer: 'sync/bad-answer',
  disk: 'store/disk-full',
}

/** What a window is told of it. */
export const problemError = ({ code, message }: SyncProblem): HostError => ({
  code: PROBLEMS[code],
  message,
  retryable: true,
})
