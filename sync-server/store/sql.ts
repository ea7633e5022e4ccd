/** A value that both databases store. */
export type SqlValue = string | number | null
export type SqlRow = Readonly<Record<string, SqlValue>>

/** Statements of one transaction. Parameters are `?`; both dialects understand what is written with it. */
export interface Sql {
  all(text: string, parameters?: readonly SqlValue[]): Promise<SqlRow[]>
  /** Rows that were changed. */
  run(text: string, parameters?: readonly SqlValue[]): Promise<number>
}

/** A poke of which nobody can say what it is about: every organisation asks. */
export const ANYTHING = ''

/** SQLite or PostgreSQL, seen alike. */
export interface SqlDatabase {
  /** Words of the dialect in `CREATE TABLE`. */
  dialect: 'sqlite' | 'postgres'
  /** One transaction that may write: all of it is kept, or nothing when `work` throws. */
  write<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** Reads of one moment. */
  read<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /**
   * Tells every server on this database that something happened in an organisation. A poke carries no data, and may
   * come twice or be lost while a connection is down: whoever hears nothing asks by itself now and then.
   */
  poke(topic: string): Promise<void>
  /**
   * Called for each poke, of this server or of another one, and with `ANYTHING` when pokes may have been missed or somebody
   * else wrote to the database, such as an administrator's task.
   */
  onPoke(heard: (topic: string) => void): void
  close(): Promise<void>
}

/** `(?, ?), (?, ?)` for so many rows of so many values. */
export const placeholders = (rows: number, values: number): string =>
  Array.from({ length: rows }, () => `(${Array.from({ length: values }, () => '?').join(', ')})`).join(', ')

/** Values for one statement at the most: SQLite takes 32,766 (`SQLITE_MAX_VARIABLE_NUMBER`), PostgreSQL 65,535. */
const MOST_VALUES = 10_000

/** Parts of a list that fit into one statement with so many values a row. */
export function* statementParts<T>(rows: readonly T[], values: number): Generator<T[]> {
  const size = Math.max(1, Math.floor(MOST_VALUES / values))
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}
