import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import type { Contact } from '#core/domain/contact/schema.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { Issue } from '#core/domain/issue/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Charge, Service } from '#core/domain/service/schema.ts'
import { SEED_CONTACT_TYPES, SEED_STATUSES } from '#core/domain/setup/seeds.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { fold, sortKey } from '#core/lib/fold.ts'

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

export const chargeOf = (fields: Partial<Charge> = {}): Charge => ({
  id: 'charge-1',
  kind: 'recurring',
  description: 'Fibra 600',
  periodMonths: 1,
  unitPrice: '32',
  quantity: '1',
  from: '2026-01-15',
  ...fields,
})

export function serviceOf(fields: Partial<Service> = {}): Service {
  const name = fields.name ?? 'Fibra 600'
  return {
    id: 'service-1',
    customerId: 'customer-1',
    siteId: 'site-1',
    name,
    sortName: sortKey(name),
    type: 'internet',
    status: 'active',
    statusSince: '2026-01-15',
    activeFrom: '2026-01-15',
    currency: 'EUR',
    charges: [chargeOf()],
    autoRenew: false,
    identifiers: [],
    attributes: [],
    inventoryIds: [],
    createdAt,
    ...fields,
  }
}

/** In stock at the Madrid office. */
export function itemOf(fields: Partial<InventoryItem> = {}): InventoryItem {
  const serial = fields.serial ?? 'HWTC00A1B2C3'
  return {
    id: 'item-1',
    kind: 'ont',
    serial,
    serialKey: fold(serial),
    state: 'inStock',
    placeId: 'office-madrid',
    attributes: [],
    createdAt,
    ...fields,
  }
}

/** 32.00 net and 6.72 of tax, for the charge whose key is `charge-1/2026-02-01`. */
export function invoiceOf(fields: Partial<Invoice> = {}): Invoice {
  return {
    id: 'invoice-1',
    customerId: 'customer-1',
    kind: 'invoice',
    number: 'FMAD-7Q-000001',
    officeId: 'office-madrid',
    issuedOn: '2026-03-01',
    dueOn: '2026-03-16',
    currency: 'EUR',
    language: 'es',
    issuer: { name: 'Enlace Fibra' },
    customer: { name: 'Panadería Núñez' },
    lines: [
      {
        id: '1',
        transactionId: 'charge-1/2026-02-01',
        description: 'Fibra 600',
        quantity: '1',
        unitPrice: '32',
        net: 3200,
      },
    ],
    taxes: [{ id: '1', name: 'IVA', percent: '21', net: 3200, tax: 672 }],
    net: 3200,
    tax: 672,
    gross: 3872,
    createdAt: '2026-03-01T06:00:00.000Z',
    ...fields,
  }
}

export const entryOf = (fields: Partial<LedgerEntry> = {}): LedgerEntry => ({
  key: 'charge-1/2026-02-01',
  kind: 'charge',
  amount: 3200,
  currency: 'EUR',
  date: '2026-03-01',
  postedAt: '2026-03-01T06:00:00.000Z',
  customerId: 'customer-1',
  ...fields,
})

export const productOf = (
  fields: Partial<CatalogRecordOf<'product'>['data']> = {},
): CatalogRecordOf<'product'> => ({
  id: 'product-1',
  kind: 'product',
  rank: 'i',
  data: {
    name: 'Fibra 600',
    type: 'internet',
    currency: 'EUR',
    charges: [
      {
        id: 'price-1',
        kind: 'recurring',
        description: 'Fibra 600',
        periodMonths: 1,
        unitPrice: '32',
        quantity: '1',
      },
    ],
    contractMonths: 12,
    ...fields,
  },
  createdAt,
})

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

/** Two desktops changed a customer's tax id; the server's value stood. */
export function conflictOf(fields: Partial<Issue> = {}): Issue {
  const by = { device: 'device-b', at: '2026-03-09T08:00:00.000Z', person: 'person-b', office: 'office-b' }
  return {
    id: 'issue-1',
    kind: 'conflict',
    entity: 'customers',
    entityId: 'customer-1',
    path: 'taxId',
    op: 'op-b',
    by,
    mine: '12345678Z',
    theirs: '87654321X',
    before: '11111111H',
    theirsBy: { device: 'device-a', at: '2026-03-09T07:00:00.000Z' },
    kept: 'theirs',
    raisedAt: '2026-03-09T09:00:00.000Z',
    ...fields,
  }
}
