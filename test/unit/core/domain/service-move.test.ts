import { beforeEach, expect, it } from 'vitest'
import type { ServiceMoved } from '#core/domain/service/move.ts'
import { seedId } from '#core/domain/seed-id.ts'
import { chargeOf, customerOf, itemOf, officeOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadyWorld, resultOf, sha256, type CommandWorld } from '#test/support/command-world.ts'

let world: CommandWorld
const status = (key: string) => seedId(sha256, 'customerStatus', key)

beforeEach(() => {
  world = createReadyWorld()
  world.put('catalog', officeOf())
  world.put('customers', customerOf({ statusId: status('active'), paymentType: 'prepaid' }))
  world.put('customers', customerOf({ id: 'customer-2', name: 'Luz Díaz', statusId: status('active') }))
  world.put('sites', siteOf(), siteOf({ id: 'site-2', name: 'Almacén' }))
  world.put('sites', siteOf({ id: 'site-9', customerId: 'customer-2' }))
  world.put('inventory', itemOf({ state: 'assigned', customerId: 'customer-1', serviceId: 'service-1' }))
  world.put(
    'services',
    serviceOf({
      activeFrom: '2026-03-01',
      charges: [chargeOf({ from: '2026-03-01', unitPrice: '31' })],
      contract: { from: '2026-03-01', months: 12, exitFee: '90' },
      identifiers: [{ id: 'ip', kind: 'ip', value: '10.0.0.9' }],
      inventoryIds: ['item-1'],
    }),
  )
})

const move = (siteId: string, more: object = {}) =>
  world.run('service.move', { id: 'service-1', siteId, on: '2026-03-16', ...more })
const codeOf = (siteId: string, more: object = {}) => {
  const outcome = move(siteId, more)
  return outcome.ok ? 'done' : outcome.error.code
}

it('a service moves to another site of its customer with its equipment, and not on a day to come', () => {
  expect(codeOf('site-2')).toBe('service.movesToday')
  expect(world.get('services', 'service-1')).toMatchObject({ siteId: 'site-1' })
  expect(resultOf<ServiceMoved>(move('site-2', { on: undefined }))).toMatchObject({
    id: 'service-1',
    warnings: [],
  })
  expect(world.get('services', 'service-1')).toMatchObject({ siteId: 'site-2', status: 'active' })
  expect(world.get('inventory', 'item-1')).toMatchObject({ siteId: 'site-2', serviceId: 'service-1' })
})

it('a service that moves to another customer ends for the one and begins for the other', () => {
  const { id, endedId } = resultOf<ServiceMoved>(move('site-9'))
  expect(endedId).toBe('service-1')
  expect(world.get('services', 'service-1')).toMatchObject({
    status: 'active',
    endedOn: '2026-03-16',
    customerId: 'customer-1',
    identifiers: [],
    inventoryIds: [],
  })
  expect(world.get('services', id)).toMatchObject({
    customerId: 'customer-2',
    siteId: 'site-9',
    status: 'active',
    activeFrom: '2026-03-16',
    contract: { from: '2026-03-01', months: 12, exitFee: '90' },
    charges: [{ unitPrice: '31', from: '2026-03-16' }],
    identifiers: [{ kind: 'ip', value: '10.0.0.9' }],
    inventoryIds: ['item-1'],
  })
  expect(world.get('inventory', 'item-1')).toMatchObject({
    customerId: 'customer-2',
    siteId: 'site-9',
    serviceId: id,
  })
})

it('each customer pays their own days, and nobody an exit fee', () => {
  const customerIds = ['customer-1', 'customer-2']
  resultOf(world.run('billing.issue', { customerIds, through: '2026-03-01' }))
  resultOf(move('site-9'))
  resultOf(world.run('billing.issue', { customerIds, through: '2026-04-01' }))
  const net = (customerId: string) =>
    world
      .all('invoices')
      .filter((one) => one.customerId === customerId)
      .map((one) => one.net)
  expect(net('customer-1')).toEqual([3100, -1600])
  expect(net('customer-2')).toEqual([1600])
})

it('a service does not move where it cannot be', () => {
  expect(codeOf('nowhere')).toBe('site.notFound')
  expect(codeOf('site-2', { on: '2026-02-30' })).toBe('service.invalid')
  world.put('customers', customerOf({ id: 'customer-2', statusId: status('inactive') }))
  expect(codeOf('site-9')).toBe('service.statusForbids')
  world.put('customers', customerOf({ id: 'customer-2', statusId: status('active'), currency: 'GBP' }))
  expect(codeOf('site-9')).toBe('service.invalid')
  world.put('sites', siteOf({ id: 'site-2', archived: { at: '2026-01-01T00:00:00Z', by: 'p' } }))
  expect(codeOf('site-2')).toBe('site.isArchived')
  world.put('services', serviceOf({ status: 'ended', endedOn: '2026-03-01' }))
  expect(codeOf('site-9')).toBe('service.isEnded')
})
