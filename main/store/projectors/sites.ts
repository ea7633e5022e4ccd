import type { DocumentWrite } from '#core/domain/command.ts'
import { INEXACT_PRECISIONS } from '#core/domain/site/filter.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { fold } from '#core/lib/fold.ts'
import { preparedFor, type Projection, type Projector } from './projector.ts'
import { PER_CUSTOMER } from './records.ts'

const STATE = `(SELECT own_archived OR ref_archived <> 0 FROM r_record AS r WHERE r.n = s.n)`

const prepared = preparedFor({
  find: `SELECT n, archived, inexact FROM r_site_list WHERE id = ?`,
  put: `INSERT INTO r_site_list (n, id, archived, inexact, name_key, city_key, plus_code)
    VALUES (?1, ?2, (SELECT own_archived OR ref_archived <> 0 FROM r_record WHERE n = ?1), ?3, ?4, ?5, ?6)
    RETURNING archived`,
  remove: `DELETE FROM r_site_list WHERE n = ?`,
  inherit: `UPDATE r_site_list AS s SET archived = ${STATE} WHERE s.n BETWEEN ?1 AND ?1 + ${PER_CUSTOMER - 1}
    AND s.archived <> ${STATE} RETURNING archived, inexact`,
  count: `INSERT INTO r_site_list_count (archived, inexact, sites) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET sites = sites + excluded.sites`,
})

/** Whether a position leaves a crew searching, as the read model writes it. */
const inexactCode = ({ origin }: Site): number =>
  INEXACT_PRECISIONS.some((one) => one === origin.precision) ? 1 : 0

/**
 * The list of sites under their record numbers, in an order of its own for every sort, and how many there are. A site
 * counts as archived with its customer.
 */
export const sites: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_site_list (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, archived INTEGER NOT NULL,
      inexact INTEGER NOT NULL, name_key TEXT NOT NULL, city_key TEXT NOT NULL, plus_code TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS r_site_list_name ON r_site_list (archived, name_key, n, inexact);
    CREATE INDEX IF NOT EXISTS r_site_list_city ON r_site_list (archived, city_key, n, inexact);
    CREATE INDEX IF NOT EXISTS r_site_list_code ON r_site_list (archived, plus_code, n, inexact);
    CREATE TABLE IF NOT EXISTS r_site_list_count (archived INTEGER, inexact INTEGER, sites INTEGER NOT NULL,
      PRIMARY KEY (archived, inexact)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_site_list_count; DROP TABLE IF EXISTS r_site_list;`,
  apply(projection) {
    const batch = createBatch(projection)
    for (const write of projection.writes) if (write.collection === 'sites') batch.put(write)
    for (const write of projection.writes) if (write.collection === 'customers') batch.inherit(write)
    batch.finish()
  },
}

function createBatch({ db, owners, recordNumbers }: Projection) {
  const statements = prepared(db)
  const counts = [0, 0, 0, 0]
  const count = (archived: unknown, inexact: unknown, by: number): void => {
    const place = Number(archived) * 2 + Number(inexact)
    counts[place] = (counts[place] ?? 0) + by
  }

  return {
    put({ id, before, after }: DocumentWrite): void {
      const old = before && statements.find.get(id)
      if (old) {
        statements.remove.run(old.n as number)
        count(old.archived, old.inexact, -1)
      }
      const n = recordNumbers.get(id)
      if (!after || n === undefined) return
      // Only documents that passed their schema reach the store.
      const site = after as unknown as Site
      const inexact = inexactCode(site)
      const row = statements.put.get(n, id, inexact, site.sortName, fold(site.city ?? ''), site.plusCode)
      count(row?.archived, inexact, 1)
    },
    inherit({ id, before, after }: DocumentWrite): void {
      if (Boolean(before?.archived) === Boolean(after?.archived)) return
      for (const { archived, inexact } of statements.inherit.all(owners.of(id).number * PER_CUSTOMER)) {
        count(archived === 1 ? 0 : 1, inexact, -1)
        count(archived, inexact, 1)
      }
    },
    finish(): void {
      for (const [place, by] of counts.entries())
        if (by !== 0) statements.count.run(place >> 1, place & 1, by)
    },
  }
}
