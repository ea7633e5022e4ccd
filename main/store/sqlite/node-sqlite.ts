import type { StatementSync } from 'node:sqlite'
import { withSqliteErrors } from './errors.ts'
import { checkSqlValues, type OpenSqlite, type SqliteStatement, type SqlRow } from './port.ts'

/** Opens files with the runtime's own SQLite; undefined where it has none (Node before 22.13). */
export function loadNodeSqlite(): OpenSqlite | undefined {
  const sqlite = process.getBuiltinModule('node:sqlite')
  if (!sqlite) return undefined
  return (file, { readOnly = false, busyTimeout = 5000 } = {}) => {
    const database = guarded(() => new sqlite.DatabaseSync(file, { readOnly, timeout: busyTimeout }))
    return {
      prepare: (sql) => statement(guarded(() => database.prepare(sql))),
      exec: (sql) => guarded(() => database.exec(sql)),
      close: () => database.close(),
    }
  }
}

function statement(prepared: StatementSync): SqliteStatement {
  return {
    run(...parameters) {
      checkSqlValues(parameters)
      return { changes: Number(guarded(() => prepared.run(...parameters)).changes) }
    },
    get(...parameters) {
      checkSqlValues(parameters)
      return guarded(() => prepared.get(...parameters)) as SqlRow | undefined
    },
    all(...parameters) {
      checkSqlValues(parameters)
      return guarded(() => prepared.all(...parameters)) as SqlRow[]
    },
  }
}

const guarded = <T>(call: () => T): T => withSqliteErrors(call, resultCode)

const resultCode = (error: Error): number | undefined =>
  'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined
