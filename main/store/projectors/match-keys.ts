import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { matchKeysOf, MATCHED_COLLECTIONS } from '#core/domain/matching/document-keys.ts'
import { MATCH_KINDS, type MatchKey } from '#core/domain/matching/keys.ts'
import { entities } from '#core/domain/registry.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  add: `INSERT OR REPLACE INTO r_match (kind, key, customer_id, id) VALUES (?, ?, ?, ?)`,
  remove: `DELETE FROM r_match WHERE kind = ? AND key = ? AND customer_id = ? AND id = ?`,
})

const matched: readonly CollectionName[] = MATCHED_COLLECTIONS

/** The number by which the read model names a kind of key. */
export const matchKindCode = ({ kind }: MatchKey): number => MATCH_KINDS.indexOf(kind)

/** By which keys customers are recognised, themselves and through their contacts and sites; archived ones too. */
export const matchKeys: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_match (kind INTEGER, key TEXT, customer_id TEXT, id TEXT,
      PRIMARY KEY (kind, key, customer_id, id)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_match;`,
  apply({ db, writes }) {
    const statements = prepared(db)
    for (const { collection, id, before, after } of writes) {
      if (!matched.includes(collection)) continue
      const old = rowsOf(collection, before)
      const held = rowsOf(collection, after)
      for (const [name, [kind, key, customer]] of old)
        if (!held.has(name)) statements.remove.run(kind, key, customer, id)
      for (const [name, [kind, key, customer]] of held)
        if (!old.has(name)) statements.add.run(kind, key, customer, id)
    }
  },
}

function rowsOf(
  collection: CollectionName,
  document: StoredDocument | undefined,
): Map<string, readonly [kind: number, key: string, customerId: string]> {
  const customer = (document && entities[collection].customerIdOf(document)) ?? ''
  return new Map(
    matchKeysOf(collection, document).map((key) => [
      `${customer}/${key.kind}/${key.key}`,
      [matchKindCode(key), key.key, customer],
    ]),
  )
}
