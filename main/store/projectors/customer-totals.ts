import type { StoredDocument } from '#core/domain/entity.ts'
import { sortKey } from '#core/lib/fold.ts'
import { preparedFor, type Projection, type Projector } from './projector.ts'
import { PER_CUSTOMER } from './records.ts'

const prepared = preparedFor({
  add: `UPDATE r_customer SET contacts = contacts + ?2, sites = sites + ?3 WHERE n = ?1`,
  firstCity: `SELECT city FROM r_record WHERE n BETWEEN ?1 AND ?1 + ${PER_CUSTOMER - 1}
    AND collection = 'sites' AND own_archived = 0 ORDER BY created_at, id LIMIT 1`,
  addWithCity: `UPDATE r_customer SET contacts = contacts + ?2, sites = sites + ?3, first_city = ?4, city_key = ?5
    WHERE n = ?1`,
})

/** What a commit changes for one customer. */
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
  // The columns are r_customer's.
  tables: '',
  drop: '',
  apply(projection) {
    const differences = new Map<string, Difference>()
    for (const { collection, before, after } of projection.writes) {
      if (collection !== 'contacts' && collection !== 'sites') continue
      count(differences, collection, before, -1)
      count(differences, collection, after, 1)
    }
    for (const [customerId, difference] of differences) settle(projection, customerId, difference)
  },
}

function count(
  differences: Map<string, Difference>,
  collection: 'contacts' | 'sites',
  document: StoredDocument | undefined,
  by: 1 | -1,
): void {
  if (!document) return
  const customerId = String(document.customerId)
  const difference = differences.get(customerId) ?? { contacts: 0, sites: 0, siteTouched: false }
  differences.set(customerId, difference)
  if (collection === 'sites') difference.siteTouched = true
  if (!document.archived) difference[collection] += by
}

function settle({ db, owners }: Projection, customerId: string, difference: Difference): void {
  const statements = prepared(db)
  const { contacts, sites, siteTouched } = difference
  const { number } = owners.of(customerId)
  if (siteTouched) {
    const city = statements.firstCity.get(number * PER_CUSTOMER)?.city
    const shown = typeof city === 'string' && city !== '' ? city : null
    statements.addWithCity.run(number, contacts, sites, shown, shown === null ? null : sortKey(shown))
  } else if (contacts !== 0) statements.add.run(number, contacts, sites)
}
