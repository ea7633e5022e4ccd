import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  renameSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type { HostError } from '#core/contract/envelope.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { CancelledError, cancelled } from './cancelled.ts'
import { databaseFile } from './database-file.ts'
import { isMarkedDamaged, markDamaged, unmarkDamaged, type FileOutcome } from './file-check.ts'
import { inspect, openGuard } from './file-inspect.ts'
import { makeFolder } from './make-folder.ts'
import { putMeta } from './meta.ts'
import type { OpeningListener } from './opening.ts'
import { growSchema } from './schema.ts'
import { SqliteError } from './sqlite/errors.ts'
import { openSqlite } from './sqlite/open.ts'
import type { SqliteDatabase } from './sqlite/port.ts'
import { USUAL_DELETE } from './writer/erase.ts'
import { expectedStoreError, storeError } from './store-errors.ts'

export interface OpenedFile {
  db: SqliteDatabase
  /** Where a damaged database was moved. */
  setAside?: string
  /**
   * The program ended before without closing the file, so that `checkFile` is due. Until `settle` hears its outcome the
   * file itself stays byte for byte as it was found: what is written waits in the write-ahead log.
   */
  isUnchecked: boolean
  /** `damaged` ends all writing; the file is set aside when it is opened next, by which time nobody reads it. */
  settle(outcome: FileOutcome): void
  /** Moves the write-ahead log into the file and empties it, so that nothing erased is left there; later while unchecked. */
  empty(): void
  close(): void
}

/**
 * Opens the file for its one writer: locks the folder, checks whose file it is, grows its tables. A file that cannot be
 * opened for damage, or was found damaged before, is moved beside itself with its companions, never overwritten, and a
 * new one is made. `tell` hears of what takes long, before each piece of it, and may throw to stop there.
 */
export function openForWriting(
  folder: string,
  now: () => number,
  tell: OpeningListener = () => undefined,
): Result<OpenedFile, HostError> {
  const file = databaseFile(folder)
  const unwritable = prepareFolder(folder)
  if (unwritable) return err(unwritable)
  const isUsedFolder = existsSync(lockFile(folder))
  const lock = lockFolder(folder)
  if (!lock.ok) return lock
  let setAside: string | undefined
  for (;;) {
    try {
      if (isMarkedDamaged(folder) || wasEmptied(file, isUsedFolder)) setAside = moveAside(file, now())
      unmarkDamaged(folder)
      const opened = openOwn(file, tell)
      if (!opened.ok) {
        lock.value.close()
        return opened
      }
      return ok({ ...manage(opened.value, folder, lock.value), setAside })
    } catch (error) {
      if (error instanceof SqliteError && error.failure === 'damaged' && setAside === undefined) {
        setAside = moveAside(file, now())
        continue
      }
      lock.value.close()
      if (error instanceof CancelledError) return err(cancelled)
      const expected = expectedStoreError(error, file)
      if (expected) return err(expected)
      throw error
    }
  }
}

function prepareFolder(folder: string): HostError | undefined {
  try {
    makeFolder(folder)
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
  const path = lockFile(folder)
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

const lockFile = (folder: string): string => join(folder, 'enlace.lock')

/** A file without a byte in a folder that was in use: something outside has cut it off. */
const wasEmptied = (file: string, isUsedFolder: boolean): boolean =>
  isUsedFolder && existsSync(file) && statSync(file).size === 0

interface OpenDatabase {
  db: SqliteDatabase
  /** Open while the file must not change: see `openGuard`. */
  guard?: SqliteDatabase
}

/** @throws SqliteError `damaged` when the file is no database that can be opened. */
function openOwn(file: string, tell: OpeningListener): Result<OpenDatabase, HostError> {
  const isNew = !existsSync(file) || statSync(file).size === 0
  const looked = isNew ? ok(undefined) : inspect(file, tell)
  if (!looked.ok) return looked
  const guard = looked.value
  let db: SqliteDatabase | undefined
  try {
    allowOwnerOnly(file)
    db = openSqlite(file)
    if (guard) db.exec('PRAGMA wal_autocheckpoint = 0')
    // WAL lets the reader go on while the writer works; FULL survives a power cut (architecture.md §1).
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF')
    db.exec(`PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; ${USUAL_DELETE}`)
    growSchema(db, tell)
    putMeta(db, 'inUse', 1)
    return ok({ db, guard })
  } catch (error) {
    if (db && !guard && error instanceof CancelledError) closeInOrder(db)
    db?.close()
    guard?.close()
    throw error
  }
}

/** SQLite makes its companions with the rights of the file, and the file itself with those of any. */
function allowOwnerOnly(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}

function manage({ db, guard }: OpenDatabase, folder: string, lock: SqliteDatabase): OpenedFile {
  const isUnchecked = guard !== undefined
  let held = guard
  return {
    db,
    isUnchecked,
    settle(outcome) {
      if (outcome === 'damaged') {
        held ??= openGuard(databaseFile(folder))
        db.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = ON')
        markDamaged(folder)
      } else if (held) {
        held.close()
        held = undefined
        db.exec('PRAGMA wal_autocheckpoint = 1000')
      }
    },
    empty() {
      if (!held) db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
    close() {
      if (!held) closeInOrder(db)
      db.close()
      held?.close()
      lock.close()
    },
  }
}

function moveAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-')
  const target = file.replace(/\.sqlite$/, `.damaged-${stamp}.sqlite`)
  for (const companion of ['', '-wal', '-shm'])
    if (existsSync(file + companion)) renameSync(file + companion, target + companion)
  return target
}

function closeInOrder(db: SqliteDatabase): void {
  putMeta(db, 'inUse', 0)
  db.exec('PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)')
}
