/** A value SQLite stores. Integers beyond 2^53 never occur here; a blob may come back as its bare ArrayBuffer. */
export type SqlValue = string | number | null | Uint8Array
export type SqlRow = Record<string, SqlValue>

export interface SqliteStatement {
  run(...parameters: SqlValue[]): { changes: number }
  get(...parameters: SqlValue[]): SqlRow | undefined
  all(...parameters: SqlValue[]): SqlRow[]
}

/** One synchronous connection. No user functions: `libsql` has none. */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement
  /** Runs statements that return nothing. */
  exec(sql: string): void
  close(): void
}

export interface SqliteOpenOptions {
  readOnly?: boolean
  /** How long a statement waits for another connection's lock. Milliseconds; 5000 by default. */
  busyTimeout?: number
}

/** Opens a file, made when missing unless `readOnly`. Throws `SqliteError` (errors.ts). */
export type OpenSqlite = (file: string, options?: SqliteOpenOptions) => SqliteDatabase

/** Makes sure that a value is one SQLite stores: some drivers end the process on others. */
export function checkSqlValues(parameters: readonly SqlValue[]): void {
  for (const value of parameters) {
    if (typeof value === 'string' || typeof value === 'number' || value === null) continue
    if (value instanceof Uint8Array) continue
    throw new TypeError(`SQLite cannot store a ${typeof value}`)
  }
}
