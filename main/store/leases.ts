import Type, { type Static } from 'typebox'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { NOBODY, type LeaseHolder } from '#core/domain/billing/lease.ts'
import { instant, text } from '#core/domain/schema-kit.ts'
import { validate } from '#core/lib/validate.ts'
import type { LeaseKind } from '#core/sync/lease.ts'
import { preparedFor } from './projectors/projector.ts'
import type { Statements } from './query/statements.ts'
import { getMeta } from './meta.ts'
import type { SqliteDatabase } from './sqlite/port.ts'
import type { DeviceIdentity } from './store.ts'

/*
 * Who holds the leases of sync.md §3, as the server last said: notes under the area `lease` of the local data, by kind
 * and key. A desktop that never joined an organisation has none and holds them all. One that joined holds what a note
 * says is its own, also while it is offline; what nobody holds it may not do either.
 */

const device = { deviceId: text(64), name: text(120) }

const leaseNote = Type.Object({
  ...device,
  /** The holder was taken out or replaced, and is not heard any more. */
  isGone: Type.Optional(Type.Boolean()),
  asked: Type.Optional(Type.Object({ ...device, at: instant() })),
})
export type LeaseNote = Static<typeof leaseNote>

/** Of the one lease that is about no office. */
export const MAIL_KEY = 'all'

export const leaseKey = (kind: LeaseKind, key: string): string => `${kind}/${key}`

const prepared = preparedFor({ find: `SELECT value FROM local WHERE area = 'lease' AND key = ?` })

/** Who holds the billing lease of an office, when it is not this desktop. */
export function billingHolder(db: SqliteDatabase, officeId: string): LeaseHolder | undefined {
  const row = prepared(db).find.get(leaseKey('billing', officeId))
  const note = row && readNote(row.value)
  if (!note) return getMeta(db, 'sync') === undefined ? undefined : NOBODY
  return note.deviceId === ownId(getMeta(db, 'device')) ? undefined : holderOf(note)
}

/** Undefined for what is no note: a file may hold anything. */
export function readNote(value: unknown): LeaseNote | undefined {
  const checked = validate(leaseNote, typeof value === 'string' ? (JSON.parse(value) as unknown) : value)
  return checked.ok ? checked.value : undefined
}

const holderOf = ({ deviceId, name }: LeaseNote): LeaseHolder => ({ deviceId, name: name || deviceId })

const ownId = (device: string | undefined): string | undefined =>
  // Written by the set-up.
  device === undefined ? undefined : (JSON.parse(device) as DeviceIdentity).id

type Listed = MethodOutput<'sync', 'leases'>

/** Every lease as this desktop knows it: of each office in use, and of sending mail. */
export function listLeases(statements: Statements): Listed {
  const meta = (key: string) => statements.get(`SELECT value FROM meta WHERE key = ?`, [key])?.value
  if (meta('sync') === undefined) return { standing: 'alone', leases: [] }
  const own = ownId(String(meta('device')))
  const notes = new Map(
    statements
      .all(`SELECT key, value FROM local WHERE area = 'lease'`)
      .map(({ key, value }) => [String(key), readNote(value)] as const),
  )
  const line = (kind: LeaseKind, key: string): Listed['leases'][number] => {
    const note = notes.get(leaseKey(kind, key))
    if (!note) return { kind, key, holder: 'nobody' }
    const { name } = holderOf(note)
    const { asked } = note
    return {
      kind,
      key,
      holder: note.deviceId === own ? 'here' : note.isGone === true ? 'gone' : 'elsewhere',
      name,
      ...(asked && {
        asked: { ...asked, name: asked.name || asked.deviceId, isHere: asked.deviceId === own },
      }),
    }
  }
  const offices = statements.all(
    `SELECT id FROM d_catalog WHERE deleted = 0 AND f_kind = 'office' AND json_extract(body, '$.archived') IS NULL
     ORDER BY f_rank, id`,
  )
  const isConnected = statements.get(
    `SELECT 1 AS found FROM local WHERE area = 'sync' AND key = 'connection'`,
  )
  return {
    standing: isConnected ? 'connected' : 'disconnected',
    leases: [...offices.map(({ id }) => line('billing', String(id))), line('mail', MAIL_KEY)],
  }
}
