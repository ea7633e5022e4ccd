import { describe, expect, it } from 'vitest'
import { compareWithLast, dueAgain } from '#core/domain/billing/comparison.ts'
import { draftCustomer, draftRun, type CustomerToBill, type RunPlan } from '#core/domain/billing/run.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { taxes } from '#test/support/billing-drafts.ts'
import { chargeOf, customerOf, serviceOf } from '#test/support/builders.ts'

const plan: RunPlan = {
  through: '2026-04-01',
  taxes,
  exitFeeText: { es: 'Baja anticipada', en: 'Early termination' },
}

const fibre = (fields: Partial<Service> = {}) =>
  serviceOf({
    activeFrom: '2026-03-01',
    charges: [chargeOf({ from: '2026-03-01', taxRateId: 'iva' })],
    ...fields,
  })

const toBill = (fields: Partial<CustomerToBill> = {}): CustomerToBill => ({
  customer: customerOf(),
  billsServices: true,
  sites: [{ id: 'site-1', separateInvoice: false }],
  services: [fibre()],
  billed: [],
  uninvoiced: [],
  ...fields,
})

describe('a draft of one customer', () => {
  it('has invoices, and no problem when there is none', () => {
    expect(draftCustomer(toBill(), plan)).toMatchObject({
      net: 3200,
      problems: [],
      invoices: [{ gross: 3872 }],
    })
  })

  it('leaves out archived customers and those whose status does not bill', () => {
    const archived = customerOf({ archived: { at: '2026-01-01T00:00:00Z', by: 'p' } })
    expect(draftCustomer(toBill({ customer: archived }), plan)).toMatchObject({
      skipped: 'archived',
      invoices: [],
    })
    expect(draftCustomer(toBill({ billsServices: false, lastNet: 3200 }), plan)).toMatchObject({
      skipped: 'statusDoesNotBill',
      invoices: [],
      comparison: { kind: 'gone', before: 3200 },
    })
  })

  it('bills the other services of a customer beside a broken one, and names it', () => {
    const broken = [
      fibre({ id: 'a', charges: [chargeOf({ unitPrice: '1,5' })] }),
      fibre({ id: 'b', activeFrom: 'yesterday', endedOn: 'zzz' }),
      fibre({ id: 'c', charges: undefined as unknown as Service['charges'] }),
      fibre({ id: 'd', currency: 'USD' }),
      fibre({ id: 'e', charges: [chargeOf({ periodMonths: 0 })] }),
    ]
    const draft = draftCustomer(toBill({ services: [...broken, fibre()] }), plan)
    expect(draft.net).toBe(3200)
    expect(draft.problems.map(({ serviceId, code }) => [serviceId, code])).toEqual([
      ['a', 'chargeInvalid'],
      ['b', 'serviceInvalid'],
      ['c', 'broken'],
      ['d', 'currencyDiffers'],
      ['e', 'chargeInvalid'],
    ])
  })
})

describe('the comparison with the run before', () => {
  it.each<[number | undefined, number | undefined, object | undefined]>([
    [undefined, 2000, { kind: 'new', before: 0, now: 2000 }],
    [undefined, undefined, undefined],
    [undefined, 0, undefined],
    [2000, undefined, { kind: 'gone', before: 2000, now: 0 }],
    [2000, 0, { kind: 'gone', before: 2000, now: 0 }],
    [2000, 2599, undefined],
    [2000, 2600, { kind: 'changed', before: 2000, now: 2600, percent: 30 }],
    [2000, 1401, undefined],
    [2000, 1400, { kind: 'changed', before: 2000, now: 1400, percent: -30 }],
    [2000, -2000, { kind: 'changed', before: 2000, now: -2000, percent: -200 }],
    [-1000, 1000, { kind: 'changed', before: -1000, now: 1000, percent: 200 }],
  ])('of %s with %s', (before, now, expected) => expect(compareWithLast(before, now)).toEqual(expected))
})

describe('the day on which a bill is due again', () => {
  it.each([
    // Days of months differ: 28 of February are followed by 31 of March.
    ['postpaid', 1, '2026-02-01', '2026-03-01', '2026-04-01'],
    ['postpaid', 1, '2026-11-01', '2026-12-01', '2027-01-01'],
    ['postpaid', 31, '2026-01-31', '2026-02-28', '2026-03-31'],
    ['postpaid', 31, '2026-02-28', '2026-03-31', '2026-04-30'],
    // A part of a month, then a whole one.
    ['postpaid', 1, '2026-11-10', '2026-12-01', '2027-01-01'],
    ['postpaid', 15, '2026-11-20', '2026-12-15', '2027-01-15'],
    ['postpaid', 1, '2026-01-01', '2026-04-01', '2026-07-01'],
    ['prepaid', 1, '2026-02-01', '2026-03-01', '2026-03-01'],
  ] as const)('%s on day %i, from %s to %s, is %s', (paymentType, billDay, periodFrom, periodTo, due) =>
    expect(dueAgain({ net: 1, periodFrom, periodTo }, { paymentType, billDay })).toBe(due),
  )
})

describe('a run', () => {
  const many = function* (count: number, asked: { customers: number }) {
    for (let i = 0; i < count; i++) {
      asked.customers++
      const customer = customerOf({ id: `c${i}`, currency: i % 10 === 0 ? 'JPY' : 'EUR' })
      const service = fibre({ id: `s${i}`, currency: customer.currency })
      yield toBill({ customer, services: [service], ...(i === 7 && { sites: [] }), lastNet: 3200 })
    }
  }

  it('goes customer by customer, asks for no more than it was told to, and sums up', () => {
    const asked = { customers: 0 }
    const run = draftRun(many(40, asked), plan)
    let step = run.next()
    for (let done = 1; done < 10; done++) step = run.next()
    expect(asked.customers).toBe(10)
    while (!step.done) step = run.next()
    expect(step.value).toEqual({
      customers: 40,
      billed: 39,
      skipped: 0,
      problems: 1,
      compared: { new: 0, gone: 1, changed: 4 },
      byCurrency: {
        EUR: { invoices: 35, creditNotes: 0, lines: 35, net: 112_000, tax: 23_520, gross: 135_520 },
        JPY: { invoices: 4, creditNotes: 0, lines: 4, net: 128, tax: 28, gross: 156 },
      },
    })
  })

  it('can be stopped between two customers', () => {
    const asked = { customers: 0 }
    for (const draft of draftRun(many(1_000_000, asked), plan)) if (draft.customerId === 'c3') break
    expect(asked.customers).toBe(4)
  })
})
