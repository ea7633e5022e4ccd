import type { SqliteDatabase } from './port.ts'

/** What a pragma with one numeric value says; 0 when it says nothing. */
export const pragmaNumber = (db: SqliteDatabase, name: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0)
