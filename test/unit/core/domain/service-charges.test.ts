import { beforeEach, describe, expect, it } from 'vitest'
import { postedLine } from '#core/domain/billing/issue.ts'
import { serviceLines } from '#core/domain/billing/service-lines.ts'
import type { ServiceRecharged } from '#core/domain/service/charge-commands.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { seedId } from '#core/domain/seed-id.ts'
import { sayLine } from '#test/support/billing-table.ts'
import { chargeOf, customerOf, officeOf, productOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadyWorld, resultOf, sha256, type CommandWorld } from '#test/support/command-world.ts'

let world: CommandWorld
const monthly = chargeOf({ id: 'old', from: '2026-03-01', unitPrice: '31' })

/** On 10 March 2026 the prepaid month of March was billed with 31.00. */
beforeEach(() => {
  world = createReadyWorld()
  const statusId = seedId(sha256, 'customerStatus', 'active')
  world.put('catalog', officeOf(), productOf({ name: 'Fibra 1000' }))
  world.put('customers', customerOf({ statusId, paymentType: 'prepaid' }))
  world.put('sites', siteOf())
  world.put('services', serviceOf({ activeFrom: '2026-03-01', charges: [monthly] }))
  resultOf(world.run('billing.issue', { customerIds: ['customer-1'], through: '2026-03-01' }))
})

const service = (): Service => {
  const found = world.get('services', 'service-1')
  if (!found) throw new Error('no service')
  return found
}
const run = (name: string, input: object = {}) => world.run(`service.${name}`, { id: 'service-1', ...input })
const linesOf = (name: string, input: object = {}) =>
  resultOf<ServiceRecharged>(run(name, input)).lines.map((line) => sayLine(line, 'EUR'))
const charges = () => service().charges.map(({ unitPrice, from, to }) => [unitPrice, from, to])
const refusalOf = (name: string, input: object = {}) => {
  const outcome = run(name, input)
  if (outcome.ok) throw new Error(`${name} was not refused`)
  return outcome.error
}

describe('a change of plan', () => {
  it('ends the old price, begins the new one and explains what it costs', () => {
    const lines = linesOf('changePlan', { productId: 'product-1', on: '2026-03-16' })
    expect(lines).toEqual(['03-01..03-16 15/31 × 31, was 31.00 = -16.00', '03-16..04-01 16/31 × 32 = 16.52'])
    expect(charges()).toEqual([
      ['31', '2026-03-01', '2026-03-16'],
      ['32', '2026-03-16', undefined],
    ])
    expect(service()).toMatchObject({ name: 'Fibra 1000', productId: 'product-1', sortName: 'fibra 1000' })
  })

  it('takes place today when nobody says a day', () => {
    linesOf('changePlan', {
      charges: [{ kind: 'recurring', description: 'B', unitPrice: '9', periodMonths: 1 }],
    })
    expect(charges()).toEqual([
      ['31', '2026-03-01', '2026-03-10'],
      ['9', '2026-03-10', undefined],
    ])
  })

  it('may leave add-ons as they are', () => {
    linesOf('addCharge', {
      charge: { kind: 'recurring', description: 'IP fija', unitPrice: '5', periodMonths: 1 },
    })
    linesOf('changePlan', { productId: 'product-1', on: '2026-04-01', replaces: ['old'] })
    expect(charges()).toEqual([
      ['31', '2026-03-01', '2026-04-01'],
      ['5', '2026-03-10', undefined],
      ['32', '2026-04-01', undefined],
    ])
  })

  it('leaves what the old plan brings in with its product, until its last day', () => {
    const old = chargeOf({ id: 'old', from: '2026-03-01', unitPrice: '31' })
    world.put('services', serviceOf({ productId: 'product-0', activeFrom: '2026-03-01', charges: [old] }))
    linesOf('changePlan', { productId: 'product-1', on: '2026-04-11' })
    const found = serviceLines({
      service: service(),
      terms: { paymentType: 'postpaid', billDay: 1 },
      billed: [],
      through: '2026-05-01',
      exitFeeText: '',
    })
    const base = {
      currency: 'EUR',
      date: '2026-05-01',
      postedAt: '2026-05-01T00:00:00Z',
      customerId: 'customer-1',
    }
    const posted = found.lines.map((line) => postedLine(line, base))
    expect(posted.map(({ productId, amount }) => [productId, amount])).toEqual([
      ['product-0', 3100],
      ['product-0', 1033],
      ['product-1', 2133],
    ])
  })

  it('keeps the quarters of what it replaces', () => {
    const quarterly = chargeOf({ id: 'old', from: '2026-01-01', periodMonths: 3, unitPrice: '90' })
    world.put('services', serviceOf({ activeFrom: '2026-01-01', charges: [quarterly] }))
    const charge = { kind: 'recurring', description: 'B', unitPrice: '120', periodMonths: 3 }
    linesOf('changePlan', { charges: [charge], on: '2026-02-15' })
    expect(service().charges[1]).toMatchObject({ from: '2026-02-15', periodsFrom: '2026-01-01' })
  })

  it('takes out a plan that would not have begun by then', () => {
    linesOf('changePlan', { productId: 'product-1', on: '2026-05-01' })
    const charge = { kind: 'recurring', description: 'C', unitPrice: '9', periodMonths: 1 }
    linesOf('changePlan', { charges: [charge], on: '2026-04-01' })
    expect(charges()).toEqual([
      ['31', '2026-03-01', '2026-04-01'],
      ['9', '2026-04-01', undefined],
    ])
  })

  it('is refused without a plan, for an ended service and on no day', () => {
    expect(refusalOf('changePlan').code).toBe('service.planMissing')
    expect(refusalOf('changePlan', { on: '2026-02-30' })).toMatchObject({ fields: [{ path: 'on' }] })
    world.put('services', serviceOf({ status: 'ended', endedOn: '2026-03-01' }))
    expect(refusalOf('changePlan', { productId: 'product-1' }).code).toBe('service.isEnded')
  })
})

describe('an added charge', () => {
  it('is billed from its first day on', () => {
    const charge = { kind: 'recurring', description: 'IP fija', unitPrice: '5', periodMonths: 1 }
    expect(linesOf('addCharge', { charge, on: '2026-03-20' })).toEqual(['03-20..04-01 12/31 × 5 = 1.94'])
  })

  it('names what is wrong with it', () => {
    const charge = { kind: 'recurring', description: ' ', unitPrice: '5,5', periodMonths: 1 }
    expect(refusalOf('addCharge', { charge }).fields?.map(({ code }) => code)).toEqual([
      'service.chargeNameMissing',
      'service.priceForm',
    ])
  })
})

describe('a pause', () => {
  it('stops charges for its days and gives prepaid ones back', () => {
    const lines = linesOf('pause', { on: '2026-03-11', to: '2026-03-21' })
    expect(lines).toEqual(['03-01..04-01 21/31 × 31, was 31.00 = -10.00'])
    expect(service().charges[0]?.pauses).toMatchObject([{ from: '2026-03-11', to: '2026-03-21' }])
    expect(service().status).toBe('active')
  })

  it('without an end goes on until it is resumed', () => {
    linesOf('pause', { on: '2026-03-11' })
    expect(linesOf('resume', { on: '2026-03-21' })).toEqual(['03-01..04-01 21/31 × 31, was 31.00 = -10.00'])
    expect(service().charges[0]?.pauses).toMatchObject([{ from: '2026-03-11', to: '2026-03-21' }])
  })

  it('that is resumed before it begins never was', () => {
    linesOf('pause', { on: '2026-05-01', to: '2026-09-01' })
    linesOf('resume', { on: '2026-04-01' })
    expect(service().charges[0]?.pauses).toEqual([])
    expect(refusalOf('resume').code).toBe('service.notPaused')
  })

  it('ends after it begins', () => {
    expect(refusalOf('pause', { on: '2026-03-11', to: '2026-03-11' })).toMatchObject({
      fields: [{ path: 'to', code: 'service.datesSwapped' }],
    })
  })
})
