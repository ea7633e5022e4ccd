import type { CollectionName } from '#core/domain/entity.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { sortKey } from '#core/lib/fold.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { contactOf, customerOf, siteOf, statusOf } from './builders.ts'

/** One change of a document, as a read store takes it. */
export interface RandomWrite {
  collection: CollectionName
  id: string
  after: object | undefined
}

/** Few values each, so that filters find something and sorts have ties. */
export const NAMES = [
  'Núñez Hermanos',
  'Nunez y Cía',
  'Ñandú S.L.',
  'Ana García',
  'Zoë Ltd',
  '𝄞 Música',
  'Ａｎｃｈｏ',
  'ana garcía',
  'Ñ',
]
export const TOWNS = [
  ['Madrid', 'Comunidad de Madrid', 'ES'],
  ['MADRID', 'Madrid', 'ES'],
  ['Ávila', 'Castilla y León', 'ES'],
  ['Ñuñoa', 'Santiago', 'CL'],
  ['London', undefined, 'GB'],
  [undefined, undefined, 'ES'],
] as const
export const STATUSES = ['status-active', 'status-pending', 'status-none']
export const OFFICES = ['office-a', 'office-b', 'office-c']
export const TAGS = ['tag-a', 'tag-b', 'tag-c']
export const PRODUCTS = ['product-a', 'product-b']
export const CURRENCIES = ['EUR', 'GBP']
export const ATTRIBUTES = [
  {
    definitionId: 'attribute-speed',
    name: 'Speed',
    kind: 'number',
    values: ['5', '5.0', '-3', '600', 'none'],
  },
  { name: 'Nivel', kind: 'text', values: ['Oro', 'oro', 'Plata'] },
  { name: 'NIVEL', kind: 'text', values: ['ORO'] },
  { definitionId: 'attribute-since', name: 'Since', kind: 'date', values: ['2024-02-29', '2026-01-01'] },
  { name: 'Fibra', kind: 'boolean', values: ['true', 'false'] },
] as const
const MOMENTS = ['2026-01-01T00:00:00.000Z', '2026-01-02T12:30:00.123Z', '2025-06-30T23:59:59.999Z']
const archived = { at: '2026-02-01T00:00:00.000Z', by: 'person-1' }

/** Documents of customers and all that belongs to them, from few values and at random. */
export function createRandomCustomers(random: SeededRandom, customers: number) {
  let entries = 0
  const some = <T>(list: readonly T[], share = 0.4): T[] => list.filter(() => random.chance(share))
  const customerId = (): string => `c${random.int(1, customers)}`

  const customer = (id: string): Customer => {
    const name = random.pick(NAMES)
    return customerOf({
      id,
      name,
      sortName: sortKey(name),
      number: `MAD-7Q-${id.slice(1).padStart(6, '0')}`,
      type: random.pick(['individual', 'business']),
      statusId: random.pick(STATUSES),
      officeId: random.pick(OFFICES),
      currency: random.pick(CURRENCIES),
      tags: some(TAGS),
      createdAt: random.pick(MOMENTS),
      ...(random.chance(0.5) && { taxId: `B${random.digits(3)}` }),
      ...(random.chance(0.2) && { archived }),
      attributes: some(ATTRIBUTES, 0.3).map(({ values, ...attribute }, i) => ({
        ...attribute,
        id: `a${i}`,
        value: random.pick<string>(values),
      })),
    })
  }
  const contact = (id: string): object =>
    contactOf({
      id,
      customerId: customerId(),
      createdAt: random.pick(MOMENTS),
      ...(random.chance(0.5) && { emails: [] }),
      ...(random.chance(0.5) && { phones: [] }),
      ...(random.chance(0.2) && { archived }),
    })
  const site = (id: string): object => {
    const [city, state, country] = random.pick(TOWNS)
    const precision = random.pick(['pin', 'none'] as const)
    const origin = { source: 'user', precision, at: MOMENTS[0] ?? '' } as const
    return siteOf({
      id,
      customerId: customerId(),
      createdAt: random.pick(MOMENTS),
      country,
      city,
      state,
      origin,
      ...(random.chance(0.2) && { archived }),
    })
  }
  const service = (id: string): Service => ({
    id,
    customerId: customerId(),
    siteId: 's1',
    productId: random.pick(PRODUCTS),
    name: 'Fibra',
    sortName: 'fibra',
    type: 'internet',
    status: random.pick(['pending', 'active', 'suspended', 'ended']),
    statusSince: '2026-01-01',
    currency: 'EUR',
    charges: [
      {
        id: 'charge',
        kind: 'recurring',
        description: 'Fibra',
        unitPrice: random.pick(['20', '29.9']),
        quantity: '1',
        periodMonths: 1,
        from: '1960-01-01',
      },
    ],
    autoRenew: false,
    identifiers: [],
    attributes: [],
    inventoryIds: [],
    createdAt: MOMENTS[0] ?? '',
  })
  const invoice = (id: string): Invoice => ({
    id,
    customerId: customerId(),
    kind: 'invoice',
    number: id,
    officeId: 'office-a',
    issuedOn: '2026-01-01',
    dueOn: random.pick(['2026-01-15', '2026-02-01', '2026-03-31']),
    currency: 'EUR',
    language: 'es',
    issuer: { name: 'Fibra Alta' },
    customer: { name: 'Ana' },
    lines: [],
    taxes: [],
    net: 100,
    tax: 21,
    gross: 121,
    createdAt: MOMENTS[0] ?? '',
  })
  const kinds = {
    customers: { make: customer, prefix: 'c', count: customers },
    contacts: { make: contact, prefix: 'p', count: customers },
    sites: { make: site, prefix: 's', count: customers },
    services: { make: service, prefix: 'v', count: customers },
    invoices: { make: invoice, prefix: 'i', count: customers / 4 },
  } as const

  const write = (collection: keyof typeof kinds, id: string): RandomWrite => ({
    collection,
    id,
    after: kinds[collection].make(id),
  })
  return {
    catalog: (): RandomWrite[] =>
      STATUSES.slice(0, 2).map((id) => ({
        collection: 'catalog',
        id,
        after: { ...statusOf(id.slice('status-'.length)), rank: random.pick(['b', 'c', 'd']) },
      })),
    /** One of each, of all kinds. */
    all: (): RandomWrite[] =>
      (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((collection) =>
        Array.from({ length: kinds[collection].count }, (_, i) =>
          write(collection, `${kinds[collection].prefix}${i + 1}`),
        ),
      ),
    customers: (count: number): RandomWrite[] =>
      Array.from({ length: count }, (_, i) => write('customers', `c${i + 1}`)),
    /** A document that is new, becomes another or goes. */
    change(): RandomWrite {
      const collection = random.pick(Object.keys(kinds) as (keyof typeof kinds)[])
      const { prefix, count } = kinds[collection]
      const id = `${prefix}${random.int(1, count + 5)}`
      if (collection !== 'invoices' && random.chance(0.2)) return { collection, id, after: undefined }
      return write(collection, id)
    },
    entry: (): LedgerEntry => ({
      key: `entry-${++entries}`,
      kind: random.pick(['charge', 'payment', 'allocation']),
      amount: random.int(-50, 100) * 10,
      currency: 'EUR',
      date: '2026-01-10',
      postedAt: MOMENTS[0] ?? '',
      customerId: customerId(),
      ...(random.chance(0.5) && { invoiceId: `i${random.int(1, customers / 4)}` }),
    }),
  }
}
