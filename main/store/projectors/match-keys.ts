import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { matchKeysOf, MATCHED_COLLECTIONS } from '#core/domain/matching/document-keys.ts'
import { MATCH_KINDS, type MatchKey } from '#core/domain/matching/keys.ts'
import { entities } from '#core/domain/registry.ts'
import type { Owners } from './owners.ts'
import { insertRowsFor } from './insert-rows.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  drop: `DELETE FROM r_match WHERE kind = ? AND key = ? AND customer_n = ? AND records <= 0`,
})
const insertMatches = insertRowsFor(
  'INSERT INTO r_match (kind, key, customer_n, records)',
  4,
  'ON CONFLICT DO UPDATE SET records = records + excluded.records',
)

const matched: readonly CollectionName[] = MATCHED_COLLECTIONS

/** The number by which the read model names a kind of key. */
export const matchKindCode = ({ kind }: MatchKey): number => MATCH_KINDS.indexOf(kind)

/** By how many records more or fewer a customer holds a key after a commit. */
interface Difference {
  kind: number
  key: string
  customer: number
  records: number
}

/**
 * By which keys customers are recognised, themselves and through their contacts and sites, archived ones too: for each
 * key the customers that hold it, and in how many of their records.
 */
export const matchKeys: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_match (kind INTEGER, key TEXT, customer_n INTEGER, records INTEGER NOT NULL,
      PRIMARY KEY (kind, key, customer_n)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_match;`,
  apply({ db, owners, writes }) {
    const differences = new Map<string, Difference>()
    for (const { collection, before, after } of writes) {
      if (!matched.includes(collection)) continue
      count(collection, before, -1, owners, differences)
      count(collection, after, 1, owners, differences)
    }
    // In the order of the table, so that a large commit fills its pages one after another.
    const changed = [...differences.values()].filter(({ records }) => records !== 0).sort(inTableOrder)
    const rows = insertMatches(db)
    for (const { kind, key, customer, records } of changed) rows.add(kind, key, customer, records)
    rows.write()
    const { drop } = prepared(db)
    for (const { kind, key, customer, records } of changed) if (records < 0) drop.run(kind, key, customer)
  },
}

function count(
  collection: CollectionName,
  document: StoredDocument | undefined,
  by: 1 | -1,
  owners: Owners,
  differences: Map<string, Difference>,
): void {
  const customerId = document && entities[collection].customerIdOf(document)
  if (customerId === undefined) return
  const customer = owners.of(customerId).number
  for (const key of matchKeysOf(collection, document)) {
    const name = `${customer}/${key.kind}/${key.key}`
    const known = differences.get(name)
    if (known) known.records += by
    else differences.set(name, { kind: matchKindCode(key), key: key.key, customer, records: by })
  }
}

const inTableOrder = (a: Difference, b: Difference): number =>
  a.kind - b.kind || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.customer - b.customer)
