import type { AccessRefused } from '#core/contract/access-contract.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import type { HostError } from '#core/contract/envelope.ts'

export const done: { ok: true; value: object } = { ok: true, value: {} }

export const error = (code: HostErrorCode, message: string, details?: HostError['details']): HostError => ({
  code,
  message,
  retryable: false,
  ...(details && { details }),
})

export const fail = (
  code: HostErrorCode,
  message: string,
  retryable = false,
): { ok: false; error: HostError } => ({
  ok: false,
  error: { ...error(code, message), retryable },
})

/** The server's refusal; `reason` picks the text. */
export const refusedBy = ({ refusal, wait, problem }: AccessRefused): { ok: false; error: HostError } => ({
  ok: false,
  error: error('access/refused', refusal, {
    reason: refusal,
    ...(wait !== undefined && { seconds: wait }),
    ...(problem !== undefined && { problem }),
  }),
})

/** Too many guesses. */
export const heldUp = (seconds: number): { ok: false; error: HostError } => ({
  ok: false,
  error: error('access/wait', 'too many tries', { seconds }),
})
