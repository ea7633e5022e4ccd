import { HLC_START, parseHlc, receive, type Hlc } from '#core/sync/hlc.ts'
import { NO_PREVIOUS_HASH } from '#core/sync/op-hash.ts'
import type { OwnIdentity, SyncMarks } from '#core/sync/overlay/device-store.ts'
import { getMeta, putMeta, removeMeta } from '../meta.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import type { DeviceIdentity } from '../store.ts'
import type { KeptKeys } from '../writer/identity.ts'

/** How far the file is with its server; undefined on a desktop that works alone. */
export function readMarks(db: SqliteDatabase): SyncMarks | undefined {
  const marks = getMeta(db, 'sync')
  // Written by `putMarks`.
  return marks === undefined ? undefined : (JSON.parse(marks) as SyncMarks)
}

export function putMarks(db: SqliteDatabase, marks: SyncMarks | undefined): void {
  if (marks) putMeta(db, 'sync', JSON.stringify(marks))
  else removeMeta(db, 'sync')
}

/** @throws Error on a file that was never set up: nothing of it can be exchanged. */
export function readIdentity(db: SqliteDatabase): OwnIdentity {
  const device = getMeta(db, 'device')
  if (device === undefined) throw new Error('the file has no identity')
  // Written by the set-up.
  const { id, code } = JSON.parse(device) as DeviceIdentity
  return {
    id,
    code,
    n: Number(getMeta(db, 'n') ?? 0),
    hash: getMeta(db, 'lastHash') ?? NO_PREVIOUS_HASH,
    publicKey: getMeta(db, 'publicKey') ?? '',
  }
}

/** Takes over number and hash of the last op, and, where they changed, device, code and keys. */
export function putIdentity(db: SqliteDatabase, { id, code, n, hash, publicKey }: OwnIdentity): void {
  putMeta(db, 'n', n)
  putMeta(db, 'lastHash', hash)
  const device = JSON.parse(getMeta(db, 'device') ?? '{}') as DeviceIdentity
  if (device.id === id && device.code === code) return
  if (device.id !== id) {
    const fresh = readFresh(db)
    if (fresh?.id !== id) throw new Error('an identity was taken that nobody drew')
    keepFormerKey(db, device.id, getMeta(db, 'publicKey') ?? '')
    putMeta(db, 'publicKey', publicKey)
    putMeta(db, 'privateKey', fresh.privateKey)
    removeMeta(db, 'freshIdentity')
  }
  putMeta(db, 'device', JSON.stringify({ ...device, id, code }))
}

/** The identity that was drawn to go on under, until the server has it. */
export function readFresh(db: SqliteDatabase): KeptKeys | undefined {
  const fresh = getMeta(db, 'freshIdentity')
  // Written by `putFresh`.
  return fresh === undefined ? undefined : (JSON.parse(fresh) as KeptKeys)
}

export const putFresh = (db: SqliteDatabase, fresh: KeptKeys): void =>
  putMeta(db, 'freshIdentity', JSON.stringify(fresh))

/** Public keys of the identities that the file had before, by device: their ops still verify. */
const readFormerKeys = (db: SqliteDatabase): Record<string, string> =>
  // Written below.
  JSON.parse(getMeta(db, 'formerKeys') ?? '{}') as Record<string, string>

const keepFormerKey = (db: SqliteDatabase, id: string, publicKey: string): void =>
  putMeta(db, 'formerKeys', JSON.stringify({ ...readFormerKeys(db), [id]: publicKey }))

/** Lets the file's clock follow what it hears of others, written down once at the end of a transaction. */
export function createHearing(db: SqliteDatabase, now: () => number) {
  let heard: Hlc | undefined
  return {
    hear(at: string): void {
      const remote = parseHlc(at)
      if (!remote) return
      heard = receive(heard ?? clockOf(db), remote.clock, now())
    },
    save(): void {
      if (heard) putMeta(db, 'hlc', JSON.stringify(heard))
    },
  }
}

const clockOf = (db: SqliteDatabase): Hlc =>
  // Written by every commit.
  JSON.parse(getMeta(db, 'hlc') ?? JSON.stringify(HLC_START)) as Hlc
