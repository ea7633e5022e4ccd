import type { StoredDocument } from '#core/domain/entity.ts'
import { sortKey } from '#core/lib/fold.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { customerNumber } from './customers.ts'
import { preparedFor, type Projector } from './projector.ts'
import { PER_CUSTOMER } from './records.ts'

const prepared = preparedFor({
  add: `UPDATE r_customer SET contacts = contacts + ?2, sites = sites + ?3 WHERE n = ?1`,
  firstCity: `SELECT city FROM r_record WHERE n BETWEEN ?1 AND ?1 + ${PER_CUSTOMER - 1}
    AND collection = 'sites' AND own_archived = 0 ORDER BY created_at, id LIMIT 1`,
  setCity: `UPDATE r_customer SET first_city = ?2, city_key = ?3 WHERE n = ?1 AND first_city IS NOT ?2`,
})

interface Difference {
  contacts: number
  sites: number
  /** A site changed in some way: the first city may be another one. */
  siteTouched: boolean
}

/**
 * What the customer list shows of contacts and sites: how many are in use (not archived themselves), and the city of the
 * site in use that was made first.
 */
export const customerTotals: Projector = {
  name: 'customer totals',
  // The columns are r_customer's.
  tables: '',
  clear: '',
  apply(db, writes) {
    const differences = new Map<string, Difference>()
    for (const { collection, before, after } of writes) {
      if (collection !== 'contacts' && collection !== 'sites') continue
      count(differences, collection, before, -1)
      count(differences, collection, after, 1)
    }
    for (const [id, difference] of differences) settle(db, customerNumber(db, id), difference)
  },
}

function count(
  differences: Map<string, Difference>,
  collection: 'contacts' | 'sites',
  document: StoredDocument | undefined,
  by: 1 | -1,
): void {
  if (!document) return
  const owner = String(document.customerId)
  const difference = differences.get(owner) ?? { contacts: 0, sites: 0, siteTouched: false }
  differences.set(owner, difference)
  if (collection === 'sites') difference.siteTouched = true
  if (!document.archived) difference[collection] += by
}

function settle(db: SqliteDatabase, n: number, { contacts, sites, siteTouched }: Difference): void {
  const statements = prepared(db)
  if (contacts !== 0 || sites !== 0) statements.add.run(n, contacts, sites)
  if (!siteTouched) return
  const city = statements.firstCity.get(n * PER_CUSTOMER)?.city
  const shown = typeof city === 'string' && city !== '' ? city : null
  statements.setCity.run(n, shown, shown === null ? null : sortKey(shown))
}
