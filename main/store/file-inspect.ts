import type { HostError } from '#core/contract/envelope.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { DAMAGED, findDamage } from './file-check.ts'
import { getMeta } from './meta.ts'
import type { OpeningListener } from './opening.ts'
import { readModelsVersion } from './rebuild.ts'
import { APPLICATION_ID, FILE_VERSION } from './schema.ts'
import { SqliteError } from './sqlite/errors.ts'
import { openSqlite } from './sqlite/open.ts'
import type { SqliteDatabase } from './sqlite/port.ts'
import { storeError } from './store-errors.ts'

/**
 * Looks at a file before anything is written to it. On a connection that cannot write: the last writing one would move
 * the write-ahead log into the file when it closes, also into a foreign or damaged one. Answers that connection when the
 * file is still to be checked.
 *
 * @throws SqliteError `damaged`
 */
export function inspect(file: string, tell: OpeningListener): Result<SqliteDatabase | undefined, HostError> {
  try {
    return look(file, true, tell)
  } catch (error) {
    // A crash while the file was made leaves a journal that only a writing connection can roll back.
    if (error instanceof SqliteError && error.failure === 'read-only') return look(file, false, tell)
    throw error
  }
}

function look(
  file: string,
  readOnly: boolean,
  tell: OpeningListener,
): Result<SqliteDatabase | undefined, HostError> {
  const db = openSqlite(file, { readOnly })
  let isGuard = false
  try {
    const refusal = checkOwner(db, file)
    if (refusal) return err(refusal)
    if (!wasInUse(db)) return ok(undefined)
    const canWait = readOnly && isLogged(db) && isGrown(db)
    if (!canWait) tell({ phase: 'check', done: 0, total: 0 }, db)
    if (findDamage(db, canWait ? 'meta' : undefined)) throw new SqliteError(DAMAGED, 'the check found damage')
    isGuard = canWait
    return ok(isGuard ? db : undefined)
  } finally {
    if (!isGuard) db.close()
  }
}

/** Without a write-ahead log the next write would go into the file itself. */
const isLogged = (db: SqliteDatabase): boolean =>
  Object.values(db.prepare('PRAGMA journal_mode').get() ?? {})[0] === 'wal'

/** Read models of another version are made anew from the documents at once, which have to be whole for that. */
const isGrown = (db: SqliteDatabase): boolean => getMeta(db, 'readModels') === readModelsVersion()

/**
 * A connection that reads and is closed last: when a writing connection is the last one, SQLite moves the write-ahead
 * log into the file.
 */
export function openGuard(file: string): SqliteDatabase {
  const guard = openSqlite(file, { readOnly: true })
  // A connection counts from its first read on.
  guard.prepare('PRAGMA schema_version').get()
  return guard
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
