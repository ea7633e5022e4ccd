import type { VerifySignature } from '#core/sync/verify-op.ts'
import { sha256 } from '#main/store/sha256.ts'

export { sha256 }

/**
 * Signatures without the cost of Ed25519: who knows the key can make them, and here nobody else does. Real ones are the
 * matter of the unit tests.
 */
export const signWith = (key: string, text: string): string => sha256(`${key}/${text}`)

export const verifySignature: VerifySignature = (text, signature, publicKey) =>
  signature === signWith(publicKey, text)
