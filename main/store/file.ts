import { accessSync, constants, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { HostError } from '#core/contract/envelope.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { APPLICATION_ID, FILE_VERSION, getMeta, growSchema, putMeta } from './schema.ts'
import { SqliteError } from './sqlite/errors.ts'
import { openSqlite } from './sqlite/open.ts'
import type { SqliteDatabase } from './sqlite/port.ts'
import { expectedStoreError, storeError } from './store-errors.ts'

export const databaseFile = (folder: string): string => join(folder, 'enlace.sqlite')

export interface OpenedFile {
  db: SqliteDatabase
  /** Where a damaged database was moved. */
  setAside?: string
  close(): void
}

/**
 * Opens the file for its one writer: locks the folder, checks whose file it is and that it is whole, grows its tables.
 * A damaged file is moved beside itself with its companions, never overwritten, and a new one is made.
 */
export function openForWriting(folder: string, now: () => number): Result<OpenedFile, HostError> {
  const file = databaseFile(folder)
  const unwritable = makeFolder(folder)
  if (unwritable) return err(unwritable)
  const lock = lockFolder(folder)
  if (!lock.ok) return lock
  let setAside: string | undefined
  for (;;) {
    try {
      const checked = openChecked(file)
      if (!checked.ok) {
        lock.value.close()
        return checked
      }
      const db = checked.value
      return ok({ db, setAside, close: () => closeCleanly(db, lock.value) })
    } catch (error) {
      if (error instanceof SqliteError && error.failure === 'damaged' && setAside === undefined) {
        setAside = moveAside(file, now())
        continue
      }
      lock.value.close()
      const expected = expectedStoreError(error, file)
      if (expected) return err(expected)
      throw error
    }
  }
}

function makeFolder(folder: string): HostError | undefined {
  try {
    mkdirSync(folder, { recursive: true })
    if (!statSync(folder).isDirectory()) throw new Error('not a folder')
    accessSync(folder, constants.W_OK)
    return undefined
  } catch (error) {
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC'
    return storeError(full ? 'store/disk-full' : 'store/read-only', `cannot write to the folder`, {
      path: folder,
    })
  }
}

/**
 * An exclusive SQLite transaction on a file of its own: the operating system drops it with the process, however that
 * ends, so that a crash never leaves the folder locked.
 */
function lockFolder(folder: string): Result<SqliteDatabase, HostError> {
  const path = join(folder, 'enlace.lock')
  try {
    const lock = openSqlite(path, { busyTimeout: 0 })
    try {
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      return ok(lock)
    } catch (error) {
      lock.close()
      throw error
    }
  } catch (error) {
    if (error instanceof SqliteError && error.failure === 'busy')
      return err(storeError('store/locked', 'another Enlace has this folder open', { path: folder }))
    const expected = expectedStoreError(error, path)
    if (expected) return err(expected)
    throw error
  }
}

/** @throws SqliteError `damaged` when the file is not a whole database. */
function openChecked(file: string): Result<SqliteDatabase, HostError> {
  const isNew = !existsSync(file) || statSync(file).size === 0
  const refusal = isNew ? undefined : inspect(file)
  if (refusal) return err(refusal)
  const db = openSqlite(file)
  try {
    // WAL lets the reader go on while the writer works; FULL survives a power cut (architecture.md §1).
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF')
    db.exec('PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY')
    growSchema(db)
    putMeta(db, 'inUse', 1)
    return ok(db)
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Looks at a file before anything is written to it. On a connection that cannot write: the last writing one would move
 * the write-ahead log into the file when it closes, also into a foreign or damaged one.
 *
 * @throws SqliteError `damaged`
 */
function inspect(file: string): HostError | undefined {
  try {
    return look(file, true)
  } catch (error) {
    // A crash while the file was made leaves a journal that only a writing connection can roll back.
    if (error instanceof SqliteError && error.failure === 'read-only') return look(file, false)
    throw error
  }
}

function look(file: string, readOnly: boolean): HostError | undefined {
  const db = openSqlite(file, { readOnly })
  try {
    const refusal = checkOwner(db, file)
    // Reading every page takes as long as the file is large, so it happens only after a crash.
    if (!refusal && wasInUse(db)) checkWhole(db)
    return refusal
  } finally {
    db.close()
  }
}

function wasInUse(db: SqliteDatabase): boolean {
  const hasMeta = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'meta'`).get() !== undefined
  return hasMeta && getMeta(db, 'inUse') === '1'
}

function checkOwner(db: SqliteDatabase, file: string): HostError | undefined {
  const application = Number(db.prepare('PRAGMA application_id').get()?.application_id)
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n)
  if (application !== APPLICATION_ID && (application !== 0 || tables > 0))
    return storeError('store/foreign-file', 'the file belongs to another program', { path: file })
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (version > FILE_VERSION)
    return storeError('store/newer-version', `file version ${version}`, { path: file })
  return undefined
}

/** @throws SqliteError `damaged` */
function checkWhole(db: SqliteDatabase): void {
  const found = db.prepare('PRAGMA quick_check(1)').get()
  const answer = String(Object.values(found ?? {})[0])
  const damaged = 11
  if (answer !== 'ok') throw new SqliteError(damaged, answer)
}

function moveAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-')
  const target = file.replace(/\.sqlite$/, `.damaged-${stamp}.sqlite`)
  for (const companion of ['', '-wal', '-shm'])
    if (existsSync(file + companion)) renameSync(file + companion, target + companion)
  return target
}

function closeCleanly(db: SqliteDatabase, lock: SqliteDatabase): void {
  putMeta(db, 'inUse', 0)
  db.exec('PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
  lock.close()
}
