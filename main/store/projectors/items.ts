import type { DocumentWrite } from '#core/domain/command.ts'
import { INVENTORY_KINDS, INVENTORY_STATES, type InventoryItem } from '#core/domain/inventory/schema.ts'
import { codeOf, type Code } from './codes.ts'
import { preparedFor, type Projection, type Projector } from './projector.ts'

const prepared = preparedFor({
  find: `SELECT n, place_n, archived, kind, state FROM r_item WHERE id = ?`,
  put: `INSERT INTO r_item (n, id, place_n, archived, kind, state, serial_key, changed_ms)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT CAST(lwt AS INTEGER) FROM d_inventory WHERE id = ?2))`,
  remove: `DELETE FROM r_item WHERE n = ?`,
  count: `INSERT INTO r_item_count (place_n, archived, kind, state, items) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET items = items + excluded.items`,
})

/** Numbers of kinds and states in the read model: their places in the lists, which only grow at the end. */
export const kindCode = (kind: InventoryItem['kind']): number => INVENTORY_KINDS.indexOf(kind)
export const stateCode = (state: InventoryItem['state']): number => INVENTORY_STATES.indexOf(state)

/**
 * The list of items under their record numbers, in an order of its own for every filter that is asked for often, and
 * how many items there are of each place, kind and state. Items of no place of ours are at place 0.
 */
export const items: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_item (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, place_n INTEGER NOT NULL,
      archived INTEGER NOT NULL, kind INTEGER NOT NULL, state INTEGER NOT NULL, serial_key TEXT NOT NULL,
      changed_ms INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS r_item_serial ON r_item (archived, serial_key);
    CREATE INDEX IF NOT EXISTS r_item_kind ON r_item (archived, kind, serial_key);
    CREATE INDEX IF NOT EXISTS r_item_state ON r_item (archived, state, serial_key);
    CREATE INDEX IF NOT EXISTS r_item_kind_state ON r_item (archived, kind, state, serial_key);
    CREATE INDEX IF NOT EXISTS r_item_place ON r_item (archived, place_n, serial_key, n, kind, state);
    CREATE INDEX IF NOT EXISTS r_item_changed ON r_item (archived, changed_ms, n, kind, state, place_n);
    CREATE TABLE IF NOT EXISTS r_item_count (place_n INTEGER, archived INTEGER, kind INTEGER, state INTEGER,
      items INTEGER NOT NULL, PRIMARY KEY (place_n, archived, kind, state)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_item_count; DROP TABLE IF EXISTS r_item;`,
  apply(projection) {
    const batch = createBatch(projection)
    for (const write of projection.writes) if (write.collection === 'inventory') batch.put(write)
    batch.finish()
  },
}

/** Place, archived, kind, state. */
type Place = [number, number, number, number]

function createBatch({ db, recordNumbers }: Projection) {
  const statements = prepared(db)
  const known = new Map<string, Code>()
  const counts = new Map<string, { place: Place; by: number }>()
  const count = (place: Place, by: number): void => {
    const key = place.join()
    counts.set(key, { place, by: (counts.get(key)?.by ?? 0) + by })
  }

  return {
    put({ id, before, after }: DocumentWrite): void {
      const old = before && statements.find.get(id)
      if (old) {
        statements.remove.run(old.n as number)
        count([old.place_n, old.archived, old.kind, old.state] as Place, -1)
      }
      const n = recordNumbers.get(id)
      if (!after || n === undefined) return
      // Only documents that passed their schema reach the store.
      const item = after as unknown as InventoryItem
      const placeNumber = item.placeId === undefined ? 0 : codeOf(db, item.placeId, known).n
      const place: Place = [placeNumber, item.archived ? 1 : 0, kindCode(item.kind), stateCode(item.state)]
      statements.put.run(n, id, ...place, item.serialKey)
      count(place, 1)
    },
    finish(): void {
      for (const { place, by } of counts.values()) if (by !== 0) statements.count.run(...place, by)
    },
  }
}
