import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { periodAt, periodsIn, type PeriodRule } from '#core/domain/billing/periods.ts'
import { addDays, daysBetween, isPlainDate } from '#core/domain/values/plain-date.ts'

const starts = (rule: PeriodRule, from: string, to: string) =>
  [...periodsIn(rule, { from, to })].map((period) => period.from)

describe('periods', () => {
  it.each<[string, number, number, string[]]>([
    ['2026-01-31', 31, 1, ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['2024-01-31', 31, 1, ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']],
    ['2026-01-30', 30, 1, ['2026-01-30', '2026-02-28', '2026-03-30', '2026-04-30', '2026-05-30']],
    ['2025-11-30', 30, 3, ['2025-11-30', '2026-02-28', '2026-05-30', '2026-08-30']],
    ['2026-01-31', 31, 3, ['2026-01-31', '2026-04-30', '2026-07-31', '2026-10-31']],
    ['2024-02-29', 29, 12, ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']],
    ['2026-05-13', 1, 3, ['2026-05-01', '2026-08-01', '2026-11-01']],
    ['2020-06-15', 15, 120, ['2020-06-15', '2030-06-15', '2040-06-15']],
  ])('from %s with bill day %i, each %i months', (anchor, billDay, months, expected) => {
    const end = addDays(expected.at(-1) ?? '', 1)
    expect(starts({ anchor, billDay, months }, anchor, end)).toEqual(expected)
  })

  it('go on without gap or overlap, whatever their anchor, and each day is in the one that holds it', () => {
    const rules = fc.record({
      anchor: fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days)),
      billDay: fc.integer({ min: 1, max: 31 }),
      months: fc.integer({ min: 1, max: 120 }),
    })
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days))
    fc.assert(
      fc.property(rules, day, (rule, date) => {
        const period = periodAt(rule, date)
        expect(isPlainDate(period.from) && isPlainDate(period.to)).toBe(true)
        expect(period.from <= date && date < period.to).toBe(true)
        expect(periodAt(rule, period.to).from).toBe(period.to)
        expect(periodAt(rule, addDays(period.from, -1)).to).toBe(period.from)
        // The anchor's own period is one of them.
        expect(daysBetween(periodAt(rule, rule.anchor).from, rule.anchor)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
