import { preparedFor } from './projectors/projector.ts'
import type { SqliteDatabase } from './sqlite/port.ts'

const meta = preparedFor({
  get: `SELECT value FROM meta WHERE key = ?`,
  put: `INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  remove: `DELETE FROM meta WHERE key = ?`,
})

/** What the file keeps about itself, by name. */
export function getMeta(db: SqliteDatabase, key: string): string | undefined {
  const value = meta(db).get.get(key)?.value
  return value === undefined || value === null ? undefined : String(value)
}

export function putMeta(db: SqliteDatabase, key: string, value: string | number): void {
  meta(db).put.run(key, value)
}

export function removeMeta(db: SqliteDatabase, key: string): void {
  meta(db).remove.run(key)
}
