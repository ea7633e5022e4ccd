import type { SqliteDatabase, SqlValue } from '../sqlite/port.ts'
import { preparedFor } from './projector.ts'

/** Rows that go to SQLite in one statement: calling a driver costs as much as the row itself. */
const TOGETHER = 16

/** What is inserted into one table; a row is in the table once `write` was called, at the latest. */
export interface RowInserter {
  add(...row: SqlValue[]): void
  /** Has to be called before anybody reads the table, and at the end. */
  write(): void
}

/**
 * Inserts rows in the order in which they are added, many with one statement.
 *
 * @param head `INSERT INTO … (…)` with the names of all columns
 * @param columns how many those are
 * @param tail `ON CONFLICT …`, where one may be
 */
export function insertRowsFor(head: string, columns: number, tail = ''): (db: SqliteDatabase) => RowInserter {
  const sqlFor = (rows: number): string => {
    const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`
    return `${head} VALUES ${Array.from({ length: rows }, () => row).join(', ')} ${tail}`
  }
  const prepared = preparedFor({ one: sqlFor(1), many: sqlFor(TOGETHER) })
  return (db) => {
    const { one, many } = prepared(db)
    let waiting: SqlValue[] = []
    return {
      add(...row) {
        waiting.push(...row)
        if (waiting.length < columns * TOGETHER) return
        many.run(...waiting)
        waiting = []
      },
      write() {
        for (let start = 0; start < waiting.length; start += columns)
          one.run(...waiting.slice(start, start + columns))
        waiting = []
      },
    }
  }
}
