import { beforeEach, expect, it } from 'vitest'
import { seedId } from '#core/domain/seed-id.ts'
import type { SiteMoved } from '#core/domain/service/move-site.ts'
import { chargeOf, customerOf, itemOf, officeOf, serviceOf, siteOf } from '#test/support/builders.ts'
import {
  createReadyWorld,
  refusalOf,
  resultOf,
  sha256,
  type CommandWorld,
} from '#test/support/command-world.ts'

let world: CommandWorld
const statusId = seedId(sha256, 'customerStatus', 'active')
const held = { state: 'assigned', customerId: 'customer-1', siteId: 'site-1' } as const

beforeEach(() => {
  world = createReadyWorld()
  world.put('catalog', officeOf())
  world.put(
    'customers',
    customerOf({ statusId }),
    customerOf({ id: 'customer-2', name: 'Luz Díaz', statusId }),
  )
  world.put('sites', siteOf(), siteOf({ id: 'site-2', name: 'Almacén' }))
  world.put(
    'services',
    serviceOf({
      activeFrom: '2026-01-01',
      charges: [chargeOf({ from: '2026-01-01' })],
      inventoryIds: ['ont'],
    }),
    serviceOf({ id: 'tv', name: 'Tele', activeFrom: '2026-01-01', charges: [], inventoryIds: ['box'] }),
  )
  world.put(
    'inventory',
    itemOf({ ...held, id: 'ont', serial: 'ONT', serviceId: 'service-1' }),
    itemOf({ ...held, id: 'box', serial: 'BOX', serviceId: 'tv' }),
    itemOf({ ...held, id: 'antenna', serial: 'ANT' }),
  )
})

const move = (to: object, more: object = {}) =>
  world.run('site.move', { id: 'site-1', to, on: '2026-03-10', ...more })

it('a customer who moves house takes services and equipment along', () => {
  expect(resultOf<SiteMoved>(move({ siteId: 'site-2' }))).toEqual({
    siteId: 'site-2',
    archived: false,
    moved: 2,
    ended: 0,
    items: 3,
  })
  expect(world.get('services', 'service-1')).toMatchObject({ siteId: 'site-2', status: 'active' })
  expect(world.get('inventory', 'box')).toMatchObject({ siteId: 'site-2', serviceId: 'tv' })
  expect(world.get('inventory', 'antenna')).toMatchObject({ siteId: 'site-2', customerId: 'customer-1' })
})

it('who moves in gets the place with its history and equipment, not the money of who left', () => {
  const done = resultOf<SiteMoved>(move({ customerId: 'customer-2' }, { endIds: ['tv'] }))
  expect(done).toMatchObject({ archived: true, moved: 1, ended: 1, items: 3 })
  const { name, plusCode } = siteOf()
  expect(world.get('sites', done.siteId)).toMatchObject({
    customerId: 'customer-2',
    follows: 'site-1',
    name,
    plusCode,
  })
  expect(world.get('sites', 'site-1')?.archived).toBeDefined()
  expect(world.get('services', 'service-1')).toMatchObject({ status: 'ended', customerId: 'customer-1' })
  expect(world.get('services', 'tv')).toMatchObject({ status: 'ended', inventoryIds: [] })
  const ont = world.get('inventory', 'ont')
  expect(ont).toMatchObject({ customerId: 'customer-2', siteId: done.siteId })
  expect(world.get('services', ont?.serviceId ?? '')).toMatchObject({
    customerId: 'customer-2',
    status: 'active',
  })
  expect(world.get('inventory', 'box')).toMatchObject({ customerId: 'customer-2', siteId: done.siteId })
  expect(world.get('inventory', 'box')).not.toHaveProperty('serviceId')
})

it('tells beforehand what it does to the money of who leaves and of who moves in', () => {
  const told = (to: object, more: object = {}) =>
    resultOf<SiteMoved>(
      world.preview('site.move', { id: 'site-1', to, on: '2026-03-10', endIds: [], ...more }),
    )
  const house = told({ siteId: 'site-2' })
  expect(house).toMatchObject({ leaves: [], enters: [], moved: 2 })
  const difference = (money: SiteMoved['leaves']) => money?.[0]?.effect.difference ?? 0
  const month = told({ customerId: 'customer-2' })
  // The one no longer pays what the other pays from then on: 22 of 31 days × 32.00.
  expect([difference(month.leaves), difference(month.enters)]).toEqual([-2271, 2271])
  const kept = told({ customerId: 'customer-2' }, { endIds: ['service-1'] })
  expect([difference(kept.leaves), difference(kept.enters)]).toEqual([-2271, 0])
  // A monthly charge is compared as far as the yearly one beside it, on both sides.
  const year = chargeOf({ id: 'year', from: '2026-01-01', unitPrice: '365', periodMonths: 12 })
  world.put('services', serviceOf({ id: 'tv', name: 'Tele', activeFrom: '2026-01-01', charges: [year] }))
  const { leaves, enters } = told({ customerId: 'customer-2' })
  const untils = [...(leaves ?? []), ...(enters ?? [])].map(({ effect }) => effect.until)
  expect(untils).toEqual(['2027-03-01', '2027-03-01'])
  expect(difference(enters)).toBeGreaterThan(12 * 3200)
  expect(world.all('sites')).toHaveLength(2)
})

it('leaves the old site as it is until the day has come', () => {
  expect(resultOf<SiteMoved>(move({ customerId: 'customer-2' }, { on: '2026-05-01' })).archived).toBe(false)
})

it('is refused to nowhere, to itself and of nothing', () => {
  const codeOf = (to: object) => refusalOf(move(to)).code
  expect(codeOf({ siteId: 'none' })).toBe('site.notFound')
  expect(codeOf({ siteId: 'site-1' })).toBe('site.sameSite')
  expect(codeOf({ customerId: 'customer-1' })).toBe('site.sameCustomer')
  const empty = world.run('site.move', { id: 'site-2', to: { siteId: 'site-1' } })
  expect(refusalOf(empty).code).toBe('site.nothingToMove')
})
