import type { StoredDocument } from '#core/domain/entity.ts'
import { encodePlusCode } from '#core/domain/values/plus-code.ts'
import { chargeOf, serviceOf } from '../../support/builders.ts'
import { createBenchData } from '../store/data.ts'

/** Collections in the order in which documents are made: what others refer to comes first. */
export const COLLECTIONS = ['customers', 'contacts', 'sites', 'services'] as const
export type BenchCollection = (typeof COLLECTIONS)[number]

/** Services of each customer; with its contacts and sites some 5.8 documents. */
const SERVICES = 2

/** The same documents for every engine: customers with contacts, sites and services, always the same for one number. */
export function syncDocuments(customers: number): Record<BenchCollection, StoredDocument[]> {
  const data = createBenchData(customers)
  const siteOf = new Map(data.sites.map(({ id, customerId }) => [customerId, id]))
  const services = data.customers.flatMap(({ id, currency }, n) =>
    Array.from({ length: SERVICES }, (_, i) =>
      serviceOf({
        id: `${id}-s${i}`,
        customerId: id,
        siteId: siteOf.get(id) ?? id,
        name: `Fibra ${300 * (1 + ((n + i) % 4))}`,
        currency,
        charges: [chargeOf({ id: `${id}-c${i}`, unitPrice: String(20 + ((n + i) % 40)) })],
      }),
    ),
  )
  // The server takes a site only with the Plus Code of its place.
  const sites = data.sites.map((site) => {
    const code = encodePlusCode(Number(site.latitude), Number(site.longitude))
    return code.ok ? { ...site, plusCode: code.value } : site
  })
  // Nothing of a customer in the archive may be changed.
  const open = data.customers.map(({ archived: _archived, ...customer }) => customer)
  return { ...data, customers: open, sites, services }
}

export const countOf = (documents: Record<BenchCollection, readonly StoredDocument[]>): number =>
  COLLECTIONS.reduce((sum, collection) => sum + documents[collection].length, 0)

/** What an edit of the bench writes; by it the others see that it has come. */
export const EDITED = 'visto '
