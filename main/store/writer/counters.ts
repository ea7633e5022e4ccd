import type { SqliteDatabase } from '../sqlite/port.ts'

/** Counters of one command: read from the file, kept in the command's transaction. */
export function createCounters(db: SqliteDatabase) {
  const values = new Map<string, number>()
  return {
    next(name: string): number {
      const last =
        values.get(name) ??
        Number(db.prepare('SELECT value FROM counters WHERE name = ?').get(name)?.value ?? 0)
      values.set(name, last + 1)
      return last + 1
    },
    save(database: SqliteDatabase): void {
      const put = database.prepare(
        'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      )
      for (const [name, value] of values) put.run(name, value)
    },
  }
}
