import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import type { Contact } from '#core/domain/contact/schema.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { SEED_CONTACT_TYPES, SEED_STATUSES } from '#core/domain/setup/seeds.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { sortKey } from '#core/lib/fold.ts'

/*
 * Complete documents that fit their schemas; a test names only the fields it is about. Ids are readable on purpose.
 */

const createdAt = '2026-01-15T09:00:00.000Z'

export function customerOf(fields: Partial<Customer> = {}): Customer {
  const name = fields.name ?? 'Panadería Núñez'
  return {
    id: 'customer-1',
    number: 'MAD-7Q-000001',
    name,
    sortName: sortKey(name),
    type: 'business',
    statusId: 'status-active',
    paymentType: 'postpaid',
    billDay: 1,
    currency: 'EUR',
    language: 'es',
    tags: [],
    attributes: [],
    paymentMethods: [],
    officeId: 'office-madrid',
    createdAt,
    ...fields,
  }
}

export function contactOf(fields: Partial<Contact> = {}): Contact {
  const name = fields.name ?? 'Ana Pérez'
  return {
    id: 'contact-1',
    customerId: 'customer-1',
    name,
    sortName: sortKey(name),
    emails: [{ id: 'email-1', address: 'ana@example.com' }],
    phones: [{ id: 'phone-1', typed: '600 123 123', e164: '+34600123123' }],
    typeIds: [],
    authorisedToChange: false,
    siteIds: [],
    createdAt,
    ...fields,
  }
}

/** At the Puerta del Sol in Madrid. A test that moves it gives the Plus Code too. */
export function siteOf(fields: Partial<Site> = {}): Site {
  const name = fields.name ?? 'Sede central'
  return {
    id: 'site-1',
    customerId: 'customer-1',
    name,
    sortName: sortKey(name),
    addressLine1: 'Calle Mayor, 1',
    city: 'Madrid',
    state: 'Comunidad de Madrid',
    postcode: '28013',
    country: 'ES',
    latitude: 40.4168,
    longitude: -3.7038,
    plusCode: '8CGRC78W+PFG',
    separateInvoice: false,
    origin: { source: 'user', precision: 'pin', at: createdAt },
    createdAt,
    ...fields,
  }
}

export const contactTypeOf = (key: string): CatalogRecordOf<'contactType'> => {
  const data = SEED_CONTACT_TYPES.find((type) => type.key === key)
  if (!data) throw new Error(`no seeded contact type ${key}`)
  return { id: `type-${key}`, kind: 'contactType', rank: 'i', data, createdAt }
}

export const statusOf = (key: string): CatalogRecordOf<'customerStatus'> => {
  const data = SEED_STATUSES.find((status) => status.key === key)
  if (!data) throw new Error(`no seeded status ${key}`)
  return { id: `status-${key}`, kind: 'customerStatus', rank: 'i', data, createdAt }
}

export const officeOf = (
  fields: Partial<CatalogRecordOf<'office'>['data']> = {},
): CatalogRecordOf<'office'> => ({
  id: 'office-madrid',
  kind: 'office',
  rank: 'i',
  data: {
    name: 'Madrid',
    prefix: 'MAD',
    country: 'ES',
    timeZone: 'Europe/Madrid',
    currency: 'EUR',
    ...fields,
  },
  createdAt,
})
