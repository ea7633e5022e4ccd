import { addDays, addMonths } from '#core/domain/values/plain-date.ts'

/** Monday: the first day of the week in both languages of the program (ISO 8601). Any Monday gives their names. */
const A_MONDAY = '2024-01-01'

/** Six weeks whatever the month: the calendar keeps its height while months go by. */
const WEEKS = 6

/** Monday 0 to Sunday 6. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/** The weeks that a month's calendar shows, from the Monday on or before its first day. */
export function weeksOf(day: string): string[][] {
  const first = `${day.slice(0, 8)}01`
  const start = addDays(first, -weekdayOf(first))
  return Array.from({ length: WEEKS }, (_, week) =>
    Array.from({ length: 7 }, (_day, at) => addDays(start, week * 7 + at)),
  )
}

export const weekdays = (): string[] => Array.from({ length: 7 }, (_, at) => addDays(A_MONDAY, at))

/** The nearest day within two limits, each of which may be missing. */
export function withinLimits(day: string, min: string | undefined, max: string | undefined): string {
  if (min !== undefined && day < min) return min
  return max !== undefined && day > max ? max : day
}

/** Where a key leads from a day in a calendar (WAI-ARIA date picker dialog); undefined for other keys. */
export function dayByKey(day: string, { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>) {
  const pages = shiftKey ? 12 : 1
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1)
    case 'ArrowRight':
      return addDays(day, 1)
    case 'ArrowUp':
      return addDays(day, -7)
    case 'ArrowDown':
      return addDays(day, 7)
    case 'Home':
      return addDays(day, -weekdayOf(day))
    case 'End':
      return addDays(day, 6 - weekdayOf(day))
    case 'PageUp':
      return addMonths(day, -pages)
    case 'PageDown':
      return addMonths(day, pages)
    default:
      return undefined
  }
}
