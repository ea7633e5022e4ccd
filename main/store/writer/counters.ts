import { preparedFor } from '../projectors/projector.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'

const prepared = preparedFor({
  get: `SELECT value FROM counters WHERE name = ?`,
  put: `INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
})

/** Counters of one command: read from the file, kept in the command's transaction. */
export function createCounters(db: SqliteDatabase) {
  const values = new Map<string, number>()
  return {
    next(name: string): number {
      const last = values.get(name) ?? Number(prepared(db).get.get(name)?.value ?? 0)
      values.set(name, last + 1)
      return last + 1
    },
    save(database: SqliteDatabase): void {
      const { put } = prepared(database)
      for (const [name, value] of values) put.run(name, value)
    },
  }
}
