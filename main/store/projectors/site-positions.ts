import type { SqliteDatabase } from '../sqlite/port.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  put: `INSERT OR REPLACE INTO site_rtree (n, south, north, west, east, id, latitude, longitude)
    VALUES (?1, ?3, ?3, ?4, ?4, ?2, ?3, ?4)`,
  removeOld: `DELETE FROM site_rtree WHERE n = ?`,
  orphans: `SELECT n FROM site_rtree WHERE south <= ?1 AND north >= ?1 AND west <= ?2 AND east >= ?2 AND id = ?3`,
})

/**
 * Sites by position, under the number of their record. The R-tree's own columns are rounded outwards to 32 bits; the
 * exact position stands beside them.
 */
export const sitePositions: Projector = {
  tables: `CREATE VIRTUAL TABLE IF NOT EXISTS site_rtree USING rtree (n, south, north, west, east, +id, +latitude, +longitude);`,
  drop: `DROP TABLE IF EXISTS site_rtree;`,
  apply({ db, writes, recordNumbers }) {
    for (const { collection, id, before, after } of writes) {
      if (collection !== 'sites') continue
      const moved =
        before?.latitude !== after?.latitude ||
        before?.longitude !== after?.longitude ||
        before?.customerId !== after?.customerId
      if (!moved) continue
      if (before) removeAt(db, id, Number(before.latitude), Number(before.longitude))
      const n = recordNumbers.get(id)
      if (after && n !== undefined)
        prepared(db).put.run(n, id, Number(after.latitude), Number(after.longitude))
    }
  },
}

/** Found by its position, since its record may have another number by now or none. */
function removeAt(db: SqliteDatabase, id: string, latitude: number, longitude: number): void {
  const statements = prepared(db)
  for (const { n } of statements.orphans.all(latitude, longitude, id)) statements.removeOld.run(n as number)
}
