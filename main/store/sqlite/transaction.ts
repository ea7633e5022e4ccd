import { SqliteError } from './errors.ts'
import type { SqliteDatabase } from './port.ts'
import { pragmaNumber } from './pragma.ts'

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

/** `PRAGMA synchronous`: every commit waits for the disk. */
const FULL = 2

/**
 * Transactions that do not wait for the disk (`synchronous = NORMAL`): a power cut may take the last of them, and leaves
 * the file whole. The next one that waits, such as a person's command, waits for all before it.
 */
export function lightly<T>(db: SqliteDatabase, work: () => T): T {
  const waits = pragmaNumber(db, 'synchronous')
  if (waits < FULL) return work()
  db.exec('PRAGMA synchronous = NORMAL')
  try {
    return work()
  } finally {
    db.exec(`PRAGMA synchronous = ${waits}`)
  }
}
