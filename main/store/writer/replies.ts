import { fail, type HostReply } from '#core/contract/envelope.ts'
import { err } from '#core/lib/result.ts'
import { cancelled, CancelledError } from '../cancelled.ts'
import { expectedStoreError } from '../store-errors.ts'
import { NotAllowedError } from './role-check.ts'

/** Turns expected failures of the file (at `path`) into replies, and cancellation into `host/cancelled`. */
export function guarded<T>(path: string, work: () => HostReply<T>): HostReply<T> {
  try {
    return work()
  } catch (error) {
    if (error instanceof CancelledError) return err(cancelled)
    if (error instanceof NotAllowedError)
      return fail('access/not-allowed', error.message, { details: { reason: error.reason } })
    const expected = expectedStoreError(error, path)
    if (expected) return err(expected)
    throw error
  }
}

export const unknown = (name: string) => fail('command/unknown', `no command ${name}`)

export const notSetUp = fail('host/not-set-up', 'run app.setUp first')
