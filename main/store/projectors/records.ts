import type { DocumentWrite } from '#core/domain/command.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { entities } from '#core/domain/registry.ts'
import { leaveText, MANY_AT_ONCE, searchedTo } from '../first-load.ts'
import { insertRowsFor } from './insert-rows.ts'
import type { Owner } from './owners.ts'
import { preparedFor, type Projection, type Projector } from './projector.ts'
import { searchTextOf } from './search-text.ts'

/**
 * Records are numbered by their customer: `n` is the customer's row number, then four bits for the collection, then
 * eighteen for the place among that customer's records of it. So a full text hit tells its customer and its collection
 * without another look-up, and all of one customer lies together. Below 2^53 there is room for 2^31 customers.
 */
export const PER_CUSTOMER_BITS = 22
export const PER_CUSTOMER = 2 ** PER_CUSTOMER_BITS
export const PER_COLLECTION_BITS = 18
const PER_COLLECTION = 2 ** PER_COLLECTION_BITS

/** Numbers once given stay: they are in every file. A customer's own record is the first of its numbers. */
export const COLLECTION_CODES: Readonly<Record<CollectionName, number>> = {
  customers: 0,
  contacts: 1,
  sites: 2,
  catalog: 3,
  services: 4,
  inventory: 5,
  invoices: 6,
  issues: 7,
}

/** `ref_archived` tells by whom: a site restored under an archived customer leaves its services archived, and the reverse. */
const BY_CUSTOMER = 1
const BY_SITE = 2

const prepared = preparedFor({
  find: `SELECT n, text, own_archived, city, created_at FROM r_record WHERE id = ? AND collection = ?`,
  newest: `SELECT max(n) AS n FROM r_record`,
  last: `SELECT max(n) AS n FROM r_record WHERE n BETWEEN ?1 AND ?1 + ${PER_COLLECTION - 1}`,
  update: `UPDATE r_record SET own_archived = ?, city = ?, created_at = ?, text = ? WHERE n = ?`,
  remove: `DELETE FROM r_record WHERE n = ?`,
  inherit: `UPDATE r_record SET ref_archived = (ref_archived & ~${BY_CUSTOMER}) | ?2
    WHERE n BETWEEN ?1 + 1 AND ?1 + ${PER_CUSTOMER - 1} AND ref_archived & ${BY_CUSTOMER} <> ?2`,
  siteState: `SELECT own_archived FROM r_record WHERE id = ? AND collection = 'sites'`,
  refer: `UPDATE r_record SET ref_archived = (ref_archived & ${BY_CUSTOMER}) | ?2 WHERE n = ?1`,
  inheritServices: `UPDATE r_record SET ref_archived = (ref_archived & ~${BY_SITE}) | ?2
    WHERE collection = 'services' AND id IN (SELECT id FROM d_services WHERE deleted = 0 AND f_siteId = ?1)`,
  inheritItems: `UPDATE r_record SET ref_archived = (ref_archived & ~${BY_SITE}) | ?2
    WHERE collection = 'inventory' AND id IN (SELECT id FROM d_inventory WHERE deleted = 0 AND f_siteId = ?1)`,
  addWords: `INSERT INTO fts_words (rowid, text) VALUES (?, ?)`,
  dropWords: `INSERT INTO fts_words (fts_words, rowid, text) VALUES ('delete', ?, ?)`,
  addInside: `INSERT INTO fts_inside (rowid, text) VALUES (?, ?)`,
  dropInside: `INSERT INTO fts_inside (fts_inside, rowid, text) VALUES ('delete', ?, ?)`,
})
const insertRecords = insertRowsFor(
  'INSERT INTO r_record (n, collection, id, own_archived, ref_archived, city, created_at, text)',
  8,
)

/**
 * One row per document of a customer: its folded search text with both full text indexes, whether it is archived itself
 * or by its customer or its site, and the city of a site.
 */
export const records: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_record (
      n INTEGER PRIMARY KEY, collection TEXT NOT NULL, id TEXT NOT NULL, own_archived INTEGER NOT NULL,
      ref_archived INTEGER NOT NULL, city TEXT, created_at TEXT NOT NULL, text TEXT NOT NULL);
    CREATE UNIQUE INDEX IF NOT EXISTS r_record_id ON r_record (id, collection);
    CREATE VIRTUAL TABLE IF NOT EXISTS fts_words USING fts5 (text, content = 'r_record', content_rowid = 'n',
      tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', detail = none, columnsize = 0);
    CREATE VIRTUAL TABLE IF NOT EXISTS fts_inside USING fts5 (text, content = 'r_record', content_rowid = 'n',
      tokenize = 'trigram', detail = none, columnsize = 0);
    CREATE VIRTUAL TABLE IF NOT EXISTS fts_vocabulary USING fts5vocab (fts_words, row);`,
  drop: `DROP TABLE IF EXISTS fts_vocabulary; DROP TABLE IF EXISTS fts_words; DROP TABLE IF EXISTS fts_inside;
    DROP TABLE IF EXISTS r_record;`,
  apply(projection) {
    const batch = createBatch(projection)
    for (const write of projection.writes) {
      // Issues are found by the record that they are about.
      if (write.collection === 'issues') continue
      batch.put(write)
      if (write.collection === 'customers') batch.inherit(write)
    }
    // After all rows of the commit are there: what lies at a site may be written before it.
    for (const write of projection.writes) if (write.collection === 'sites') batch.inheritFromSite(write)
    // After the customers, whose state they inherit.
    for (const write of projection.movedInvoices) batch.put(write)
    batch.finish()
  },
}

/** Collections whose own read models go by record numbers. */
const isNumbered = (collection: CollectionName): boolean =>
  collection === 'sites' || collection === 'services' || collection === 'inventory'

interface Indexed {
  n: number
  text: string
}

/** What is archived by reference when its site is. People may belong to several sites, invoices stay what they are. */
const LIES_AT_SITE: ReadonlySet<CollectionName> = new Set<CollectionName>(['services', 'inventory'])

function createBatch({ db, writes, owners, heirs, memory, recordNumbers, archivedServices }: Projection) {
  const statements = prepared(db)
  const rows = insertRecords(db)
  /** The last record before a bulk commit. */
  const newest = writes.length < MANY_AT_ONCE ? undefined : { n: statements.newest.get()?.n }
  const added: Indexed[] = []
  const dropped: Indexed[] = []
  const { lastRecords: lastOf, siteStates } = memory

  /** Items in stock have no customer: below zero, in as many blocks as they need. */
  const nextUnowned = (collection: CollectionName): number => {
    for (let number = -1; ; number--) {
      const next = nextRecord(collection, { number, archived: false, isNew: false })
      if (next < number * PER_CUSTOMER + (COLLECTION_CODES[collection] + 1) * PER_COLLECTION) return next
    }
  }

  const nextRecord = (collection: CollectionName, { number, isNew }: Owner): number => {
    const first = number * PER_CUSTOMER + COLLECTION_CODES[collection] * PER_COLLECTION
    if (collection === 'customers') return first
    const last = lastOf.get(first) ?? (isNew ? undefined : (statements.last.get(first)?.n as number | null))
    const next = typeof last === 'number' ? last + 1 : first
    lastOf.set(first, next)
    return next
  }

  const remove = ({ n, text }: Indexed): void => {
    dropped.push({ n, text })
    statements.remove.run(n)
  }

  const put = ({ collection, id, before, after }: DocumentWrite): void => {
    const row = before && statements.find.get(id, collection)
    const old = row && { n: row.n as number, text: row.text as string }
    const entity = entities[collection]
    const ownerId = after && entity.customerIdOf(after)
    if (!after || (ownerId === undefined && collection === 'catalog')) {
      siteStates.delete(id)
      if (old) remove(old)
      return
    }
    // An issued invoice keeps its customer, and lies with the one for whom it counts.
    const owner =
      ownerId === undefined ? undefined : owners.of(collection === 'invoices' ? heirs.of(ownerId) : ownerId)
    const text = searchTextOf(entity, after)
    const archived = after.archived ? 1 : 0
    if (collection === 'sites') siteStates.set(id, archived ? BY_SITE : 0)
    const city = collection === 'sites' && typeof after.city === 'string' ? after.city : null
    const createdAt = String(after.createdAt)
    const oldOwner = old && Math.floor(old.n / PER_CUSTOMER)
    if (old && oldOwner !== undefined && (owner ? oldOwner === owner.number : oldOwner < 0)) {
      const isSame = old.text === text && row?.own_archived === archived
      const hasSameSite = row?.city === city && row?.created_at === createdAt
      if (!isSame || !hasSameSite) statements.update.run(archived, city, createdAt, text, old.n)
      if (isNumbered(collection)) recordNumbers.set(id, old.n)
      if (after.siteId !== before?.siteId) statements.refer.run(old.n, bySite(after))
      if (old.text === text) return
      dropped.push(old)
      added.push({ n: old.n, text })
      return
    }
    if (old) remove(old)
    const n = owner ? nextRecord(collection, owner) : nextUnowned(collection)
    const inherited = collection !== 'customers' && owner?.archived ? BY_CUSTOMER : 0
    const reference = inherited | (LIES_AT_SITE.has(collection) ? bySite(after) : 0)
    rows.add(n, collection, id, archived, reference, city, createdAt, text)
    if (collection === 'services' && !before) archivedServices.set(id, archived + reference > 0)
    if (isNumbered(collection)) recordNumbers.set(id, n)
    added.push({ n, text })
  }

  /** What belongs to a customer counts as archived with it. */
  const inherit = ({ id, before, after }: DocumentWrite): void => {
    if (Boolean(before?.archived) === Boolean(after?.archived)) return
    const first = owners.of(id).number * PER_CUSTOMER
    rows.write()
    if (statements.inherit.run(first, after?.archived ? 1 : 0).changes > 0) archivedServices.clear()
  }

  /** Whether the site at which a record lies is archived, as the read model has it so far. */
  const bySite = ({ siteId }: StoredDocument): number => {
    if (typeof siteId !== 'string') return 0
    const known = siteStates.get(siteId)
    if (known !== undefined) return known
    const state = statements.siteState.get(siteId)?.own_archived === 1 ? BY_SITE : 0
    siteStates.set(siteId, state)
    return state
  }

  /** What lies at a site counts as archived with it. */
  const inheritFromSite = ({ id, before, after }: DocumentWrite): void => {
    if (Boolean(before?.archived) === Boolean(after?.archived)) return
    const state = after?.archived ? BY_SITE : 0
    rows.write()
    if (statements.inheritServices.run(id, state).changes > 0) archivedServices.clear()
    statements.inheritItems.run(id, state)
  }

  /** In the order of row numbers: FTS5 writes out what it has gathered whenever a smaller number follows. */
  const finish = (): void => {
    rows.write()
    if (added.length === 0 && dropped.length === 0) return
    if (newest) leaveText(db, typeof newest.n === 'number' ? newest.n : undefined)
    // The text of records behind it is not in the indexes yet.
    const last = searchedTo(db)
    const gone = dropped.filter(({ n }) => n <= last).sort(byNumber)
    const come = added.filter(({ n }) => n <= last).sort(byNumber)
    for (const { n, text } of gone) statements.dropWords.run(n, text)
    for (const { n, text } of come) statements.addWords.run(n, text)
    for (const { n, text } of gone) statements.dropInside.run(n, text)
    for (const { n, text } of come) statements.addInside.run(n, text)
  }
  return { put, inherit, inheritFromSite, finish }
}

const byNumber = (a: Indexed, b: Indexed): number => a.n - b.n
