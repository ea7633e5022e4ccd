/** A value SQLite stores. Integers beyond 2^53 never occur here. */
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
