import { hostError } from '#core/contract/envelope.ts'
import { CANCEL } from './thread-messages.ts'

/** A person cancelled long work; nothing has been written. */
export class CancelledError extends Error {}

/** @throws CancelledError once the thread was told to stop. */
export function checkCancel(signals: Int32Array): void {
  if (Atomics.load(signals, CANCEL) === 1) throw new CancelledError()
}

export const cancelled = hostError('host/cancelled', 'cancelled', { retryable: true })
