import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type LibsqlDatabase from 'libsql'
import { SqliteError, withSqliteErrors } from './errors.ts'
import { checkSqlValues, type OpenSqlite, type SqliteStatement, type SqlRow, type SqlValue } from './port.ts'

type Libsql = typeof LibsqlDatabase
type LibsqlStatement = LibsqlDatabase.Statement<[readonly SqlValue[]]>

/**
 * Opens files with the npm package `libsql`, for runtimes without `node:sqlite`. Loaded on first use: the packaged
 * program does not carry it.
 */
export function loadLibsql(): OpenSqlite {
  // The package's export assignment is the class itself.
  const Database = createRequire(import.meta.url)('libsql') as Libsql
  return (file, { readOnly = false, busyTimeout = 5000 } = {}) => {
    // The driver has no read-only option of its own, but takes SQLite's URI file names.
    const name = readOnly ? `${pathToFileURL(file).href}?mode=ro` : file
    const database = guarded(() => new Database(name, { timeout: busyTimeout }))
    return {
      prepare: (sql) =>
        statement(guarded(() => database.prepare<[readonly SqlValue[]]>(sql) as LibsqlStatement)),
      exec: (sql) => guarded(() => void database.exec(sql)),
      close: () => void database.close(),
    }
  }
}

/**
 * Parameters always go as one array: given one by one, the driver takes a single null or blob for named parameters
 * and ends the process.
 */
function statement(prepared: LibsqlStatement): SqliteStatement {
  return {
    run(...parameters) {
      checkSqlValues(parameters)
      return { changes: guarded(() => prepared.run(parameters)).changes }
    },
    get(...parameters) {
      checkSqlValues(parameters)
      const row = guarded(() => prepared.get(parameters)) as (SqlRow & { _metadata?: unknown }) | undefined
      // The driver adds its own timings to a single row.
      if (row) delete row._metadata
      return row
    },
    all(...parameters) {
      checkSqlValues(parameters)
      return guarded(() => prepared.all(parameters)) as SqlRow[]
    },
  }
}

const guarded = <T>(call: () => T): T => withSqliteErrors(call, resultCode)

function resultCode(error: Error): number | undefined {
  if ('rawCode' in error && typeof error.rawCode === 'number') return error.rawCode
  // Opening reports its code in the text only.
  const opening = /Unable to open connection to local database .*: (\d+)/.exec(error.message)
  return opening ? Number(opening[1]) : error instanceof SqliteError ? error.resultCode : undefined
}
