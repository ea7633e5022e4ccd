import { dayStart } from '#core/domain/values/day-start.ts'
import { addDays, addMonths, isPlainDate } from '#core/domain/values/plain-date.ts'
import type { Calendar } from './list-filter.ts'

/** What of a customer is filtered by days. */
export const DAY_FIELDS = ['createdAt', 'changedAt', 'oldestDue'] as const
export type DayField = (typeof DAY_FIELDS)[number]

/** Spans that move with the calendar. */
export const DAY_SPANS = [
  'today',
  'last7',
  'last30',
  'last90',
  'thisMonth',
  'lastMonth',
  'thisYear',
  /** Any day before today. */
  'past',
  'next7',
  'next30',
] as const
export type DaySpan = (typeof DAY_SPANS)[number]

/** Days as `YYYY-MM-DD`, both included. */
export interface Days {
  from?: string
  to?: string
}

export type DayRange = { span: DaySpan } | Days

export const isSpan = (range: DayRange): range is { span: DaySpan } => 'span' in range

/** Whether a value from outside is a range of days. */
export function isDayRange(value: unknown): value is DayRange {
  if (typeof value !== 'object' || value === null) return false
  const { span, from, to } = value as Record<string, unknown>
  if (span !== undefined) return DAY_SPANS.some((known) => known === span)
  const isDay = (day: unknown) => day === undefined || (typeof day === 'string' && isPlainDate(day))
  return isDay(from) && isDay(to) && (from !== undefined || to !== undefined)
}

/** The days that a range means on a day; an end left out is open. */
export function daysOf(range: DayRange, today: string): Days {
  if (!isSpan(range)) return range
  const month = `${today.slice(0, 7)}-01`
  switch (range.span) {
    case 'today':
      return { from: today, to: today }
    case 'last7':
      return { from: addDays(today, -6), to: today }
    case 'last30':
      return { from: addDays(today, -29), to: today }
    case 'last90':
      return { from: addDays(today, -89), to: today }
    case 'thisMonth':
      return { from: month, to: addDays(addMonths(month, 1), -1) }
    case 'lastMonth':
      return { from: addMonths(month, -1), to: addDays(month, -1) }
    case 'thisYear':
      return { from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` }
    case 'past':
      return { to: addDays(today, -1) }
    case 'next7':
      return { from: today, to: addDays(today, 6) }
    case 'next30':
      return { from: today, to: addDays(today, 29) }
  }
}

export const daysToDueRange = (range: DayRange, { today }: Calendar): Days => daysOf(range, today)

/** Days as moments of a time zone: the first one from its midnight, the last one up to the next midnight. */
export function daysToMoments(
  range: DayRange,
  { today, timeZone }: Calendar,
): { from?: string; before?: string } {
  const { from, to } = daysOf(range, today)
  return {
    ...(from !== undefined && { from: dayStart(from, timeZone) }),
    ...(to !== undefined && { before: dayStart(addDays(to, 1), timeZone) }),
  }
}
