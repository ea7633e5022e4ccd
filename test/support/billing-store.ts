import { createHash } from 'node:crypto'
import { plainDateOf } from '#core/domain/values/plain-date.ts'
import { seedId } from '#core/domain/seed-id.ts'
import type { Writer } from '#main/store/writer/writer.ts'
import { rateOf } from './billing-drafts.ts'
import { chargeOf, customerOf, officeOf, serviceOf, siteOf } from './builders.ts'
import { setUpInput } from './writer-store.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Customers written in one command. */
const BATCH = 2000

export interface BillingFill {
  customers: number
  /** Of each customer, on one site. */
  services?: number
  /** First day of every service. */
  from?: string
}

export const customerName = (index: number): string => `Cliente ${String(index).padStart(6, '0')}`

/**
 * Customers to bill in a set-up file: bill days over the whole month, prepaid and postpaid in turn, each with a fibre for
 * 32.00 and a telephone for 9.99 a month at 21 %. Ids tell the place: `customer-000000`, `service-000000-1`.
 */
export function fillBilling(writer: Writer, { customers, services = 2, from = '2026-01-01' }: BillingFill) {
  const done = writer.setUp(setUpInput)
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  const officeId = 'office-madrid'
  const statusId = seedId(sha256, 'customerStatus', 'active')
  for (let start = 0; start < customers; start += BATCH) {
    const places = Array.from({ length: Math.min(BATCH, customers - start) }, (_, i) => start + i)
    const named = places.map((index) => ({ index, n: String(index).padStart(6, '0') }))
    const documents = {
      catalog: start === 0 ? [officeOf(), rateOf('iva', [['2012-09-01', '21']])] : [],
      customers: named.map(({ index, n }) => {
        const { number: _own, ...customer } = customerOf({
          id: `customer-${n}`,
          name: customerName(index),
          statusId,
          officeId,
          billDay: (index % 31) + 1,
          paymentType: index % 2 === 0 ? 'prepaid' : 'postpaid',
        })
        return customer
      }),
      contacts: [],
      sites: named.map(({ n }) => siteOf({ id: `site-${n}`, customerId: `customer-${n}` })),
      services: named.flatMap(({ n }) =>
        Array.from({ length: services }, (_, i) =>
          serviceOf({
            id: `service-${n}-${i}`,
            customerId: `customer-${n}`,
            siteId: `site-${n}`,
            name: i === 0 ? 'Fibra 600' : 'Teléfono',
            type: i === 0 ? 'internet' : 'voip',
            activeFrom: from,
            charges: [
              chargeOf({
                id: `charge-${n}-${i}`,
                description: i === 0 ? 'Fibra 600' : 'Teléfono',
                unitPrice: i === 0 ? '32' : '9.99',
                taxRateId: 'iva',
                from,
              }),
            ],
          }),
        ),
      ),
      inventory: [],
      invoices: [],
      entries: [],
    }
    const reply = writer.run('demo.load', { documents }, true)
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  }
}

/** The first day of a month of 2026, 1 to 12. */
export const firstOf = (month: number): string => plainDateOf(2026, month, 1)
