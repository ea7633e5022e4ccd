import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, isPlainDate, plainDateAt } from '#core/domain/values/plain-date.ts'

describe('addMonths', () => {
  it.each([
    ['2026-01-31', 1, 31, '2026-02-28'],
    ['2026-02-28', 1, 31, '2026-03-31'],
    ['2024-01-31', 1, 31, '2024-02-29'],
    ['2026-01-30', 1, 30, '2026-02-28'],
    ['2026-11-30', 3, 30, '2027-02-28'],
    ['2026-03-31', -1, 31, '2026-02-28'],
    ['2026-01-15', -13, 15, '2024-12-15'],
    ['2026-05-10', 0, 31, '2026-05-31'],
  ])('%s plus %i months with anchor %i is %s', (date, months, anchor, result) =>
    expect(addMonths(date, months, anchor)).toBe(result),
  )

  it('keeps to the anchor however far it goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -600, max: 600 }), fc.integer({ min: 1, max: 31 }), (months, anchor) => {
        const moved = addMonths('2026-01-01', months, anchor)
        expect(isPlainDate(moved)).toBe(true)
        const isShort = addDays(moved, 1).slice(5, 7) !== moved.slice(5, 7)
        expect(Number(moved.slice(8)) === anchor || isShort).toBe(true)
      }),
    )
  })
})

it('adds days over months, years and leap days', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
})

it('tells the day of a place, from eleven hours behind to fourteen ahead', () => {
  const moment = Date.parse('2026-03-10T10:30:00Z')
  expect(plainDateAt(moment, 'Pacific/Pago_Pago')).toBe('2026-03-09')
  expect(plainDateAt(moment, 'Europe/Madrid')).toBe('2026-03-10')
  expect(plainDateAt(moment, 'Pacific/Kiritimati')).toBe('2026-03-11')
  expect(plainDateAt(moment, 'nowhere')).toBe('2026-03-10')
})
