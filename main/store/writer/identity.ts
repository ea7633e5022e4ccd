import { createPrivateKey, generateKeyPairSync, randomInt, sign, type KeyObject } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { isRole } from '#core/domain/people/roles.ts'
import { getMeta, putMeta } from '../meta.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import type { DeviceIdentity } from '../store.ts'

/** Characters that nobody confuses when reading a number aloud. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** The desktop's identity with the key that signs its ops. */
export interface Signer {
  device: DeviceIdentity
  /** Ed25519 over the UTF-8 text, base64url. */
  sign(text: string): string
}

export interface NewIdentity extends Signer {
  /** Keeps the identity in the file; called inside the set-up's transaction. */
  save(db: SqliteDatabase): void
}

/** A device with its keys, Ed25519 in DER as base64 (SPKI and PKCS #8). */
export interface KeptKeys {
  id: string
  code: string
  publicKey: string
  privateKey: string
}

/** Two characters in the numbers that a device gives. */
export function drawCode(): string {
  const character = () => CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length))
  return character() + character()
}

export function drawKeys(): KeptKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    id: uuidv7(),
    code: drawCode(),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  }
}

/** Draws device, code, first person and office, and the key. */
export function drawIdentity(): NewIdentity {
  const { id, code, publicKey, privateKey } = drawKeys()
  const device = { id, code, personId: uuidv7(), officeId: uuidv7() }
  return {
    ...signerOf(device, privateKey),
    save(db) {
      putMeta(db, 'device', JSON.stringify(device))
      putMeta(db, 'publicKey', publicKey)
      // In the file and not in the keychain: the key belongs to this file's chain of ops, and a file that is restored
      // or moved to another desktop gets a new device and a new key (sync.md §2).
      putMeta(db, 'privateKey', privateKey)
    },
  }
}

/** Undefined before the set-up. */
export function loadIdentity(db: SqliteDatabase): Signer | undefined {
  const device = getMeta(db, 'device')
  const key = getMeta(db, 'privateKey')
  if (device === undefined || key === undefined) return undefined
  // Written by `save` above.
  const role = getMeta(db, 'role')
  return signerOf({ ...(JSON.parse(device) as DeviceIdentity), ...(isRole(role) && { role }) }, key)
}

const privateKeyOf = (key: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' })

function signerOf(device: DeviceIdentity, privateKey: string): Signer {
  const key = privateKeyOf(privateKey)
  return { device, sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url') }
}
