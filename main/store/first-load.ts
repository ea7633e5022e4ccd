import { tableOf } from './query/document-table.ts'
import { preparedFor } from './projectors/projector.ts'
import { getMeta, putMeta, removeMeta } from './meta.ts'
import type { SqliteDatabase } from './sqlite/port.ts'
import { pragmaNumber } from './sqlite/pragma.ts'
import { inTransaction } from './sqlite/transaction.ts'

/*
 * A file that takes in very many records at once leaves two things for the end, which cost less when they are made from
 * all records in order: indexes that only lists and screens read by, and the full text of records. What is left is kept
 * in the file (`meta.load`, `meta.searchedTo`), so that it is caught up with whatever happens in between: opening a file
 * makes the indexes that it lacks, and `catchUp` goes on with the text.
 */

/** Collections that are read by their secondary indexes only when somebody looks at them, and the exceptions. */
const DOCUMENTS = ['customers', 'contacts', 'sites', 'services'] as const
/** What belongs to what is asked for over and over, by read models as records come in and by screens: these stay. */
const STAY = [
  ...['d_customers_by_mergedInto', 'd_services_by_siteId'],
  ...(['contacts', 'sites', 'services'] as const).map((name) => `${tableOf(name)}_by_customerId_sortName`),
  ...['r_service_list_site', 'r_service_list_town', 'r_service_customer', 'r_service_life_customer'],
]
const LISTS = ['r_customer', 'r_customer_tag', 'r_site_list', 'r_service_list', 'r_service', 'r_service_life']

const prepared = preparedFor({
  indexes: `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql LIKE 'CREATE INDEX%'`,
  hasIndex: `SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?`,
  anyCustomer: `SELECT 1 FROM d_customers LIMIT 1`,
  pieceEnd: `SELECT n FROM r_record WHERE n > ? ORDER BY n LIMIT 1 OFFSET ?`,
  last: `SELECT max(n) AS n FROM r_record`,
  searchable: `SELECT count(*) FILTER (WHERE n <= ?1) AS done, count(*) AS total FROM r_record`,
  words: `INSERT INTO fts_words (rowid, text) SELECT n, text FROM r_record WHERE n > ?1 AND n <= ?2 ORDER BY n`,
  inside: `INSERT INTO fts_inside (rowid, text) SELECT n, text FROM r_record WHERE n > ?1 AND n <= ?2 ORDER BY n`,
})

/** Records from which it pays to leave things for the end. */
const MANY = 10_000
/** Records of one commit from which their text is left for a moment later. */
export const MANY_AT_ONCE = 2000
/** Records whose text is made searchable in one transaction, in some 300 ms: a person's command waits no longer. */
const PIECE = 40_000
/** As many of a bulk command's, in some 75 ms: people are at work meanwhile. */
const PIECE_OF_COMMAND = 5000
/** Before the number of every record (records.ts). */
const BEFORE_ALL = Number.MIN_SAFE_INTEGER

/**
 * How SQLite works while very many records come in, for the time of one opening: pages of the write-ahead log between
 * two checkpoints (256 MiB), and three times the pages in memory (192 MiB on a desktop). Each page is then written once
 * instead of over and over.
 */
const LOG_WHILE_LOADING = 65_536
const MORE_CACHE = 3
interface Settings {
  wal_autocheckpoint: number
  cache_size: number
}
const usualSettings = new WeakMap<SqliteDatabase, Settings>()

/**
 * How full text is gathered (https://sqlite.org/fts5.html#special_insert_commands), kept in the file: bytes in memory
 * until they are written out, and parts of one size that are merged. A piece is one part then, and parts are merged from
 * sixteen on instead of from four on, which halves the work. Both go back to what FTS5 does of itself.
 */
const gatheringOf = (db: SqliteDatabase): Gathering => ({
  // A third of what pages may take, which a pragma says in KiB below zero.
  hashsize: Math.max(1024 * 1024, Math.ceil((-pragmaNumber(db, 'cache_size') * 1024) / 3)),
  automerge: 16,
})
interface Gathering {
  hashsize: number
  automerge: number
}
const USUAL_GATHERING: Gathering = { hashsize: 1024 * 1024, automerge: 4 }

/** Indexes that are still to be made: name and SQL. */
type Left = [name: string, sql: string][]

/** Leaves indexes and full text for the end when so many records are to come into a file without customers. */
export function beginLoad(db: SqliteDatabase, expected: number): void {
  if (expected < MANY || isLoading(db) || prepared(db).anyCustomer.get() !== undefined) return
  inTransaction(db, () => leave(db, [...DOCUMENTS.map(tableOf), ...LISTS]))
  hurry(db)
}

/** Leaves full text, and the indexes that lists read by, for the end of making all read models anew; they are empty. */
export const leaveLists = (db: SqliteDatabase): void => {
  nothingLeftOfText(db)
  leave(db, LISTS)
}

function leave(db: SqliteDatabase, tables: readonly string[]): void {
  // Written here.
  const earlier = JSON.parse(getMeta(db, 'load') ?? '[]') as Left
  const left: Left = tables
    .flatMap((table) => prepared(db).indexes.all(table))
    .map(({ name, sql }): Left[number] => [String(name), String(sql)])
    .filter(([name]) => !STAY.includes(name))
  for (const [name] of left) db.exec(`DROP INDEX ${name}`)
  putMeta(db, 'load', JSON.stringify([...earlier, ...left]))
  if (getMeta(db, 'searchedTo') === undefined) putMeta(db, 'searchedTo', BEFORE_ALL)
}

/** Something is left for the end. */
export const isLoading = (db: SqliteDatabase): boolean =>
  getMeta(db, 'load') !== undefined || getMeta(db, 'searchedTo') !== undefined

/**
 * Leaves the text of records behind this number (undefined: of all) to `catchUp`: those that a bulk command makes. A fifth
 * of its time would go into their full text, while nobody waits for more than that they are there. Until then searches
 * read these texts through (query/unindexed-records.ts).
 */
export function leaveText(db: SqliteDatabase, newest = BEFORE_ALL): void {
  if (getMeta(db, 'searchedTo') !== undefined) return
  putMeta(db, 'searchedTo', newest)
  putMeta(db, 'textOfCommand', 1)
}

/** A first pull is not done with; of a bulk command nobody has to know. */
export const isFirstLoad = (db: SqliteDatabase): boolean =>
  isLoading(db) && getMeta(db, 'textOfCommand') === undefined

/**
 * The last record number up to which the full text indexes hold records; the text of those behind it is left to
 * `catchUp`. Infinity when all are in them.
 */
export const searchedTo = (db: SqliteDatabase): number => Number(getMeta(db, 'searchedTo') ?? Infinity)

/** How much of what was left for the end is made: records that can be searched, or 0 of 0 while indexes are made. */
export function loadStands(db: SqliteDatabase): { done: number; total: number } {
  if (getMeta(db, 'load') !== undefined) return { done: 0, total: 0 }
  const { done, total } = prepared(db).searchable.get(searchedTo(db)) ?? {}
  return { done: Number(done ?? 0), total: Number(total ?? 0) }
}

/** Does a piece of what was left, in a transaction of its own; false when nothing is left. `most`: records. */
export function catchUp(db: SqliteDatabase, most?: number): boolean {
  const piece = most ?? (isFirstLoad(db) ? PIECE : PIECE_OF_COMMAND)
  const isMore = isLoading(db) && inTransaction(db, () => catchUpPiece(db, piece))
  if (!isMore) slowDown(db)
  return isMore
}

/** As `catchUp`, in the caller's transaction. */
export function catchUpPiece(db: SqliteDatabase, piece = PIECE): boolean {
  if (getMeta(db, 'load') !== undefined) makeIndex(db)
  else if (getMeta(db, 'searchedTo') !== undefined) searchMore(db, piece)
  return isLoading(db)
}

function makeIndex(db: SqliteDatabase): void {
  // Written by `beginLoad`.
  const left = JSON.parse(getMeta(db, 'load') ?? '[]') as Left
  const next = left.findIndex(([name]) => prepared(db).hasIndex.get(name) === undefined)
  const [, sql] = left[next] ?? []
  if (sql === undefined) return removeMeta(db, 'load')
  db.exec(sql)
  putMeta(db, 'load', JSON.stringify(left.slice(next + 1)))
}

function searchMore(db: SqliteDatabase, piece: number): void {
  const statements = prepared(db)
  const from = searchedTo(db)
  if (from === BEFORE_ALL) gather(db, gatheringOf(db))
  const end = statements.pieceEnd.get(from, piece - 1)?.n
  const to = Number(end ?? statements.last.get()?.n ?? from)
  statements.words.run(from, to)
  statements.inside.run(from, to)
  if (end !== undefined) return putMeta(db, 'searchedTo', to)
  gather(db, USUAL_GATHERING)
  nothingLeftOfText(db)
}

function gather(db: SqliteDatabase, { hashsize, automerge }: Gathering): void {
  for (const index of ['fts_words', 'fts_inside'])
    db.exec(
      `INSERT INTO ${index} (${index}, rank) VALUES ('hashsize', ${hashsize}), ('automerge', ${automerge})`,
    )
}

function nothingLeftOfText(db: SqliteDatabase): void {
  removeMeta(db, 'searchedTo')
  removeMeta(db, 'textOfCommand')
}

/** Has SQLite work for very many records; `slowDown` takes that back, and `catchUp` once nothing is left. */
export function hurry(db: SqliteDatabase): void {
  const usual = {
    wal_autocheckpoint: pragmaNumber(db, 'wal_autocheckpoint'),
    cache_size: pragmaNumber(db, 'cache_size'),
  }
  // The log of a file that must not be written to yet waits for as long as it has to (file.ts).
  if (usual.wal_autocheckpoint === 0) return
  usualSettings.set(db, usual)
  put(db, { wal_autocheckpoint: LOG_WHILE_LOADING, cache_size: MORE_CACHE * usual.cache_size })
}

export function slowDown(db: SqliteDatabase): void {
  const usual = usualSettings.get(db)
  if (!usual) return
  usualSettings.delete(db)
  put(db, usual)
  db.exec('PRAGMA shrink_memory')
}

const put = (db: SqliteDatabase, { wal_autocheckpoint, cache_size }: Settings): void =>
  db.exec(`PRAGMA wal_autocheckpoint = ${wal_autocheckpoint}; PRAGMA cache_size = ${cache_size}`)
