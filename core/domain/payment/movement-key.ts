import { Type } from 'typebox'
import type { CommandContext } from '../command.ts'
import { correctionKey } from '../ledger/effect.ts'

/** The identity of a movement of a bank account (`movementKeys`) as an input. */
export const movementKeyInput = () => Type.String({ pattern: '^bank/[0-9a-f]{8,64}$', maxLength: 80 })

/** The key of one part of a movement that pays for several customers; the first part has that of the movement. */
export const partKey = (movement: string, part: number): string =>
  part === 0 ? movement : `${movement}.${part}`

/**
 * The key under which a payment of a statement is posted: its own, or the next one when the payment was posted and taken
 * back. Undefined while it stands: the same line never pays twice.
 */
export function movementKey(
  key: string,
  { read: { ledger } }: Pick<CommandContext, 'read'>,
): string | undefined {
  for (let number = 1; ; number++) {
    const own = number === 1 ? key : correctionKey(key, number)
    if (!ledger.get(own)) return own
    if (!ledger.get(`${own}/reversed`)) return undefined
  }
}

/** Whether a movement, or any part of it, stands in the ledger. */
export function isMovementPosted(movement: string, context: Pick<CommandContext, 'read'>): boolean {
  for (let part = 0; ; part++) {
    const key = partKey(movement, part)
    if (!context.read.ledger.get(key)) return false
    if (movementKey(key, context) === undefined) return true
  }
}
