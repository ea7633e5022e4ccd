import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import {
  contactOf,
  customerOf,
  invoiceOf,
  itemOf,
  serviceOf,
  siteOf,
  statusOf,
} from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

type Input = MethodInput<'customers', 'list'>

let store: ReadStore

beforeAll(() => {
  store = createReadStore()
  const customer = (n: number, name: string, fields: Parameters<typeof customerOf>[0] = {}) => ({
    collection: 'customers' as const,
    id: `c${n}`,
    after: customerOf({ id: `c${n}`, name, number: `MAD-7Q-00000${n}`, ...fields }),
  })
  store.write([
    { collection: 'catalog', id: 'status-active', after: { ...statusOf('active'), rank: 'b' } },
    { collection: 'catalog', id: 'status-pending', after: { ...statusOf('pending'), rank: 'a' } },
    customer(1, 'Núñez y Hermanos', {
      type: 'business',
      tags: ['vip'],
      officeId: 'office-valencia',
      taxId: 'B12345678',
    }),
    customer(2, 'Ana García', { type: 'individual', statusId: 'status-pending', tags: ['vip', 'late'] }),
    customer(3, 'Zoë Ltd', {
      type: 'business',
      createdAt: '2026-03-01T00:00:00.000Z',
      attributes: [{ id: 'a1', name: 'Velocidad', kind: 'number', value: '600' }],
    }),
    customer(4, 'Nuria Ortiz', {
      type: 'individual',
      attributes: [{ id: 'a1', name: 'velocidad', kind: 'number', value: '50' }],
    }),
    customer(5, 'Antiguo S.L.', { archived: { at: '2026-01-20T00:00:00.000Z', by: 'person-1' } }),
    {
      collection: 'contacts',
      id: 'p1',
      after: contactOf({
        id: 'p1',
        customerId: 'c3',
        name: 'María José',
        emails: [{ id: 'e1', address: 'mj@zoe.example' }],
        phones: [{ id: 't1', typed: '(91) 123-45-67', e164: '+34911234567' }],
      }),
    },
    {
      collection: 'sites',
      id: 's1',
      after: siteOf({ id: 's1', customerId: 'c1', city: 'Ávila', addressLine1: 'Calle Mayor, 12' }),
    },
    {
      collection: 'sites',
      id: 's2',
      after: siteOf({
        id: 's2',
        customerId: 'c2',
        city: 'Zamora',
        addressLine1: 'Plaza del Sol, 3',
        origin: { source: 'user', precision: 'none', at: '2026-01-15T09:00:00.000Z' },
      }),
    },
  ])
})

afterAll(() => store.close())

type Asked = Input['filter'] & Partial<Omit<Input, 'filter'>>

const list = ({ sort, skip, limit, ...filter }: Asked = {}): MethodOutput<'customers', 'list'> => {
  const complete: Input = {
    filter,
    sort: sort ?? { field: 'sortName', direction: 'asc' },
    skip: skip ?? 0,
    limit: limit ?? 50,
  }
  const reply = store.read['customers.list']?.(complete)
  if (!reply?.ok) throw new Error('no answer')
  // The contract's output, as the dispatcher would pass it on.
  return reply.value as MethodOutput<'customers', 'list'>
}
const ids = (input: Asked = {}) => list(input).rows.map(({ id }) => id)

describe('the customer list', () => {
  it('sorts by folded name and leaves archived customers out', () => {
    expect(ids()).toEqual(['c2', 'c1', 'c4', 'c3'])
    expect(list().total).toBe(4)
  })

  it('shows city and figures of each row', () => {
    expect(list({ anywhere: 'núñez' }).rows).toMatchObject([
      { id: 'c1', city: 'Ávila', contacts: 0, sites: 1, tags: 1, balance: 0, currency: 'EUR' },
    ])
    expect(list({ anywhere: 'zoe ltd' }).rows).toMatchObject([{ id: 'c3', contacts: 1, sites: 0 }])
  })

  it('pages with an exact total', () => {
    expect(list({ skip: 1, limit: 2 })).toMatchObject({ total: 4, rows: [{ id: 'c1' }, { id: 'c4' }] })
    expect(list({ skip: 10 })).toMatchObject({ total: 4, rows: [] })
  })

  it.each<[Asked, string[]]>([
    [{ sort: { field: 'sortName', direction: 'desc' } }, ['c3', 'c4', 'c1', 'c2']],
    [{ sort: { field: 'number', direction: 'desc' } }, ['c4', 'c3', 'c2', 'c1']],
    [{ sort: { field: 'createdAt', direction: 'desc' } }, ['c3', 'c4', 'c2', 'c1']],
    [{ sort: { field: 'status', direction: 'asc' } }, ['c2', 'c1', 'c3', 'c4']],
    [{ sort: { field: 'city', direction: 'desc' } }, ['c2', 'c1', 'c4', 'c3']],
    [{ archived: 'with' }, ['c2', 'c5', 'c1', 'c4', 'c3']],
    [{ archived: 'only' }, ['c5']],
    [{ types: ['business'] }, ['c1', 'c3']],
    [{ types: [] }, []],
    [{ statusIds: ['status-pending'] }, ['c2']],
    [{ statusIds: ['nobody-has-it'] }, []],
    [{ tags: { any: ['vip'] } }, ['c2', 'c1']],
    [{ tags: { any: ['late', 'vip'] }, types: ['individual'] }, ['c2']],
    [{ officeIds: ['office-valencia'] }, ['c1']],
    [{ tags: { all: ['late', 'vip'] } }, ['c2']],
    [{ tags: { any: ['vip'], none: ['late'] } }, ['c1']],
    [{ tags: { none: ['vip'] } }, ['c4', 'c3']],
    [{ text: 'NUÑ herm' }, ['c1']],
    [{ text: 'b123' }, ['c1']],
    [{ text: '7q-000002' }, ['c2']],
    [{ text: 'mayor' }, []],
    [{ cities: ['ES/avila'] }, ['c1']],
    [{ cities: ['PT/avila'] }, []],
    [{ countries: ['ES'], types: ['individual'] }, ['c2']],
    [{ has: ['sites'], lacks: ['contacts'] }, ['c2', 'c1']],
    [{ has: ['email'] }, ['c3']],
    [{ lacks: ['taxId'] }, ['c2', 'c4', 'c3']],
    [{ has: ['siteWithoutPosition'] }, ['c2']],
    [{ figures: { tags: { min: 1, max: 1 } } }, ['c1']],
    [{ figures: { sites: { max: 0 } } }, ['c4', 'c3']],
    [{ attributes: [{ name: 'VELOCIDAD', min: '100' }] }, ['c3']],
    [{ attributes: [{ name: 'Velocidad', equals: ['50.0'] }] }, ['c4']],
    [{ attributes: [{ name: 'Velocidad', has: false }], types: ['business'] }, ['c1']],
    [{ createdAt: { from: '2026-03-01T00:00:00.000Z' } }, ['c3']],
    [{ createdAt: { before: '2026-03-01T00:00:00.000Z' }, types: ['business'] }, ['c1']],
    [{ types: ['business'], sort: { field: 'tags', direction: 'desc' } }, ['c1', 'c3']],
    [{ sort: { field: 'oldestDue', direction: 'desc' } }, ['c4', 'c3', 'c2', 'c1']],
  ])('%o gives %o', (input, expected) => {
    expect(ids(input)).toEqual(expected)
  })

  it.each<[string, string[]]>([
    ['nunez', ['c1']],
    ['NÚÑ', ['c1']],
    ['nu', ['c1', 'c4']],
    ['uñe', ['c1']],
    ['uri', ['c4']],
    ['ur', []],
    ['garcia ana', ['c2']],
    ['maria zoe', ['c3']],
    ['000002', ['c2']],
    ['MAD-7Q-000002', ['c2']],
    ['7q-0000', ['c2', 'c1', 'c4', 'c3']],
    ['b12345678', ['c1']],
    ['45678', ['c1']],
    ['123456', ['c1', 'c3']],
    ['911234567', ['c3']],
    ['91 123 45 67', ['c3']],
    ['+34 911 23 45 67', ['c3']],
    ['mj@zoe.example', ['c3']],
    ['mayor 12', ['c1']],
    ['ana mayor', []],
    ['avila', ['c1']],
    ['"', ['c2', 'c1', 'c4', 'c3']],
    ['ana" OR "zoe', []],
    ['nunez AND zoe', []],
    ['zoe*', ['c3']],
    ['%', ['c2', 'c1', 'c4', 'c3']],
  ])('finds by “%s”', (text, expected) => {
    expect(ids({ anywhere: text })).toEqual(expected)
  })

  it('never misses a record of any kind that was saved a moment ago', () => {
    const other = createReadStore()
    const findAnywhere = (text: string) => {
      const reply = other.read['customers.list']?.({
        filter: { anywhere: text },
        sort: { field: 'sortName', direction: 'asc' },
        skip: 0,
        limit: 10,
      })
      if (!reply?.ok) throw new Error('no answer')
      return (reply.value as MethodOutput<'customers', 'list'>).rows.map(({ id }) => id)
    }
    other.write([{ collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', name: 'Uno' }) }])
    const saved = {
      contacts: [contactOf({ id: 'p1', customerId: 'c1', name: 'Carmen Ibáñez' }), 'ibanez'],
      sites: [siteOf({ id: 's1', customerId: 'c1', addressLine1: 'Calle del Molino, 4' }), 'molino'],
      services: [
        serviceOf({
          id: 'v1',
          customerId: 'c1',
          identifiers: [{ id: 'a', kind: 'mac', value: 'aa:bb:cc:dd:ee:0f' }],
        }),
        'aa:bb:cc:dd:ee:0f',
      ],
      invoices: [invoiceOf({ id: 'f1', customerId: 'c1', number: 'FMAD-7Q-000042' }), 'FMAD-7Q-000042'],
      inventory: [itemOf({ id: 'i1', serial: 'ZTEG99F0', state: 'assigned', customerId: 'c1' }), 'zteg99f0'],
    } as const
    for (const [collection, [after, text]] of Object.entries(saved)) {
      expect(findAnywhere(text), `before ${collection}`).toEqual([])
      other.write([{ collection: collection as keyof typeof saved, id: after.id, after }])
      expect(findAnywhere(text), collection).toEqual(['c1'])
    }
    other.close()
  })

  it('combines text with filters', () => {
    expect(ids({ anywhere: 'nu', types: ['individual'] })).toEqual(['c4'])
    expect(list({ anywhere: 'antiguo' }).total).toBe(0)
    expect(ids({ anywhere: 'antiguo', archived: 'with' })).toEqual(['c5'])
  })

  it('follows a new rank of a status', () => {
    const other = createReadStore()
    other.write([
      {
        collection: 'customers',
        id: 'a',
        after: customerOf({ id: 'a', name: 'A', statusId: 'status-active' }),
      },
      {
        collection: 'customers',
        id: 'b',
        after: customerOf({ id: 'b', name: 'B', statusId: 'status-pending' }),
      },
    ])
    const order = () => {
      const reply = other.read['customers.list']?.({
        filter: {},
        sort: { field: 'status', direction: 'asc' },
        skip: 0,
        limit: 9,
      })
      return reply?.ok ? (reply.value as MethodOutput<'customers', 'list'>).rows.map(({ id }) => id) : []
    }
    const ranked = (active: string, pending: string) =>
      other.write([
        { collection: 'catalog', id: 'status-active', after: { ...statusOf('active'), rank: active } },
        { collection: 'catalog', id: 'status-pending', after: { ...statusOf('pending'), rank: pending } },
      ])
    ranked('m', 'n')
    expect(order()).toEqual(['a', 'b'])
    ranked('m', 'c')
    expect(order()).toEqual(['b', 'a'])
    other.close()
  })
})
