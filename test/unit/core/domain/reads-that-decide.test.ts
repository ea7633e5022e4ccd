import type { RestoreResult } from '#core/domain/restore/taken.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { matchCustomer } from '#core/domain/matching/match-customer.ts'
import { contactOf, customerOf, itemOf, serviceOf } from '#test/support/builders.ts'
import { createReadyWorld, resultOf, type CommandWorld } from '#test/support/command-world.ts'

let world: CommandWorld
beforeEach(() => {
  world = createReadyWorld()
})

const archived = { at: '2026-02-01T00:00:00.000Z', by: 'person-1' }
/** More than any command ever looks at one by one. */
const MANY = 12_000
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))

const refusalOf = (name: string, input: unknown) => {
  const outcome = world.run(name, input)
  return outcome.ok ? 'ok' : outcome.error.code
}
const statusId = () =>
  resultOf<{ id: string }>(
    world.run('catalog.save', {
      kind: 'customerStatus',
      data: {
        labels: { es: 'Moroso', en: 'In arrears' },
        colour: 'red',
        ...{ allowsNewServices: false, billsServices: true, suspendsServices: true },
        ...{ receivesCampaigns: false, receivesOutageNotices: true },
      },
    }),
  ).id
const placeId = () =>
  resultOf<{ id: string }>(
    world.run('catalog.save', { kind: 'stockPlace', data: { name: 'Nave 2', kind: 'warehouse' } }),
  ).id

describe('a record of the catalogue that is still used', () => {
  it('is not archived because thousands of archived customers used it too', () => {
    const status = statusId()
    world.put(
      'customers',
      ...times(MANY, (i) => customerOf({ id: `old-${i}`, number: `OLD-${i}`, statusId: status, archived })),
    )
    expect(refusalOf('catalog.archive', { ids: [status] })).toBe('ok')
    expect(refusalOf('catalog.restore', { ids: [status] })).toBe('ok')
    world.put('customers', customerOf({ id: 'last', statusId: status }))
    expect(refusalOf('catalog.archive', { ids: [status] })).toBe('catalog.inUse')
  })

  it('is not archived because thousands of retired items lay there too', () => {
    const place = placeId()
    world.put(
      'inventory',
      ...times(MANY, (i) => itemOf({ id: `old-${i}`, serial: `OLD${i}`, state: 'retired', placeId: place })),
      itemOf({ id: 'gone', serial: 'GONE', placeId: place, archived }),
    )
    expect(refusalOf('catalog.archive', { ids: [place] })).toBe('ok')
    expect(refusalOf('catalog.restore', { ids: [place] })).toBe('ok')
    world.put('inventory', itemOf({ id: 'last', serial: 'LAST', state: 'faulty', placeId: place }))
    expect(refusalOf('catalog.archive', { ids: [place] })).toBe('catalog.holdsItems')
  })
})

it('does not archive a customer whose one live service comes after thousands that ended', () => {
  world.put('customers', customerOf())
  world.put(
    'services',
    ...times(MANY, (i) => serviceOf({ id: `old-${i}`, status: 'ended' })),
    serviceOf({ id: 'live' }),
  )
  expect(refusalOf('customer.archive', { ids: ['customer-1'] })).toBe('customer.blocked')
})

it('says that a tax identifier is taken by a customer in use behind archived ones', () => {
  world.put(
    'customers',
    ...times(30, (i) => customerOf({ id: `old-${i}`, number: `OLD-${i}`, taxId: 'B12345674', archived })),
    customerOf({ id: 'used', number: 'MAD-1', name: 'Sol', taxId: 'B12345674' }),
  )
  const { taken } = resultOf<RestoreResult>(world.run('customer.restore', { ids: ['old-0'] }))
  expect(taken.map(({ kind, holder }) => [kind, holder.id])).toEqual([['taxId', 'used']])
  const created = resultOf<{ warnings: { params?: object }[] }>(
    world.run('customer.create', { name: 'Luna', type: 'business', taxId: 'B12345674' }),
  )
  expect(created.warnings[0]?.params).toMatchObject({ name: 'Panadería Núñez' })
})

it('finds who holds a block of addresses behind thousands of single ones in it', () => {
  world.put('customers', customerOf())
  resultOf(
    world.run('site.create', { customerId: 'customer-1', name: 'Sede', latitude: 40.4, longitude: -3.7 }),
  )
  const siteId = world.all('sites')[0]?.id
  world.put(
    'services',
    ...times(3000, (i) =>
      serviceOf({
        id: `one-${i}`,
        name: `Una ${i}`,
        identifiers: [{ id: 'a', kind: 'ip', value: `10.0.${Math.floor(i / 250)}.${i % 250}` }],
      }),
    ),
    serviceOf({
      id: 'block',
      name: 'Bloque',
      identifiers: [{ id: 'b', kind: 'subnet', value: '10.0.200.0/24' }],
    }),
  )
  const { warnings } = resultOf<{ warnings: { code: string; params?: object }[] }>(
    world.run('service.create', {
      customerId: 'customer-1',
      siteId,
      name: 'Red',
      identifiers: [{ kind: 'subnet', value: '10.0.0.0/16' }],
    }),
  )
  expect(warnings.find(({ code }) => code === 'service.identifierTaken')?.params).toEqual({ name: 'Bloque' })
})

describe('the matcher, when very many share a key', () => {
  const reader = () => {
    const { read } = world.context()
    return {
      customersWith: read.customersWith,
      taxIdOf: (id: string) => world.get('customers', id)?.taxId,
    }
  }
  const sharing = (count: number) => {
    world.put(
      'customers',
      ...times(count, (i) => customerOf({ id: `c-${i}`, number: `N-${i}`, name: `Cliente ${i}` })),
    )
    world.put(
      'contacts',
      ...times(count, (i) =>
        contactOf({
          id: `k-${i}`,
          customerId: `c-${i}`,
          emails: [{ id: 'e', address: 'nadie@example.com' }],
          phones: [{ id: 'p', typed: `6001${String(i).padStart(5, '0')}` }],
        }),
      ),
    )
  }

  it('tells them apart by another key, whichever comes first', () => {
    sharing(100)
    expect(
      matchCustomer(
        { emails: ['nadie@example.com'], phones: [{ typed: '600100077' }] },
        ['email', 'phone'],
        reader(),
      ),
    ).toEqual({ kind: 'one', customerId: 'c-77', by: 'email' })
  })

  it('sees no contradiction where the named customer is one of them', () => {
    world.put(
      'customers',
      ...times(100, (i) => customerOf({ id: `c-${i}`, number: `N-${i}`, taxId: '00000000T' })),
    )
    expect(matchCustomer({ number: 'N-88', taxId: '00000000T' }, ['number', 'taxId'], reader())).toEqual({
      kind: 'one',
      customerId: 'c-88',
      by: 'number',
    })
  })

  it('says that there are more than it names', () => {
    sharing(100)
    expect(matchCustomer({ emails: ['nadie@example.com'] }, ['email'], reader())).toMatchObject({
      kind: 'several',
      isPart: true,
    })
  })
})
