import type { HostReply } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { hlcMoment } from '#core/sync/hlc.ts'
import { findDamage } from './file-check.ts'
import { tableOf } from './query/document-table.ts'
import { getMeta } from './meta.ts'
import { APPLICATION_ID, FILE_VERSION } from './schema.ts'
import { SqliteError } from './sqlite/errors.ts'
import { openSqlite } from './sqlite/open.ts'
import type { SqliteDatabase } from './sqlite/port.ts'
import type { DeviceIdentity } from './store.ts'
import { storeError } from './store-errors.ts'

type Contents = MethodOutput<'backup', 'read'>

/** Writes the database as it is at this moment into a new file, without what is free in it, while others write. */
export function copyDatabase(file: string, target: string): void {
  const db = openSqlite(file, { readOnly: true })
  try {
    db.prepare('VACUUM INTO ?').run(target)
  } finally {
    db.close()
  }
}

/** Makes sure that a file is a whole database of this program, and tells what it holds. */
export function lookAtBackup(file: string): HostReply<Contents> {
  let db: SqliteDatabase | undefined
  try {
    db = openSqlite(file, { readOnly: true })
    if (Number(db.prepare('PRAGMA application_id').get()?.application_id) !== APPLICATION_ID)
      return { ok: false, error: storeError('backup/unknown', 'not a database of this program', {}) }
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
    if (version > FILE_VERSION)
      return { ok: false, error: storeError('store/newer-version', `file version ${version}`, {}) }
    if (findDamage(db)) return damaged
    return { ok: true, value: contentsOf(db) }
  } catch (error) {
    if (error instanceof SqliteError && (error.failure === 'damaged' || error.failure === 'other'))
      return damaged
    throw error
  } finally {
    db?.close()
  }
}

const damaged = {
  ok: false,
  error: storeError('backup/damaged', 'the file is damaged', {}),
} as const satisfies HostReply<Contents>

function contentsOf(db: SqliteDatabase): Contents {
  // Written by the set-up.
  const device = JSON.parse(getMeta(db, 'device') ?? '{}') as Partial<DeviceIdentity>
  const catalog = tableOf('catalog')
  const nameOf = (where: string, value: string): string | undefined => {
    const row = db
      .prepare(
        `SELECT json_extract(body, '$.data.name') AS name FROM ${catalog} WHERE ${where} AND deleted = 0`,
      )
      .get(value)
    return typeof row?.name === 'string' ? row.name : undefined
  }
  const company = nameOf(`json_extract(body, '$.kind') = ?`, 'company')
  const person = device.personId === undefined ? undefined : nameOf('id = ?', device.personId)
  const customers = db.prepare(`SELECT count(*) AS n FROM ${tableOf('customers')} WHERE deleted = 0`).get()
  const last = db.prepare('SELECT max(at) AS at FROM ops').get()?.at
  return {
    ...(company !== undefined && { company }),
    ...(person !== undefined && { person }),
    customers: Number(customers?.n),
    ...(typeof last === 'string' && { changedAt: hlcMoment(last) }),
    isShared: getMeta(db, 'sync') !== undefined,
  }
}
