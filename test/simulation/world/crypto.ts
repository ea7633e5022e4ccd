import { createHash, hash as hashOnce } from 'node:crypto'
import type { Sha256 } from '#core/sync/op-hash.ts'
import type { VerifySignature } from '#core/sync/verify-op.ts'

export const sha256: Sha256 = Object.assign((text: string) => hashOnce('sha256', text, 'hex'), {
  stream() {
    const hash = createHash('sha256')
    return { update: (text: string) => void hash.update(text, 'utf8'), digest: () => hash.digest('hex') }
  },
})

/**
 * Signatures without the cost of Ed25519: who knows the key can make them, and here nobody else does. Real ones are the
 * matter of the unit tests.
 */
export const signWith = (key: string, text: string): string => sha256(`${key}/${text}`)

export const verifySignature: VerifySignature = (text, signature, publicKey) =>
  signature === signWith(publicKey, text)
