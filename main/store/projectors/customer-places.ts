import type { StoredDocument } from '#core/domain/entity.ts'
import { fold } from '#core/lib/fold.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { insertRowsFor } from './insert-rows.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  find: `SELECT n FROM r_place WHERE kind = ? AND key = ?`,
  name: `INSERT INTO r_place (kind, key, name) VALUES (?, ?, ?) RETURNING n`,
  none: `DELETE FROM r_customer_place WHERE place_n = ? AND n = ? AND sites = 0`,
})
const insertPlaces = insertRowsFor(
  'INSERT INTO r_customer_place (place_n, n, sites)',
  3,
  'ON CONFLICT (n, place_n) DO UPDATE SET sites = sites + excluded.sites',
)

/** How `r_place.kind` writes what a place is. */
export const PLACE_KINDS = { country: 0, state: 1, city: 2 } as const

/**
 * The countries, states and cities in which a customer has sites in use, with their number. A city or state is told
 * apart by its country and its folded name, so that all ways of writing it are one; the name is the first one seen.
 */
export const customerPlaces: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_place (n INTEGER PRIMARY KEY, kind INTEGER NOT NULL, key TEXT NOT NULL,
      name TEXT NOT NULL, UNIQUE (kind, key));
    CREATE TABLE IF NOT EXISTS r_customer_place (n INTEGER, place_n INTEGER, sites INTEGER NOT NULL,
      PRIMARY KEY (n, place_n)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_place; DROP TABLE IF EXISTS r_customer_place;`,
  apply({ db, writes, owners }) {
    const counts = new Map<string, { place: number; customer: number; by: number }>()
    const known = new Map<string, number>()
    const count = (site: StoredDocument | undefined, sign: 1 | -1): void => {
      if (!site || site.archived) return
      const customer = owners.of(String(site.customerId)).number
      for (const place of placesOf(db, site, known)) {
        const key = `${place}/${customer}`
        const entry = counts.get(key) ?? { place, customer, by: 0 }
        entry.by += sign
        counts.set(key, entry)
      }
    }
    for (const { collection, before, after } of writes) {
      if (collection !== 'sites') continue
      count(before, -1)
      count(after, 1)
    }
    const rows = insertPlaces(db)
    for (const { place, customer, by } of counts.values()) if (by !== 0) rows.add(place, customer, by)
    rows.write()
    const { none } = prepared(db)
    for (const { place, customer, by } of counts.values()) if (by < 0) none.run(place, customer)
  },
}

function placesOf(db: SqliteDatabase, site: StoredDocument, known: Map<string, number>): number[] {
  const country = String(site.country)
  const within = (kind: number, name: unknown): number[] =>
    typeof name === 'string' && fold(name) !== '' ? [placeOf(kind, `${country}/${fold(name)}`, name)] : []
  const placeOf = (kind: number, key: string, name: string): number => {
    const cached = known.get(`${kind}/${key}`)
    if (cached !== undefined) return cached
    const row = prepared(db).find.get(kind, key) ?? prepared(db).name.get(kind, key, name)
    const n = row?.n as number
    known.set(`${kind}/${key}`, n)
    return n
  }
  return [
    placeOf(PLACE_KINDS.country, country, country),
    ...within(PLACE_KINDS.state, site.state),
    ...within(PLACE_KINDS.city, site.city),
  ]
}
