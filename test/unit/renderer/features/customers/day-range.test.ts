import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, plainDateAt } from '#core/domain/values/plain-date.ts'
import { DAY_SPANS, daysOf, daysToMoments } from '#renderer/features/customers/list/filter/day-range.ts'

/** Far west, far east, and places where the clocks skip midnight. */
const ZONES = [
  'Pacific/Pago_Pago',
  'America/Mexico_City',
  'America/Asuncion',
  'Europe/Madrid',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
] as const
const anyZone = fc.constantFrom(...ZONES)
const anyDay = fc.integer({ min: 0, max: 365 * 30 }).map((days) => addDays('2005-01-01', days))

describe('a day picked for a filter', () => {
  it('is never taken for the day before or after, wherever the office is', () => {
    fc.assert(
      fc.property(anyDay, anyZone, (day, timeZone) => {
        const { from, before } = daysToMoments({ from: day, to: day }, { today: '2026-01-01', timeZone })
        const first = Date.parse(from ?? '')
        const last = Date.parse(before ?? '') - 1
        expect(plainDateAt(first, timeZone)).toBe(day)
        expect(plainDateAt(last, timeZone)).toBe(day)
        expect(plainDateAt(first - 1, timeZone)).toBe(addDays(day, -1))
        expect(plainDateAt(last + 1, timeZone)).toBe(addDays(day, 1))
      }),
      { examples: [['2019-10-05', 'America/Asuncion']] },
    )
  })

  it('leaves an open end open', () => {
    const calendar = { today: '2026-01-01', timeZone: 'Europe/Madrid' }
    expect(daysToMoments({ from: '2026-03-01' }, calendar)).toEqual({ from: '2026-02-28T23:00:00.000Z' })
    expect(daysToMoments({ to: '2026-03-01' }, calendar)).toEqual({ before: '2026-03-01T23:00:00.000Z' })
  })
})

describe('a span', () => {
  it('that has today in its name ends today, and none that is past reaches it', () => {
    const today = '2026-03-01'
    expect(daysOf({ span: 'today' }, today)).toEqual({ from: today, to: today })
    expect(daysOf({ span: 'last7' }, today)).toEqual({ from: '2026-02-23', to: today })
    expect(daysOf({ span: 'lastMonth' }, today)).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(daysOf({ span: 'past' }, today)).toEqual({ to: '2026-02-28' })
  })

  it('never ends before it begins', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...DAY_SPANS), (today, span) => {
        const { from, to } = daysOf({ span }, today)
        if (from !== undefined && to !== undefined) expect(from <= to).toBe(true)
      }),
    )
  })
})
