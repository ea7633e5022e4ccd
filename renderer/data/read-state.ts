import type { HostError } from '#core/contract/envelope.ts'
import { HostCallError } from './host-storage-instance.ts'

/** `error` goes away by itself: reads are asked again after a reconnection and on the next commit. */
export type ReadState = 'loading' | 'ready' | 'error'

export const toHostError = (error: unknown): HostError =>
  error instanceof HostCallError
    ? error.error
    : {
        code: 'host/internal',
        message: error instanceof Error ? error.message : String(error),
        retryable: false,
      }
