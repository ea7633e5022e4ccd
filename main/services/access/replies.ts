import type { AccessRefused } from '#core/contract/access-contract.ts'
import { fail } from '#core/contract/envelope.ts'

export const done: { ok: true; value: object } = { ok: true, value: {} }

/** The server's refusal; `reason` picks the text. */
export const refusedBy = ({ refusal, wait, problem }: AccessRefused) =>
  fail('access/refused', refusal, {
    details: {
      reason: refusal,
      ...(wait !== undefined && { seconds: wait }),
      ...(problem !== undefined && { problem }),
    },
  })

/** Too many guesses. */
export const heldUp = (seconds: number) => fail('access/wait', 'too many tries', { details: { seconds } })
