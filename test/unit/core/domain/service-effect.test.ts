import { beforeEach, describe, expect, it } from 'vitest'
import { seedId } from '#core/domain/seed-id.ts'
import type { ServiceCreated } from '#core/domain/service/create.ts'
import type { ServiceEnded } from '#core/domain/service/end.ts'
import type { ServiceRecharged } from '#core/domain/service/recharge.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { sayLine } from '#test/support/billing-table.ts'
import {
  chargeOf,
  customerOf,
  itemOf,
  officeOf,
  productOf,
  serviceOf,
  siteOf,
} from '#test/support/builders.ts'
import {
  createReadyWorld,
  refusalOf,
  resultOf,
  sha256,
  type CommandWorld,
} from '#test/support/command-world.ts'

/* Today is 10 March 2026. What a person is told before saving is what the run bills. */
let world: CommandWorld
const plan = (more: object = {}) => chargeOf({ id: 'plan', from: '2026-01-01', unitPrice: '31', ...more })

function begin(paymentType: 'prepaid' | 'postpaid', service: Partial<Service> = {}) {
  world = createReadyWorld()
  const statusId = seedId(sha256, 'customerStatus', 'active')
  world.put('catalog', officeOf(), productOf({ name: 'Fibra 1000' }))
  world.put('customers', customerOf({ statusId, paymentType }))
  world.put('sites', siteOf())
  world.put('services', serviceOf({ activeFrom: '2026-01-01', charges: [plan()], ...service }))
  world.run('billing.issue', { customerIds: ['customer-1'], through: '2026-03-01' })
}
beforeEach(() => begin('postpaid'))

const run = (name: string, input: object = {}) => world.run(`service.${name}`, { id: 'service-1', ...input })
function effectOf(name: string, input: object = {}) {
  const { effect } = resultOf<ServiceRecharged>(run(name, input))
  const say = (lines: ServiceRecharged['lines']) => lines.map((line) => sayLine(line, 'EUR'))
  return {
    until: effect.until,
    before: say(effect.before),
    after: say(effect.after),
    difference: effect.difference,
  }
}
/** What the run really bills up to a day. */
function billed(through: string): number {
  const issued = world.run('billing.issue', { customerIds: ['customer-1'], through })
  return issued.ok
    ? (issued.value.entries ?? []).filter(({ kind }) => kind !== 'tax').reduce((a, b) => a + b.amount, 0)
    : 0
}

describe('a change of plan in the middle of a month', () => {
  it('is explained day by day before it is saved, and the run bills just that', () => {
    const effect = effectOf('changePlan', { productId: 'product-1', on: '2026-03-16' })
    expect(effect).toEqual({
      until: '2026-04-01',
      before: ['03-01..04-01 31 = 31.00'],
      after: ['03-01..03-16 15/31 × 31 = 15.00', '03-16..04-01 16/31 × 32 = 16.52'],
      difference: 52,
    })
    expect(billed('2026-04-01')).toBe(3152)
  })

  it('of a month paid in advance gives back what is left and charges the rest', () => {
    begin('prepaid')
    expect(effectOf('changePlan', { productId: 'product-1', on: '2026-03-16' })).toEqual({
      until: '2026-04-01',
      before: [],
      after: ['03-01..03-16 15/31 × 31, was 31.00 = -16.00', '03-16..04-01 16/31 × 32 = 16.52'],
      difference: 52,
    })
  })

  it('keeps the meter that stays where it is', () => {
    const readings = [{ id: 'r', date: '2026-02-28', value: '100' }]
    begin('postpaid', { charges: [plan({ kind: 'metered', periodMonths: undefined, readings })] })
    const charges = [{ kind: 'metered', description: 'Luz', unitPrice: '0.2', unit: 'kWh' }]
    resultOf(run('changePlan', { charges, on: '2026-03-01' }))
    const begun = world.get('services', 'service-1')?.charges.at(-1)
    expect(begun?.readings).toMatchObject([{ date: '2026-02-28', value: '100' }])
  })
})

describe('what a change costs', () => {
  it('a pause takes its days out of every period that it touches', () => {
    const effect = effectOf('pause', { on: '2026-03-16', to: '2026-04-11' })
    expect(effect.before).toEqual(['03-01..04-01 31 = 31.00', '04-01..05-01 31 = 31.00'])
    expect(effect.after).toEqual(['03-01..03-16 15/31 × 31 = 15.00', '04-11..05-01 20/30 × 31 = 20.67'])
    expect(effect.difference).toBe(-2633)
  })

  it('an add-on costs its days, a charge billed once its price', () => {
    const charge = { kind: 'recurring', description: 'IP fija', unitPrice: '5', periodMonths: 1 }
    expect(effectOf('addCharge', { charge, on: '2026-03-20' }).after).toEqual([
      '03-20..04-01 12/31 × 5 = 1.94',
    ])
    const once = { kind: 'oneOff', description: 'Alta', unitPrice: '50' }
    expect(effectOf('addCharge', { charge: once, on: '2026-03-20' })).toMatchObject({ difference: 5000 })
  })

  it('a price changed from a day on leaves the days before as they were', () => {
    const charge = { kind: 'recurring', description: 'Cuota', unitPrice: '62', periodMonths: 1 }
    const effect = effectOf('changeCharge', { chargeId: 'plan', charge, on: '2026-03-16' })
    expect(effect.after).toEqual(['03-01..03-16 15/31 × 31 = 15.00', '03-16..04-01 16/31 × 62 = 32.00'])
    expect(refusalOf(run('changeCharge', { chargeId: 'none', charge })).code).toBe('service.chargeNotFound')
  })

  it('a charge ends on its day, and one that had not begun goes', () => {
    expect(effectOf('endCharge', { chargeId: 'plan', on: '2026-03-16' }).difference).toBe(-1600)
    begin('postpaid', { charges: [plan(), plan({ id: 'later', from: '2026-06-01' })] })
    resultOf(run('endCharge', { chargeId: 'later', on: '2026-04-01' }))
    expect(world.get('services', 'service-1')?.charges.map(({ id }) => id)).toEqual(['plan'])
  })

  it('a new service tells its first periods', () => {
    const created = world.run('service.create', {
      customerId: 'customer-1',
      siteId: 'site-1',
      productId: 'product-1',
      activeFrom: '2026-03-21',
    })
    const { effect } = resultOf<ServiceCreated>(created)
    expect(effect.after.map((line) => sayLine(line, 'EUR'))).toEqual(['03-21..04-01 11/31 × 32 = 11.35'])
  })
})

describe('the end of a service', () => {
  const contract = { from: '2026-01-01', months: 12, exitFee: '365' }
  const kept = () => world.get('inventory', 'item-1')
  beforeEach(() => {
    begin('postpaid', { contract, inventoryIds: ['item-1'] })
    world.put(
      'inventory',
      itemOf({ state: 'assigned', customerId: 'customer-1', siteId: 'site-1', serviceId: 'service-1' }),
    )
  })

  it('asks for the exit fee and takes the equipment back in one act', () => {
    const input = { on: '2026-03-16', itemIds: ['item-1'], reason: ' Se muda ' }
    const ended = resultOf<ServiceEnded>(run('end', input))
    expect(ended).toMatchObject({
      exitFee: { net: 29100, days: 291, wholeDays: 365 },
      returned: 1,
      heldItems: 0,
    })
    expect(ended.effect.difference).toBe(29100 - 1600)
    expect(world.get('services', 'service-1')).toMatchObject({
      status: 'active',
      endedOn: '2026-03-16',
      statusReason: 'Se muda',
      inventoryIds: [],
    })
    expect(kept()).toMatchObject({ state: 'inStock' })
    expect(kept()).not.toHaveProperty('serviceId')
  })

  it('may waive the fee and leave the equipment there', () => {
    const ended = resultOf<ServiceEnded>(run('end', { on: '2026-03-16', waiveExitFee: true }))
    expect(ended).toMatchObject({ returned: 0, heldItems: 1, effect: { difference: -1600 } })
    expect(kept()).toMatchObject({ state: 'assigned', serviceId: 'service-1' })
  })

  it('takes back nothing that is not its own, and nothing half', () => {
    world.put('inventory', itemOf({ id: 'other', serial: 'X', state: 'inStock' }))
    expect(refusalOf(run('end', { itemIds: ['other'] })).code).toBe('inventory.targetNotFound')
    expect(refusalOf(run('end', { itemIds: ['item-1'], placeId: 'nowhere' })).code).toBe(
      'inventory.placeNotFound',
    )
    expect(world.get('services', 'service-1')?.status).toBe('active')
  })
})
