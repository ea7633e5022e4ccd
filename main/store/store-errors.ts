import { hostError, type HostError } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import { SqliteError, type SqliteFailure } from './sqlite/errors.ts'

const CODES: Partial<Record<SqliteFailure, HostErrorCode>> = {
  'disk-full': 'store/disk-full',
  'read-only': 'store/read-only',
  'cannot-open': 'store/read-only',
  busy: 'store/busy',
  damaged: 'store/damaged',
}

export const storeError = (
  code: HostErrorCode,
  message: string,
  details: HostError['details'] = {},
): HostError =>
  hostError(code, message, { retryable: code === 'store/busy' || code === 'store/disk-full', details })

/** The error as people can act on it, or undefined for a bug. */
export function expectedStoreError(error: unknown, path: string): HostError | undefined {
  if (!(error instanceof SqliteError)) return undefined
  const code = CODES[error.failure]
  return code && storeError(code, error.message, { path })
}
