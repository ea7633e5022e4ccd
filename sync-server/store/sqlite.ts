import { createRequire } from 'node:module'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type LibsqlDatabase from 'libsql'
import { ANYTHING, type Sql, type SqlDatabase, type SqlRow, type SqlValue } from './sql.ts'
import { createTurns } from './turns.ts'

type Libsql = typeof LibsqlDatabase

/** Reads that may run beside the writer. */
const READERS = 2

/** One synchronous connection, as `libsql` and the SQLite of a host both give it. */
export interface SqliteConnection {
  prepare(text: string): {
    run(...parameters: SqlValue[]): { changes: number }
    all(...parameters: SqlValue[]): SqlRow[]
  }
  exec(text: string): void
  close(): void
}

/** How long a statement waits for another connection's lock. Milliseconds. */
const BUSY_TIMEOUT = 10_000
/** How often a server looks whether another process wrote to its file. Milliseconds. */
const LOOK_EVERY = 1000

/** The SQLite file of a data folder. It holds an organisation's data: only its owner may read it. */
export function openSqliteFolder(data: string): SqlDatabase {
  mkdirSync(data, { recursive: true })
  chmodSync(data, 0o700)
  return createSqliteDatabase(() => openSqlite(join(data, 'server.sqlite')))
}

/** With the runtime's own SQLite where it has one (Electron, Node from 22.13), else with the npm package `libsql`. */
export function openSqlite(file: string): SqliteConnection {
  const connection = openNodeSqlite(file) ?? openLibsql(file)
  chmodSync(file, 0o600)
  return connection
}

function openNodeSqlite(file: string): SqliteConnection | undefined {
  const sqlite = process.getBuiltinModule('node:sqlite')
  if (!sqlite) return undefined
  const database = new sqlite.DatabaseSync(file, { timeout: BUSY_TIMEOUT })
  return {
    prepare(text) {
      const statement = database.prepare(text)
      return {
        run: (...parameters) => ({ changes: Number(statement.run(...parameters).changes) }),
        // No table of the server has a column of bytes.
        all: (...parameters) => statement.all(...parameters) as SqlRow[],
      }
    },
    exec: (text) => database.exec(text),
    close: () => database.close(),
  }
}

function openLibsql(file: string): SqliteConnection {
  // The package's export assignment is the class itself.
  const Database = createRequire(import.meta.url)('libsql') as Libsql
  const database = new Database(file, { timeout: BUSY_TIMEOUT })
  return {
    prepare(text) {
      const statement = database.prepare(text)
      return {
        // Always as one array: given one by one, the driver takes a single null for named parameters.
        run: (...parameters) => ({ changes: statement.run(parameters).changes }),
        all: (...parameters) => statement.all(parameters) as SqlRow[],
      }
    },
    exec: (text) => void database.exec(text),
    close: () => void database.close(),
  }
}

/**
 * One file, for one server. A transaction has its connection for itself until it ends: one connection writes, two
 * read beside it in the state of the write-ahead log at their beginning.
 */
export function createSqliteDatabase(open: () => SqliteConnection): SqlDatabase {
  const writer = prepared(open())
  writer.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const readers = Array.from({ length: READERS }, () => prepared(open()))
  const writing = createTurns([writer])
  const reading = createTurns(readers)
  const listeners: ((topic: string) => void)[] = []
  let looking: ReturnType<typeof setInterval> | undefined
  let version: number | undefined
  let isLooking = false

  /** Administrators' tasks are processes of their own, which cannot call this one. */
  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    try {
      // It changes with what other connections commit, and only this one writes here.
      const [row] = await writing.take(({ sql }) => sql.all('PRAGMA data_version'))
      const now = Number(row?.data_version)
      const isChanged = version !== undefined && now !== version
      version = now
      if (isChanged) for (const heard of listeners) heard(ANYTHING)
    } catch {
      // The database was closed meanwhile, or is of no use: whoever asks it next says so.
    } finally {
      isLooking = false
    }
  }

  return {
    dialect: 'sqlite',
    write: (work) => writing.take((connection) => transaction(connection, 'BEGIN IMMEDIATE', work)),
    read: (work) => reading.take((connection) => transaction(connection, 'BEGIN', work)),
    poke(topic) {
      for (const heard of listeners) heard(topic)
      return Promise.resolve()
    },
    onPoke(heard) {
      listeners.push(heard)
      looking ??= setInterval(() => void look(), LOOK_EVERY).unref()
      void look()
    },
    async close() {
      clearInterval(looking)
      await Promise.all([writing.end(), reading.end()])
      for (const connection of [...readers, writer]) connection.close()
    },
  }
}

interface Prepared {
  sql: Sql
  exec(text: string): void
  close(): void
}

/** Statements are compiled once a connection: the server says the same few over and over. */
function prepared(connection: SqliteConnection): Prepared {
  const known = new Map<string, ReturnType<SqliteConnection['prepare']>>()
  const statement = (text: string) => {
    const found = known.get(text) ?? connection.prepare(text)
    // Lists of different lengths make different texts.
    if (known.size < 200) known.set(text, found)
    return found
  }
  return {
    sql: {
      all: (text, parameters = []) => attempt(() => statement(text).all(...parameters)),
      run: (text, parameters = []) => attempt(() => statement(text).run(...parameters).changes),
    },
    exec: (text) => connection.exec(text),
    close: () => connection.close(),
  }
}

/** What the synchronous driver throws becomes a rejection. */
const attempt = async <T>(call: () => T): Promise<T> => Promise.resolve(call())

async function transaction<T>(
  connection: Prepared,
  begin: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  connection.exec(begin)
  try {
    const result = await work(connection.sql)
    connection.exec('COMMIT')
    return result
  } catch (error) {
    try {
      connection.exec('ROLLBACK')
    } catch {
      // SQLite has rolled back by itself after some failures, such as a full disk; the first error is what counts.
    }
    throw error
  }
}
