import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { SyncStore } from '#core/sync/server/sync-store.ts'
import { sha256 } from '../crypto.ts'

/** PKCS #8 (RFC 8410) around the 32 bytes of an Ed25519 seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface FileKey {
  /** Ed25519, SPKI in DER, base64: what desktops keep. */
  publicKey: string
  /** Signature of UTF-8 text, base64url. */
  sign(text: string): string
}

/** The key with which all servers of an organisation sign files. It follows from their secret, and is kept with it. */
export async function fileKeyOf(store: SyncStore): Promise<FileKey> {
  const secret = await store.write((transaction) => transaction.secret())
  const seed = Buffer.from(sha256(`${secret}\nfiles`), 'hex')
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url'),
  }
}
