import { describe, expect, it } from 'vitest'
import { ageing, ageingBucket } from '#core/domain/revenue/ageing.ts'
import { arpuInMonth, customerArpu, meanArpu } from '#core/domain/revenue/arpu.ts'
import { marginByProduct } from '#core/domain/revenue/margin.ts'
import { fullMonths } from '#core/domain/revenue/months.ts'
import { recurringMovement } from '#core/domain/revenue/recurring.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { serviceOf } from '#test/support/builders.ts'

const revenueOf = (services: Partial<Service>[], net: Record<string, number>) => ({
  services: services.map((fields) => serviceOf(fields)),
  netByMonth: new Map(Object.entries(net)),
})

describe('ARPU', () => {
  const today = '2026-03-10'

  it('divides the net of the last full months by months and services', () => {
    const revenue = revenueOf(
      [{ activeFrom: '2026-01-15' }, { activeFrom: '2026-02-01', status: 'suspended' }],
      {
        '2026-01': 1742,
        '2026-02': 6400,
        '2026-03': 99_999,
      },
    )
    expect(customerArpu(revenue, today)).toEqual({
      amount: 2036,
      net: 8142,
      months: ['2026-01', '2026-02'],
      services: 2,
    })
  })

  it('counts at most twelve months, and none without a billable service', () => {
    const all = Object.fromEntries(fullMonths(today, 20).map((month) => [month, 1000]))
    expect(customerArpu(revenueOf([{ activeFrom: '2020-01-01' }], all), today)).toMatchObject({
      amount: 1000,
      months: { length: 12, 0: '2025-03', 11: '2026-02' },
    })
    const gap = [
      { activeFrom: '2025-01-01', endedOn: '2025-06-01', status: 'ended' as const },
      { activeFrom: '2026-02-01' },
    ]
    expect(customerArpu(revenueOf(gap, all), today)).toMatchObject({
      months: ['2025-03', '2025-04', '2025-05', '2026-02'],
      services: 1,
    })
  })

  it('is nothing, not zero, without services or full months', () => {
    expect(customerArpu(revenueOf([], { '2026-02': 500 }), today)).toBeUndefined()
    expect(customerArpu(revenueOf([{ activeFrom: '2026-03-01' }], {}), today)).toBeUndefined()
    const over = { activeFrom: '2025-01-01', endedOn: '2026-02-01', status: 'ended' as const }
    expect(customerArpu(revenueOf([over], {}), today)).toBeUndefined()
    expect(
      customerArpu(revenueOf([{ activeFrom: '2025-01-01', status: 'pending' }], {}), today),
    ).toBeUndefined()
  })

  it('goes by month for the chart, and its mean leaves out who has none', () => {
    const revenue = revenueOf([{ activeFrom: '2026-01-15' }, { activeFrom: '2026-02-28' }], {
      '2026-02': 3001,
    })
    expect(['2025-12', '2026-01', '2026-02'].map((month) => arpuInMonth(revenue, month))).toEqual([
      undefined,
      0,
      1501,
    ])
    expect(meanArpu([1000, undefined, 2001])).toBe(1501)
    expect(meanArpu([undefined])).toBeUndefined()
  })
})

it('recurring revenue moves by what was won, grown, shrunk and lost', () => {
  const before = new Map([
    ['a', 2000],
    ['b', 3000],
    ['c', 1000],
    ['d', 500],
  ])
  const after = new Map([
    ['a', 2000],
    ['b', 4000],
    ['d', 200],
    ['e', 700],
  ])
  const movement = recurringMovement(before, after)
  expect(movement).toEqual({
    before: 6500,
    after: 6900,
    won: 700,
    grown: 1000,
    shrunk: 300,
    lost: 1000,
    change: 400,
    customersBefore: 4,
    customersWon: 1,
    customersLost: 1,
    customerChurn: 2500,
    revenueChurn: 2000,
  })
  expect(movement.won + movement.grown - movement.shrunk - movement.lost).toBe(movement.change)
  expect(recurringMovement(new Map(), after)).not.toHaveProperty('customerChurn')
})

describe('ageing', () => {
  it.each([
    ['2026-03-11', 'notDue'],
    ['2026-03-10', 'notDue'],
    ['2026-03-09', 'to30'],
    ['2026-02-08', 'to30'],
    ['2026-02-07', 'to60'],
    ['2026-01-09', 'to60'],
    ['2026-01-08', 'to90'],
    ['2025-12-10', 'to90'],
    ['2025-12-09', 'over90'],
  ])('what was due on %s is %s on 10 March', (dueOn, bucket) =>
    expect(ageingBucket(dueOn, '2026-03-10')).toBe(bucket),
  )

  it('sums up by currency', () => {
    const open = (dueOn: string, amount: number, currency = 'EUR') => ({ dueOn, open: amount, currency })
    const figures = ageing(
      [open('2026-03-09', 5), open('2026-03-01', 7), open('2026-04-01', 9, 'JPY')],
      '2026-03-10',
    )
    expect(figures.get('EUR')).toMatchObject({
      to30: { invoices: 2, open: 12 },
      notDue: { invoices: 0, open: 0 },
    })
    expect(figures.get('JPY')?.notDue).toEqual({ invoices: 1, open: 9 })
  })
})

it('margin never takes an unknown cost for nothing', () => {
  const rows = [
    { productId: 'fibre', amount: 3000, wholesale: 1200 },
    { productId: 'fibre', amount: -500 },
    { productId: 'tv', amount: 1000 },
    { amount: 200, wholesale: 250 },
  ]
  expect(marginByProduct(rows)).toEqual([
    { productId: 'fibre', net: 2500, netWithCost: 3000, wholesale: 1200, margin: 1800, rate: 6000 },
    { productId: 'tv', net: 1000, netWithCost: 0, wholesale: 0, margin: 0 },
    { net: 200, netWithCost: 200, wholesale: 250, margin: -50, rate: -2500 },
  ])
})
