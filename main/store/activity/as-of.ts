import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { applyChanges } from '#core/domain/apply-changes.ts'
import type { Change } from '#core/sync/diff.ts'
import { hlcMoment } from '#core/sync/hlc.ts'
import { invertChanges } from '#core/sync/invert.ts'
import { tableOf } from '../query/document-table.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { toChange } from './change-rows.ts'

type Output = MethodOutput<'activity', 'asOf'>

type Shown = Extract<CollectionName, 'customers' | 'contacts' | 'sites' | 'services'>

/**
 * A customer as it was at a moment: what is stored now, with all later changes taken back, last first. Also finds what
 * belonged to the customer then and belongs to another one now, or was deleted.
 */
export function customerAsOf(
  db: SqliteDatabase,
  { customerId, at }: MethodInput<'activity', 'asOf'>,
): Output {
  const isErased = db.prepare('SELECT 1 FROM erased WHERE customer_id = ?').get(customerId) !== undefined
  const first = db
    .prepare(`SELECT min(o.at) AS at FROM ops o WHERE o.id IN (SELECT op FROM changes WHERE customer_id = ?)`)
    .get(customerId)?.at
  const begins = typeof first === 'string' ? { begins: hlcMoment(first) } : {}
  if (isErased) return { contacts: [], sites: [], services: [], isErased, ...begins }
  const of = (collection: Shown): StoredDocument[] =>
    recordsOf(db, collection, customerId).flatMap((id) => {
      const then = documentAsOf(db, collection, id, at)
      const owner = collection === 'customers' ? then?.id : then?.customerId
      return then && owner === customerId ? [then] : []
    })
  const [customer] = of('customers')
  return {
    ...(customer && { customer }),
    contacts: of('contacts'),
    sites: of('sites'),
    services: of('services'),
    isErased,
    ...begins,
  }
}

/** Ids of all records that are or ever were the customer's. */
const recordsOf = (db: SqliteDatabase, collection: Shown, customerId: string): string[] =>
  db
    .prepare(
      `SELECT DISTINCT id FROM changes WHERE customer_id = ?1 AND collection = ?2
       UNION SELECT id FROM ${tableOf(collection)} WHERE ${collection === 'customers' ? 'id' : 'f_customerId'} = ?1
       ORDER BY id`,
    )
    .all(customerId, collection)
    .map((row) => row.id as string)

function documentAsOf(
  db: SqliteDatabase,
  collection: Shown,
  id: string,
  at: string,
): StoredDocument | undefined {
  const row = db.prepare(`SELECT body FROM ${tableOf(collection)} WHERE id = ? AND deleted = 0`).get(id)
  // The store itself wrote the text from a document.
  const now = row && (JSON.parse(row.body as string) as StoredDocument)
  const later = db
    .prepare(
      `SELECT c.collection, c.id, c.i, c.path, c.kind, c.from_json, c.to_json, c.salt, c.erased
       FROM changes c JOIN ops o ON o.id = c.op
       WHERE c.collection = ? AND c.id = ? AND o.at >= ? ORDER BY o.at, c.i`,
    )
    .all(collection, id, at)
    .map((one): Change => ({ ...toChange(one), collection }))
  return applyChanges(now, invertChanges(later))
}
