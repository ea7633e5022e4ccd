import type { CollectionName } from '#core/domain/entity.ts'
import { rowDigest } from '#core/sync/op-hash.ts'
import { readRowsToErase } from '../activity/change-rows.ts'
import { tableOf } from '../query/document-table.ts'
import { sha256 } from '../sha256.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { pragmaNumber } from '../sqlite/pragma.ts'

/** Runs a transaction in which pages that become free are written over with zeros. */
export function withSecureDelete<T>(db: SqliteDatabase, work: () => T): T {
  db.exec('PRAGMA secure_delete = ON')
  try {
    return work()
  } finally {
    db.exec(USUAL_DELETE)
  }
}

/** What is deleted or replaced inside a page never stays there: it costs nothing, and one day it may have to be erased. */
export const USUAL_DELETE = 'PRAGMA secure_delete = FAST'

/** Bytes of one row that fills free pages. */
const FILLER = 16 * 1024 * 1024

/**
 * What earlier changes left behind: words of records that are gone or were called otherwise, which the full text indexes
 * keep until they are merged some day, and pages that are free but still as they were.
 */
function clearLeftovers(db: SqliteDatabase): void {
  db.exec(`INSERT INTO fts_words (fts_words) VALUES ('optimize');
    INSERT INTO fts_inside (fts_inside) VALUES ('optimize')`)
  const free = pragmaNumber(db, 'freelist_count') * pragmaNumber(db, 'page_size')
  db.exec('CREATE TABLE erase_filler (zeros)')
  const fill = db.prepare('INSERT INTO erase_filler VALUES (zeroblob(?))')
  for (let left = free; left > 0; left -= FILLER) fill.run(Math.min(left, FILLER))
  db.exec('DROP TABLE erase_filler')
}

interface Erased {
  collection: CollectionName
  id: string
}

/**
 * Takes the values of customers out of the file, inside the transaction of the op that deletes its records: values and
 * salts of the change rows, of that op too, and what deleted documents and drafts still hold. A row keeps the hashes of
 * its values, so that the chain verifies as before; without the salt nobody can guess a value from its hash. Invoices and
 * the ledger stay as they are: the law demands them.
 *
 * @param deleted the records that the op deletes.
 */
export function eraseCustomers(
  db: SqliteDatabase,
  customerIds: readonly string[],
  deleted: readonly Erased[],
  at: string,
): void {
  const clear = db.prepare(
    `UPDATE changes SET from_json = NULL, to_json = NULL, salt = '', erased = ? WHERE op = ? AND i = ?`,
  )
  for (const customerId of customerIds) {
    for (const { op, row } of readRowsToErase(db, customerId, deleted)) {
      const { from, to } = rowDigest(row, sha256)
      const erased = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
      clear.run(JSON.stringify(erased), op, row.i)
    }
    for (const { collection, id } of deletedOf(db, customerId))
      db.prepare(
        `UPDATE ${tableOf(collection)} SET body = json_object('id', id) WHERE id = ? AND deleted = 1`,
      ).run(id)
    eraseIssues(db, customerId)
  }
  const dropDrafts = db.prepare(
    `DELETE FROM local WHERE area = 'draft' AND (instr(key, ?1) > 0 OR instr(value, ?1) > 0)`,
  )
  for (const { id } of deleted) dropDrafts.run(id)
  // What the server has of them it sends again, should it refuse the op.
  const dropBase = db.prepare(`UPDATE sync_bases SET body = NULL WHERE collection = ? AND id = ?`)
  for (const { collection, id } of deleted) dropBase.run(collection, id)
  const remember = db.prepare(`INSERT OR REPLACE INTO erased (customer_id, at) VALUES (?, ?)`)
  for (const customerId of customerIds) remember.run(customerId, at)
  clearLeftovers(db)
}

/** What issues about the customer's records say of them; that there was one stays, and the server does the same. */
function eraseIssues(db: SqliteDatabase, customerId: string): void {
  db.prepare(
    `UPDATE d_issues SET body = json_set(json_remove(body, '$.mine', '$.theirs', '$.before', '$.rows'), '$.erased', json('true'))
     WHERE id IN (SELECT id FROM r_issue WHERE customer_id = ?)`,
  ).run(customerId)
  // The erased records no longer say whose they were.
  db.prepare(
    `UPDATE r_issue SET customer_id = NULL WHERE customer_id = ?1 AND record <> 'customers/' || ?1`,
  ).run(customerId)
}

/** Records that were the customer's and are deleted, now or by an earlier undo. */
function deletedOf(db: SqliteDatabase, customerId: string): Erased[] {
  return ERASED_COLLECTIONS.flatMap((collection) =>
    db
      .prepare(
        `SELECT id FROM ${tableOf(collection)} WHERE deleted = 1 AND id IN
           (SELECT id FROM changes WHERE customer_id = ? AND collection = ?)`,
      )
      .all(customerId, collection)
      .map(({ id }) => ({ collection, id: id as string })),
  )
}

/** What is a customer's own; items of the inventory are ours, invoices stay. */
const ERASED_COLLECTIONS = ['customers', 'contacts', 'sites', 'services'] as const satisfies CollectionName[]
