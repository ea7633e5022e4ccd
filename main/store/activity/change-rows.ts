import type { CollectionName } from '#core/domain/entity.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Change } from '#core/sync/diff.ts'
import type { ChangeKind, ChangeRow } from '#core/sync/op.ts'
import { tableOf } from '../query/document-table.ts'
import { FAMILY } from './family.ts'
import type { OpRecord } from './op-reads.ts'
import type { SqliteDatabase, SqlRow } from '../sqlite/port.ts'

const valueOf = (json: unknown): unknown => (json === null ? undefined : JSON.parse(json as string))

export function toChange(row: SqlRow): ChangeRow {
  const from = valueOf(row.from_json)
  const to = valueOf(row.to_json)
  return {
    i: row.i as number,
    collection: row.collection as CollectionName,
    id: row.id as string,
    path: row.path as string,
    kind: row.kind as ChangeKind,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    salt: row.salt as string,
    // Written by the erasing commit.
    ...(row.erased === null ? {} : { erased: JSON.parse(row.erased as string) as ChangeRow['erased'] }),
  }
}

/** Not the members of a merge group that an op tells beside the changed ones. */
const CHANGED = `(from_json IS NOT to_json OR erased ->> '$.from' IS NOT erased ->> '$.to')`

const CHANGE_COLUMNS = 'collection, id, i, path, kind, from_json, to_json, salt, erased'

/** All rows of an op in order, its entries of the ledger last. */
export const readOpRows = (db: SqliteDatabase, op: OpRecord): ChangeRow[] => rowsOfOp(db, op, '1', Infinity)

/** Whom a text names: records, and customers with all that is theirs. */
export interface NamedRecords {
  /** Collection and id. */
  records: readonly (readonly [string, string])[]
  customerIds: readonly string[]
}

/** What an op changed, as the log shows it; at most `limit`, those of `named` first. */
export const readChangedRows = (
  db: SqliteDatabase,
  op: OpRecord,
  limit: number,
  named?: NamedRecords,
): ChangeRow[] => rowsOfOp(db, op, CHANGED, limit, named)

/** Puts the rows of some records before all others. */
const NAMED_FIRST = `(id IN (SELECT value FROM json_each(?)) OR customer_id IN (SELECT value FROM json_each(?))) DESC, i`
const namedValues = ({ records, customerIds }: NamedRecords): string[] => [
  JSON.stringify(records.map(([, id]) => id)),
  JSON.stringify(customerIds),
]

function rowsOfOp(
  db: SqliteDatabase,
  { id, commit }: OpRecord,
  where: string,
  limit: number,
  named?: NamedRecords,
): ChangeRow[] {
  const rows = db
    .prepare(
      `SELECT ${CHANGE_COLUMNS} FROM changes WHERE op = ? AND ${where} ORDER BY ${named ? NAMED_FIRST : 'i'} LIMIT ?`,
    )
    .all(id, ...(named ? namedValues(named) : []), limited(limit))
    .map(toChange)
  const entries = db
    .prepare(`SELECT key, i, salt, body FROM transactions WHERE commit_no = ? ORDER BY i LIMIT ?`)
    .all(commit, limited(limit - rows.length))
    .map(toEntryRow)
  return [...rows, ...entries]
}

/** What an op posted, in the order of posting. */
export const readOpEntries = (db: SqliteDatabase, { commit }: OpRecord): LedgerEntry[] =>
  db
    .prepare(`SELECT body FROM transactions WHERE commit_no = ? ORDER BY i`)
    .all(commit)
    // The store itself wrote the text from an entry.
    .map(({ body }) => JSON.parse(body as string) as LedgerEntry)

/** SQLite takes a negative limit for none. */
const limited = (limit: number): number => (limit === Infinity ? -1 : limit)

/** The rows of an op that change documents, without those whose values were erased. */
export const readOpChanges = (db: SqliteDatabase, opId: string): Change[] =>
  db
    .prepare(`SELECT ${CHANGE_COLUMNS} FROM changes WHERE op = ? AND erased IS NULL ORDER BY i`)
    .all(opId)
    // Entries of the ledger are kept elsewhere, so these name collections only.
    .map((row) => toChange(row) as ChangeRow & Pick<Change, 'collection'>)
    .map(({ i: _i, salt: _salt, ...change }) => change)

/**
 * The rows that hold values of a customer: all of its deleted records, whoever they belonged to before, of records that
 * an undo has deleted, and what was noted on equipment while the customer had it.
 */
export function readRowsToErase(
  db: SqliteDatabase,
  customerId: string,
  deleted: readonly { collection: CollectionName; id: string }[],
): { op: string; row: ChangeRow }[] {
  const own = db.prepare(
    `SELECT op, ${CHANGE_COLUMNS} FROM changes WHERE collection = ? AND id = ? AND erased IS NULL`,
  )
  const gone = (['customers', 'contacts', 'sites', 'services'] as const).flatMap((collection) =>
    db
      .prepare(
        `SELECT DISTINCT c.id FROM changes c JOIN ${tableOf(collection)} d ON d.id = c.id AND d.deleted = 1
         WHERE c.customer_id = ? AND c.collection = ?`,
      )
      .all(customerId, collection)
      .map(({ id }) => ({ collection, id: id as string })),
  )
  const records = new Map([...deleted, ...gone].map((one) => [`${one.collection}/${one.id}`, one]))
  const rows = [...records.values()].flatMap(({ collection, id }) => own.all(collection, id))
  const notes = db
    .prepare(
      `SELECT op, ${CHANGE_COLUMNS} FROM changes
       WHERE customer_id = ? AND collection = 'inventory' AND path = 'notes' AND erased IS NULL`,
    )
    .all(customerId)
  return [...rows, ...notes].map((row) => ({ op: row.op as string, row: toChange(row) }))
}

/** The rows of an op that belong to one document; at most `limit`. */
export const readRowsOfDocument = (
  db: SqliteDatabase,
  op: OpRecord,
  id: string,
  limit: number,
): ChangeRow[] =>
  db
    .prepare(
      `SELECT ${CHANGE_COLUMNS} FROM changes WHERE op = ? AND id = ? AND ${CHANGED} ORDER BY i LIMIT ?`,
    )
    .all(op.id, id, limit)
    .map(toChange)

/** The rows of an op that belong to one customer, entries of the ledger last; at most `limit`, those of `named` first. */
export function readRowsOfCustomer(
  db: SqliteDatabase,
  op: OpRecord,
  customerId: string,
  limit: number,
  named?: NamedRecords,
): ChangeRow[] {
  const rows = db
    .prepare(
      `SELECT ${CHANGE_COLUMNS} FROM changes WHERE op = ? AND customer_id IN ${FAMILY} AND ${CHANGED}
         ORDER BY ${named ? NAMED_FIRST : 'i'} LIMIT ?`,
    )
    .all(op.id, customerId, ...(named ? namedValues(named) : []), limit)
    .map(toChange)
  const entries = db
    .prepare(`SELECT t.key, t.i, t.salt, t.body ${ENTRIES_OF_CUSTOMER} ORDER BY t.i LIMIT ?`)
    .all(op.commit, customerId, limit - rows.length)
    .map(toEntryRow)
  return [...rows, ...entries]
}

/** Change rows read at a time. */
const ROWS_PAGE = 2000

/**
 * The rows of an op by pages, however many there are: all, or those of one customer or one record. Entries of the ledger
 * come last.
 */
export function* pagesOfRows(
  db: SqliteDatabase,
  op: OpRecord,
  { customerId, entity }: { customerId?: string; entity?: { id: string } } = {},
): Iterable<ChangeRow[]> {
  const own = entity ? ' AND id = ?' : customerId === undefined ? '' : ` AND customer_id IN ${FAMILY}`
  const values = entity ? [entity.id] : customerId === undefined ? [] : [customerId]
  const next = db.prepare(
    `SELECT ${CHANGE_COLUMNS} FROM changes WHERE op = ? AND i > ?${own} AND ${CHANGED} ORDER BY i LIMIT ${ROWS_PAGE}`,
  )
  for (let last = -1; ;) {
    const rows = next.all(op.id, last, ...values).map(toChange)
    if (rows.length > 0) yield rows
    if (rows.length < ROWS_PAGE) break
    last = rows.at(-1)?.i ?? last
  }
  if (entity) return
  const entries =
    customerId === undefined
      ? db
          .prepare(`SELECT key, i, salt, body FROM transactions WHERE commit_no = ? ORDER BY i`)
          .all(op.commit)
      : db
          .prepare(`SELECT t.key, t.i, t.salt, t.body ${ENTRIES_OF_CUSTOMER} ORDER BY t.i`)
          .all(op.commit, customerId)
  if (entries.length > 0) yield entries.map(toEntryRow)
}

/** How many rows `readRowsOfCustomer` would answer without a limit. */
export const countRowsOfCustomer = (db: SqliteDatabase, op: OpRecord, customerId: string): number =>
  countOf(db, `FROM changes WHERE op = ? AND customer_id IN ${FAMILY} AND ${CHANGED}`, op.id, customerId) +
  countOf(db, ENTRIES_OF_CUSTOMER, op.commit, customerId)

export const countRowsOfDocument = (db: SqliteDatabase, op: OpRecord, id: string): number =>
  countOf(db, `FROM changes WHERE op = ? AND id = ? AND ${CHANGED}`, op.id, id)

export const countOpRows = (db: SqliteDatabase, op: OpRecord): number =>
  countOf(db, `FROM changes WHERE op = ? AND ${CHANGED}`, op.id) +
  countOf(db, `FROM transactions WHERE commit_no = ?`, op.commit)

/** How many records of each kind an op changed. */
export const countOpRecords = (
  db: SqliteDatabase,
  { id }: OpRecord,
): { collection: ChangeRow['collection']; count: number }[] =>
  db
    .prepare(
      `SELECT collection, count(DISTINCT id) AS n FROM changes WHERE op = ? AND ${CHANGED} GROUP BY collection`,
    )
    .all(id)
    .map(({ collection, n }) => ({ collection: collection as ChangeRow['collection'], count: Number(n) }))

const ENTRIES_OF_CUSTOMER = `FROM transactions t JOIN r_transaction r ON r.n = t.n
  WHERE t.commit_no = ? AND r.customer_n = (SELECT n FROM r_customer WHERE id = ?)`

const countOf = (db: SqliteDatabase, from: string, ...values: (string | number)[]): number =>
  Number(db.prepare(`SELECT count(*) AS n ${from}`).get(...values)?.n ?? 0)

const toEntryRow = ({ key, i, salt, body }: SqlRow): ChangeRow => ({
  i: i as number,
  collection: 'transactions',
  id: key as string,
  path: '',
  kind: 'create',
  to: valueOf(body),
  salt: salt as string,
})
