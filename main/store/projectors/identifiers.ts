import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { identifiersOf } from '#core/domain/identifier.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  put: `INSERT OR REPLACE INTO r_identifier (kind, from_key, collection, id, to_key, value) VALUES (?, ?, ?, ?, ?, ?)`,
  remove: `DELETE FROM r_identifier WHERE kind = ? AND from_key = ? AND collection = ? AND id = ?`,
})

/** Addresses, blocks, circuits and numbers with the services and items in use that hold them, in key order. */
export const identifiers: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_identifier (kind TEXT, from_key TEXT, collection TEXT, id TEXT,
      to_key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, from_key, collection, id)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_identifier;`,
  apply({ db, writes, day, dayBefore }) {
    const statements = prepared(db)
    for (const { collection, id, before, after } of writes) {
      if (collection !== 'services' && collection !== 'inventory') continue
      const old = heldBy(collection, before, dayBefore)
      const held = heldBy(collection, after, day)
      for (const [key, { kind, from }] of old)
        if (!held.has(key)) statements.remove.run(kind, from, collection, id)
      for (const [key, { kind, from, to, value }] of held)
        if (old.get(key)?.to !== to || old.get(key)?.value !== value)
          statements.put.run(kind, from, collection, id, to, value)
    }
  },
}

/** By kind and first key; of two blocks that begin alike the later one counts. */
const heldBy = (collection: CollectionName, document: StoredDocument | undefined, day: string) =>
  new Map(identifiersOf(collection, document, day).map((range) => [`${range.kind}/${range.from}`, range]))
