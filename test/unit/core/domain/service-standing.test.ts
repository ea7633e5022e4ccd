import { beforeEach, describe, expect, it } from 'vitest'
import type { ServicesSet } from '#core/domain/service/commands.ts'
import type { ServiceEnded } from '#core/domain/service/end.ts'
import type { ServiceRecharged } from '#core/domain/service/recharge.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { nextChange, standingOn } from '#core/domain/service/standing.ts'
import { seedId } from '#core/domain/seed-id.ts'
import { chargeOf, customerOf, officeOf, productOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadyWorld, resultOf, sha256, type CommandWorld } from '#test/support/command-world.ts'

/** Today is 2026-03-10. */
let world: CommandWorld

beforeEach(() => {
  world = createReadyWorld()
  world.put('catalog', officeOf())
  world.put('customers', customerOf({ statusId: seedId(sha256, 'customerStatus', 'active') }))
  world.put('sites', siteOf())
  world.put('services', serviceOf({ activeFrom: '2026-01-01', statusSince: '2026-01-01' }))
})

const now = (): Service => {
  const found = world.get('services', 'service-1')
  if (!found) throw new Error('no service')
  return found
}
const on = (day: string) => standingOn(now(), day)
const set = (status: string, more: object = {}) =>
  world.run('service.setStatus', { ids: ['service-1'], status, ...more })
const tomorrow = new Date('2026-03-31T10:00:00Z').getTime()
/** The same world three weeks later. */
const later = () => (world.now = tomorrow)

describe('an end that lies ahead', () => {
  it('lets the service count as active until its day', () => {
    resultOf(world.run('service.end', { id: 'service-1', on: '2026-03-31' }))
    expect(now()).toMatchObject({ status: 'active', endedOn: '2026-03-31' })
    expect(on('2026-03-10')).toMatchObject({ status: 'active', endsOn: '2026-03-31' })
    expect(on('2026-03-30').status).toBe('active')
    expect(on('2026-03-31')).toEqual({ status: 'ended', statusSince: '2026-03-31' })
    expect(nextChange(now(), '2026-03-10')).toBe('2026-03-31')
  })

  it('keeps the customer from being archived only until then, and closes the service by itself', () => {
    resultOf(world.run('service.end', { id: 'service-1', on: '2026-03-31' }))
    expect(world.run('service.archive', { ids: ['service-1'] })).toMatchObject({
      error: { code: 'service.blocked' },
    })
    resultOf(world.run('service.addCharge', { id: 'service-1', charge: chargeOf({ id: 'x' }) }))
    later()
    expect(world.run('service.addCharge', { id: 'service-1', charge: chargeOf({ id: 'y' }) })).toMatchObject({
      error: { code: 'service.isEnded' },
    })
    expect(set('active')).toMatchObject({ error: { code: 'service.isEnded' } })
    expect(resultOf<ServicesSet>(set('ended'))).toMatchObject({ changed: 0, unchanged: 1 })
    expect(resultOf(world.run('service.archive', { ids: ['service-1'] }))).toMatchObject({ changed: 1 })
  })

  it('is put on another day, or taken back with what that costs', () => {
    resultOf(world.run('service.end', { id: 'service-1', on: '2026-03-20' }))
    resultOf<ServiceEnded>(world.run('service.end', { id: 'service-1', on: '2026-03-31' }))
    expect(on('2026-03-20')).toMatchObject({ status: 'active', endsOn: '2026-03-31' })
    const told = resultOf<ServiceRecharged>(world.run('service.keep', { id: 'service-1' }))
    // The last day of March, and what follows to the end of that period.
    expect(told.effect.difference).toBeGreaterThan(0)
    expect(now()).not.toHaveProperty('endedOn')
    expect(on('2027-01-01').status).toBe('active')
  })

  it('holds for a service that was suspended, which is resumed meanwhile', () => {
    resultOf(set('suspended'))
    resultOf(world.run('service.end', { id: 'service-1', on: '2026-03-31' }))
    expect(on('2026-03-10')).toMatchObject({ status: 'suspended', endsOn: '2026-03-31' })
    resultOf(set('active'))
    expect(on('2026-03-10')).toMatchObject({ status: 'active', endsOn: '2026-03-31' })
  })

  it('is read as such in records that an earlier version closed at once', () => {
    world.put('services', serviceOf({ status: 'ended', endedOn: '2026-03-31', statusSince: '2026-03-31' }))
    expect(on('2026-03-10')).toMatchObject({ status: 'active', endsOn: '2026-03-31' })
    expect(on('2026-03-31').status).toBe('ended')
  })
})

describe('a suspension that lies ahead', () => {
  it('begins and ends on its days', () => {
    resultOf(set('suspended', { on: '2026-03-15', billed: false }))
    expect(now().status).toBe('active')
    expect(on('2026-03-10')).toMatchObject({ status: 'active', suspendsOn: '2026-03-15' })
    expect(on('2026-03-15')).toEqual({ status: 'suspended', statusSince: '2026-03-15' })
    later()
    resultOf(set('active', { on: '2026-04-05' }))
    expect(on('2026-03-31')).toMatchObject({ status: 'suspended', resumesOn: '2026-04-05' })
    expect(on('2026-04-05')).toEqual({ status: 'active', statusSince: '2026-04-05' })
  })

  it('is put on another day, and does not happen when the service is to stay', () => {
    resultOf(set('suspended', { on: '2026-03-15' }))
    resultOf(set('suspended', { on: '2026-03-20' }))
    expect(now().suspensions).toHaveLength(1)
    expect(on('2026-03-15')).toMatchObject({ status: 'active', suspendsOn: '2026-03-20' })
    resultOf(set('active'))
    expect(on('2026-03-20')).toEqual({ status: 'active', statusSince: '2026-01-01' })
  })

  it('tells beforehand what it means in money: nothing where charges go on', () => {
    world.put(
      'services',
      serviceOf({
        activeFrom: '2026-01-01',
        charges: [chargeOf({ id: 'c', unitPrice: '31', from: '2026-01-01' })],
      }),
    )
    const told = (billed: boolean) =>
      resultOf<ServicesSet>(
        world.preview('service.setStatus', {
          ids: ['service-1'],
          status: 'suspended',
          on: '2026-03-22',
          billed,
        }),
      ).effect
    // 10 of the 31 days of March.
    expect(told(false)?.difference).toBe(-1000)
    expect(told(true)).toMatchObject({ difference: 0, before: [], after: [] })
  })
})

describe('a plan that was agreed for a later day', () => {
  it('is said to begin then, since name and product tell it already', () => {
    world.put('catalog', productOf({ name: 'Fibra 1000' }))
    const old = chargeOf({ id: 'old', from: '2026-01-01' })
    world.put('services', serviceOf({ productId: 'product-0', activeFrom: '2026-01-01', charges: [old] }))
    resultOf(world.run('service.changePlan', { id: 'service-1', productId: 'product-1', on: '2026-04-01' }))
    expect(now().name).toBe('Fibra 1000')
    expect(on('2026-03-31')).toMatchObject({ status: 'active', planFrom: '2026-04-01' })
    expect(on('2026-04-01').planFrom).toBeUndefined()
  })
})

describe('a draft', () => {
  it('that is activated is charged from that day on, whatever day it was planned for', () => {
    const charges = [chargeOf({ id: 'c', from: '2026-02-01' })]
    world.put('services', serviceOf({ status: 'pending', activeFrom: '2026-02-01', charges }))
    resultOf(set('active', { on: '2026-03-20' }))
    expect(now()).toMatchObject({
      status: 'active',
      activeFrom: '2026-03-20',
      charges: [{ from: '2026-03-20' }],
    })
    expect(on('2026-03-10')).toMatchObject({ status: 'active', startsOn: '2026-03-20' })
  })
})
