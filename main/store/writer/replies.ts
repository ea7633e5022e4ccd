import type { HostError, HostReply } from '#core/contract/envelope.ts'
import { cancelled, CancelledError } from '../cancelled.ts'
import { expectedStoreError } from '../store-errors.ts'
import { NotAllowedError } from './role-check.ts'

export const fail = (error: HostError): { ok: false; error: HostError } => ({ ok: false, error })

/** Turns expected failures of the file (at `path`) into replies, and cancellation into `host/cancelled`. */
export function guarded<T>(path: string, work: () => HostReply<T>): HostReply<T> {
  try {
    return work()
  } catch (error) {
    if (error instanceof CancelledError) return fail(cancelled)
    if (error instanceof NotAllowedError)
      return fail({
        code: 'access/not-allowed',
        message: error.message,
        retryable: false,
        details: { reason: error.reason },
      })
    const expected = expectedStoreError(error, path)
    if (expected) return fail(expected)
    throw error
  }
}

export const unknown = (name: string): HostError => ({
  code: 'command/unknown',
  message: `no command ${name}`,
  retryable: false,
})

export const notSetUp: HostError = {
  code: 'host/not-set-up',
  message: 'run app.setUp first',
  retryable: false,
}
