import { beforeEach, describe, expect, it } from 'vitest'
import type { ItemsCreated, ItemSaved } from '#core/domain/inventory/create.ts'
import { serialRange } from '#core/domain/inventory/serial-range.ts'
import { customerOf, itemOf, officeOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadyWorld, resultOf, type CommandWorld } from '#test/support/command-world.ts'

let world: CommandWorld

beforeEach(() => {
  world = createReadyWorld()
  world.put('catalog', officeOf())
  world.put('customers', customerOf())
  world.put('sites', siteOf())
  world.put('services', serviceOf())
})

function refusalOf(command: string, input: unknown) {
  const outcome = world.run(command, input)
  if (outcome.ok) throw new Error(`${command} was not refused`)
  return outcome.error
}

const stockPlace = () =>
  resultOf<{ id: string }>(
    world.run('catalog.save', { kind: 'stockPlace', data: { name: 'Furgoneta', kind: 'vehicle' } }),
  ).id

describe('serials', () => {
  const create = (serial: string, kind = 'ont') => world.run('inventory.create', { kind, serial })

  it('are unique among items in use, whatever their case', () => {
    resultOf(create('HWTC-01'))
    expect(refusalOf('inventory.create', { kind: 'router', serial: 'hwtc-01 ' })).toMatchObject({
      code: 'inventory.serialTaken',
      fields: [{ path: 'serial', code: 'inventory.serialTaken', severity: 'error' }],
    })
  })

  it('are free again when the item is retired or archived, and not restored over another', () => {
    const { id } = resultOf<ItemSaved>(create('A1'))
    resultOf(world.run('inventory.archive', { ids: [id] }))
    const second = resultOf<ItemSaved>(create('A1'))
    expect(refusalOf('inventory.restore', { ids: [id] }).code).toBe('inventory.serialTaken')
    resultOf(world.run('inventory.retire', { ids: [second.id] }))
    resultOf(world.run('inventory.restore', { ids: [id] }))
    expect(
      refusalOf('inventory.update', { id: resultOf<ItemSaved>(create('A2')).id, changes: { serial: 'a1' } })
        .code,
    ).toBe('inventory.serialTaken')
  })

  it('of a run are made together or not at all', () => {
    const run = { kind: 'sim', range: { from: 'SN0098', to: 'SN0101' } }
    const { ids } = resultOf<ItemsCreated>(world.run('inventory.createMany', run))
    expect(ids.map((id) => world.get('inventory', id)?.serial)).toEqual([
      'SN0098',
      'SN0099',
      'SN0100',
      'SN0101',
    ])
    const again = { kind: 'sim', range: { from: 'SN0100', to: 'SN0103' } }
    expect(refusalOf('inventory.createMany', again)).toMatchObject({
      code: 'inventory.serialTaken',
      details: { serials: ['SN0100', 'SN0101'], count: 2 },
    })
    expect(world.all('inventory')).toHaveLength(4)
    expect(refusalOf('inventory.createMany', { kind: 'sim', serials: ['X', 'x'] }).code).toBe(
      'inventory.serialTaken',
    )
  })

  it.each([
    ['SN8', 'SN12', ['SN8', 'SN9', 'SN10', 'SN11', 'SN12']],
    ['A-007-X', 'A-009-X', ['A-007-X', 'A-008-X', 'A-009-X']],
    ['8934000000000000001', '8934000000000000002', ['8934000000000000001', '8934000000000000002']],
  ])('from %s to %s', (from, to, serials) =>
    expect(serialRange(from, to)).toEqual({ ok: true, value: serials }),
  )

  it.each([
    ['SN2', 'SN1', 'form'],
    ['SN', 'SN9', 'form'],
    ['A1', 'B2', 'form'],
    ['1', '99999', 'tooMany'],
  ])('from %s to %s is refused', (from, to, error) =>
    expect(serialRange(from, to)).toEqual({ ok: false, error }),
  )
})

describe('where an item is', () => {
  beforeEach(() => world.put('inventory', itemOf()))
  const item = () => world.get('inventory', 'item-1')
  const held = () => world.get('services', 'service-1')?.inventoryIds
  const assign = (more: object = {}) =>
    world.run('inventory.assign', { ids: ['item-1'], customerId: 'customer-1', ...more })

  it('goes to a service and comes back, and the service knows', () => {
    resultOf(assign({ serviceId: 'service-1' }))
    expect(item()).toMatchObject({ state: 'assigned', siteId: 'site-1', serviceId: 'service-1' })
    expect(held()).toEqual(['item-1'])
    expect(refusalOf('inventory.assign', { ids: ['item-1'], customerId: 'customer-1' }).code).toBe(
      'inventory.notInStock',
    )
    const van = stockPlace()
    resultOf(world.run('inventory.return', { ids: ['item-1'], placeId: van }))
    expect(item()).toMatchObject({ state: 'inStock', placeId: van })
    expect([item()?.customerId, item()?.serviceId, item()?.siteId]).toEqual([undefined, undefined, undefined])
    expect(held()).toEqual([])
    expect(refusalOf('inventory.return', { ids: ['item-1'] }).code).toBe('inventory.notAssigned')
  })

  it('is taken from the customer when it breaks, and can be repaired', () => {
    resultOf(assign({ serviceId: 'service-1' }))
    resultOf(world.run('inventory.markFaulty', { ids: ['item-1'] }))
    expect(item()?.state).toBe('faulty')
    expect(held()).toEqual([])
    expect(refusalOf('inventory.assign', { ids: ['item-1'], customerId: 'customer-1' }).code).toBe(
      'inventory.notInStock',
    )
    resultOf(world.run('inventory.return', { ids: ['item-1'] }))
    expect(item()?.state).toBe('inStock')
  })

  it('is not moved, retired or archived while a customer has it', () => {
    resultOf(assign())
    const van = stockPlace()
    for (const command of ['inventory.retire', 'inventory.archive'])
      expect(refusalOf(command, { ids: ['item-1'] }).code).toBe('inventory.stillAssigned')
    expect(refusalOf('inventory.move', { ids: ['item-1'], placeId: van }).code).toBe(
      'inventory.stillAssigned',
    )
  })

  it('moves between places that there are', () => {
    const van = stockPlace()
    resultOf(world.run('inventory.move', { ids: ['item-1'], placeId: van }))
    expect(item()?.placeId).toBe(van)
    expect(refusalOf('inventory.move', { ids: ['item-1'], placeId: 'customer-1' }).code).toBe(
      'inventory.placeNotFound',
    )
    expect(refusalOf('catalog.archive', { ids: [van] }).code).toBe('catalog.holdsItems')
  })

  it('is never with somebody else’s service or site', () => {
    world.put('customers', customerOf({ id: 'other' }))
    for (const target of [{ serviceId: 'service-1' }, { siteId: 'site-1' }, { siteId: 'nowhere' }])
      expect(refusalOf('inventory.assign', { ids: ['item-1'], customerId: 'other', ...target }).code).toBe(
        'inventory.targetNotFound',
      )
  })
})

describe('address blocks', () => {
  const create = (serial: string) => world.run('inventory.create', { kind: 'ipBlock', serial })

  it('are kept in canonical form and warn about a block that they overlap', () => {
    const { id } = resultOf<ItemSaved>(create('10.1.0.0/16'))
    expect(world.get('inventory', id)?.serial).toBe('10.1.0.0/16')
    expect(resultOf<ItemSaved>(create('10.1.7.0/24')).warnings).toMatchObject([
      { code: 'inventory.blockOverlaps', params: { name: '10.1.0.0/16' } },
    ])
    expect(refusalOf('inventory.create', { kind: 'ipBlock', serial: '10.1.0.9/16' }).code).toBe(
      'inventory.serialTaken',
    )
    expect(refusalOf('inventory.create', { kind: 'ipBlock', serial: '10.1.0.0/40' }).fields).toMatchObject([
      { path: 'serial', code: 'inventory.blockForm' },
    ])
  })
})
