import {
  createHash,
  createHmac,
  createPublicKey,
  hash as hashOnce,
  type KeyObject,
  randomBytes,
  verify,
} from 'node:crypto'
import { oneTimeCode, plainCode } from '#core/domain/people/one-time-code.ts'
import type { Sha256 } from '#core/sync/op-hash.ts'
import type { VerifySignature } from '#core/sync/verify-op.ts'

const hex = (text: string): string => hashOnce('sha256', text, 'hex')

/** SHA-256 by the runtime's own crypto, as core asks for it. */
export const sha256: Sha256 = Object.assign(hex, {
  stream() {
    const hash = createHash('sha256')
    return {
      update: (text: string) => void hash.update(text, 'utf8'),
      digest: () => hash.digest('hex'),
    }
  },
})

let read: { publicKey: string; key: KeyObject } | undefined

/** The last one is kept: a desktop pushes many ops in a row, and reading its key costs half as much as a signature. */
function keyOf(publicKey: string): KeyObject {
  if (read?.publicKey !== publicKey)
    read = {
      publicKey,
      key: createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
    }
  return read.key
}

/** False also for a key or signature that is none. */
export const verifyEd25519: VerifySignature = (text, signature, publicKey) => {
  try {
    const key = keyOf(publicKey)
    return (
      key.asymmetricKeyType === 'ed25519' &&
      verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'))
    )
  } catch {
    return false
  }
}

/** A token of a device, base64url: the same for a request that arrives twice, and nobody's guess without the secret. */
export const deviceToken = (secret: string, device: string, proof: string): string =>
  createHmac('sha256', secret).update(`token ${device} ${proof}`).digest('base64url')

/** 256 random bits, base64url: nobody guesses one. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** A one-time code of 16 characters in groups of four: 78 bits. */
export const newEnrolmentCode = (): string => oneTimeCode(randomBytes)

/** What a code is stored as. */
export const codeHash = (code: string): string => hex(plainCode(code))
