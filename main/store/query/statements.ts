import { SqliteError } from '../sqlite/errors.ts'
import type { SqliteDatabase, SqliteStatement, SqlRow, SqlValue } from '../sqlite/port.ts'

/** The SQL of a read, run on one connection with its statements kept ready. */
export interface Statements {
  all(sql: string, parameters?: readonly SqlValue[]): SqlRow[]
  get(sql: string, parameters?: readonly SqlValue[]): SqlRow | undefined
}

/** Selectors vary without end; the statements of everyday screens fit well within this. */
const MOST_KEPT = 200

/** Prepares each SQL text once, as long as there are not too many of them. */
export function keepStatements(db: SqliteDatabase) {
  const kept = new Map<string, SqliteStatement>()
  return {
    prepare(sql: string): SqliteStatement {
      const known = kept.get(sql)
      if (known) return known
      if (kept.size >= MOST_KEPT) kept.clear()
      const statement = db.prepare(sql)
      kept.set(sql, statement)
      return statement
    },
    forget: (sql: string) => void kept.delete(sql),
  }
}

export function createStatements(db: SqliteDatabase): Statements {
  const { prepare, forget } = keepStatements(db)
  /** An index that a query is told to go along may be missing for the time of a first sync (first-load.ts). */
  const attempt = <T>(sql: string, read: (statement: SqliteStatement) => T): T => {
    try {
      return read(prepare(sql))
    } catch (error) {
      if (!(error instanceof SqliteError && error.message.includes('no such index'))) throw error
      forget(sql)
      return read(db.prepare(sql.replaceAll(/\bINDEXED BY \w+/g, '')))
    }
  }
  return {
    all: (sql, parameters = []) => attempt(sql, (statement) => statement.all(...parameters)),
    get: (sql, parameters = []) => attempt(sql, (statement) => statement.get(...parameters)),
  }
}

/** Runs reads on one snapshot of the file: what one call answers belongs to one commit. */
export function inSnapshot<T>(db: SqliteDatabase, read: () => T): T {
  db.exec('BEGIN')
  try {
    return read()
  } finally {
    db.exec('COMMIT')
  }
}

/** The number of the last commit; 0 before the first. */
export function currentCommit(statements: Statements): number {
  return Number(statements.get(`SELECT value FROM meta WHERE key = 'commit'`)?.value ?? 0)
}
