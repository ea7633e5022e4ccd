import { createHash, hash as hashOnce } from 'node:crypto'
import type { Sha256 } from '#core/sync/op-hash.ts'

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
