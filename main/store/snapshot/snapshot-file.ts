import { SCHEMA_VERSION } from '#core/sync/schema-version.ts'
import { beginBehind } from '#core/sync/overlay/epoch.ts'
import { findDamage } from '../file-check.ts'
import { getMeta, putMeta } from '../meta.ts'
import { readModelsVersion } from '../rebuild.ts'
import { growSchema } from '../schema.ts'
import { sha256 } from '../sha256.ts'
import { openSqlite } from '../sqlite/open.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { inTransaction } from '../sqlite/transaction.ts'
import { putMarks, readMarks } from '../sync/marks.ts'
import { withSecureDelete } from '../writer/erase.ts'

/*
 * A snapshot is a desktop's file as it is after the first pull, without what is the desktop's own. The server makes one;
 * desktops that begin with an organisation's data take it over instead of making the same file out of pages
 * (docs/decisions/0010-a-first-sync-takes-over-a-file.md).
 */

/** What `meta` says of the records and read models; all else there is the desktop's. */
const OF_CONTENT = ['commit', 'lwtHundredths', 'readModels', 'readModelBuild', 'bulkProjection', 'day']
/** And what is true of the place of a file only. */
const OF_PLACE = ['home', 'inUse']

/** Tables that a desktop without any work of its own takes with it, and those of such work. */
const TAKEN_ALONG = ['local', 'counters']
const OF_WORK = ['ops', 'changes', 'op_touched', 'sync_bases', 'sync_staged']

/** By how much the last time zone is behind UTC. Milliseconds. */
const BEHIND_ALL = 12 * 60 * 60_000

/** Statistics are made when a file is closed, or not. */
const SCHEMA = `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'
  ORDER BY type, name`

/**
 * What a file of this program is made like, by its whole schema. Files that do not agree in this are no use to each
 * other, and a schema that agrees has nothing in it that SQLite would run for somebody else.
 */
export function formatOf(db: SqliteDatabase): string {
  const schema = db.prepare(SCHEMA).all()
  return sha256(
    JSON.stringify([SCHEMA_VERSION, readModelsVersion(), schema.map((row) => Object.values(row))]),
  )
}

/**
 * Makes the file that is to become a snapshot. Figures that change with time are those of the day that is over
 * nowhere on earth yet: a desktop moves them on to its own, and never back.
 *
 * @param now milliseconds since 1970 UTC.
 */
export function beginSnapshot(file: string, now: number): void {
  const db = openSqlite(file)
  try {
    growSchema(db)
    putMeta(db, 'day', new Date(now - BEHIND_ALL).toISOString().slice(0, 10))
  } finally {
    db.close()
  }
}

/** Takes out of a closed file what belongs to the desktop that made it; answers what it is made like. */
export function stripSnapshot(file: string): string {
  const db = openSqlite(file)
  try {
    withSecureDelete(db, () =>
      inTransaction(db, () => {
        for (const table of [...TAKEN_ALONG, ...OF_WORK]) db.exec(`DELETE FROM ${table}`)
        db.exec(`DELETE FROM meta WHERE key NOT IN (${quoted(OF_CONTENT)})`)
      }),
    )
    // Who reads the file from now on reads its bytes.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return formatOf(db)
  } finally {
    db.close()
  }
}

/** What files of this program are made like. */
export function formatHere(): string {
  const db = openSqlite(':memory:')
  try {
    growSchema(db)
    return formatOf(db)
  } finally {
    db.close()
  }
}

/** What the file of a desktop is made like. */
export function formatOfFile(file: string): string {
  const db = openSqlite(file, { readOnly: true })
  try {
    return formatOf(db)
  } finally {
    db.close()
  }
}

/** Whether a file that came from elsewhere is made like this and whole: 2 s for 1.2 GB in memory. */
export function checkSnapshot(file: string, format: string): boolean {
  const db = openSqlite(file, { readOnly: true })
  try {
    // The schema first: a check of the pages would run what a foreign one says of columns.
    return formatOf(db) === format && getMeta(db, 'readModels') === readModelsVersion() && !findDamage(db)
  } finally {
    db.close()
  }
}

/**
 * Makes a snapshot the file of a desktop that has nothing of its own but what it is called and where its server is. Both
 * files are closed, and that of the desktop stays as it is.
 *
 * @param seq the place in the feed up to which the snapshot has all records.
 * @throws Error when the desktop has written or pulled anything.
 */
export function takeOverSnapshot(snapshot: string, own: string, seq: number): void {
  const db = openSqlite(snapshot)
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    db.prepare('ATTACH DATABASE ? AS own').run(own)
    inTransaction(db, () => {
      for (const table of [...OF_WORK, 'r_record'])
        if (db.prepare(`SELECT 1 FROM own.${table} LIMIT 1`).get())
          throw new Error(`own.${table} is not empty`)
      for (const table of OF_WORK) db.exec(`DELETE FROM ${table}`)
      for (const table of TAKEN_ALONG)
        db.exec(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM own.${table}`)
      db.exec(`DELETE FROM meta WHERE key NOT IN (${quoted(OF_CONTENT)});
        INSERT INTO meta SELECT * FROM own.meta WHERE key NOT IN (${quoted([...OF_CONTENT, ...OF_PLACE])})`)
      const marks = readMarks(db)
      if (!marks?.first) throw new Error('the first pull is over')
      putMarks(db, beginBehind(marks, seq))
      putMeta(db, 'inUse', 0)
    })
    db.exec('DETACH DATABASE own; PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
}

const quoted = (keys: readonly string[]): string => keys.map((key) => `'${key}'`).join(', ')
