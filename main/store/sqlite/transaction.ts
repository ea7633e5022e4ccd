import { SqliteError } from './errors.ts'
import type { SqliteDatabase } from './port.ts'

/** Runs `work` in one write transaction: all of it is kept, or nothing when it throws. */
export function inTransaction<T>(db: SqliteDatabase, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(db)
    throw error
  }
}

/** SQLite itself has rolled back after some failures (a full disk); then there is nothing left to do. */
function rollBack(db: SqliteDatabase): void {
  try {
    db.exec('ROLLBACK')
  } catch (error) {
    if (error instanceof SqliteError && /no transaction is active/.test(error.message)) return
    throw error
  }
}
