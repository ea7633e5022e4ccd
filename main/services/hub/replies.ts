import type { HostError } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'

export const fail = (
  code: HostErrorCode,
  message: string,
  retryable = false,
): { ok: false; error: HostError } => ({
  ok: false,
  error: { code, message, retryable },
})

export const notRunning = fail('hub/not-running', 'the hub does not run')
