import type { Customer } from '#core/domain/customer/schema.ts'
import type { Service } from '#core/domain/service/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { chargeOf, customerOf, serviceOf, siteOf } from '../../support/builders.ts'

/** Two services on one site each: what issue 5 counts with. */
export const SERVICES = 2

export interface MadeCustomer {
  customer: Customer
  site: Site
  services: Service[]
}

/** A customer of a bench: the same one for the same number. */
export function madeCustomer(n: number, officeId: string, activeFrom: string): MadeCustomer {
  const id = `customer-${n}`
  const billDay = (n % 28) + 1
  const customer = customerOf({
    id,
    number: `MAD-7Q-${String(n).padStart(6, '0')}`,
    name: `Cliente ${n}`,
    sortName: `cliente ${n}`,
    officeId,
    billDay,
    paymentMethods: [],
  })
  const site = siteOf({ id: `site-${n}`, customerId: id })
  const services = Array.from({ length: SERVICES }, (_, i) =>
    serviceOf({
      id: `service-${n}-${i}`,
      customerId: id,
      siteId: site.id,
      productId: `product-${(n + i) % 20}`,
      activeFrom,
      statusSince: activeFrom,
      charges: [
        chargeOf({ id: `charge-${n}-${i}`, from: activeFrom, unitPrice: String(20 + ((n + i) % 40)) }),
      ],
    }),
  )
  return { customer, site, services }
}
