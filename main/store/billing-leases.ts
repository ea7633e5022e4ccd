import type { LeaseHolder } from '#core/domain/command.ts'
import { preparedFor } from './projectors/projector.ts'
import type { SqliteDatabase } from './sqlite/port.ts'

const prepared = preparedFor({ find: `SELECT value FROM local WHERE area = 'lease' AND key = ?` })

/**
 * Who holds the billing lease of an office, when it is another desktop (sync.md §3). Whoever syncs notes that under
 * the area `lease`, by the office's id, as `{deviceId, name}`, and removes it when the lease comes here. A desktop that
 * works alone has no such note: it always holds all leases.
 */
export function leaseHolder(db: SqliteDatabase, officeId: string): LeaseHolder | undefined {
  const row = prepared(db).find.get(officeId)
  return row && holderOf(row.value as string)
}

/** The holder of such a note. */
export function holderOf(value: string): LeaseHolder {
  const { deviceId, name } = JSON.parse(value) as Partial<Record<keyof LeaseHolder, unknown>>
  const id = typeof deviceId === 'string' ? deviceId : ''
  return { deviceId: id, name: typeof name === 'string' && name !== '' ? name : id }
}
