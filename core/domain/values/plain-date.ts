import { isTimeZone } from './locale-codes.ts'

/** Days of each month; February is decided by the year. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** Gregorian calendar, as ISO 8601 uses it for all years. */
export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Number of days in a month, 1 to 12. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (DAYS[month - 1] ?? 0)

/** True for a date that exists, written `YYYY-MM-DD`. */
export function isPlainDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return false
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** `YYYY-MM-DD` of three numbers, whether the day exists or not. */
export const plainDateOf = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/**
 * The day so many whole months later. The anchor day is kept where the month has it: 31 January plus one month is the
 * last of February, and from there one more is 31 March again with anchor 31.
 *
 * @param date a date that exists, `YYYY-MM-DD`.
 * @param months may be negative.
 * @param anchor day of the month to keep to, 1-31; the date's own day by default.
 */
export function addMonths(date: string, months: number, anchor = Number(date.slice(8, 10))): string {
  const total = monthNumber(date) + months
  const year = Math.floor(total / 12)
  const month = (total % 12) + 1
  return plainDateOf(year, month, Math.min(anchor, daysInMonth(year, month)))
}

/** The day so many days later, or earlier when negative. */
export function addDays(date: string, days: number): string {
  const moved = new Date(
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)) + days),
  )
  return plainDateOf(moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate())
}

/** Whole days from one date to a later one; negative when it is earlier. */
export const daysBetween = (from: string, to: string): number => (dayNumber(to) - dayNumber(from)) / DAY

const DAY = 86_400_000

/** Milliseconds of UTC, which has days of one length: no zone comes in. */
const dayNumber = (date: string): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)))

/** Months since the year 0; January of year 0 is 0. */
export const monthNumber = (date: string): number =>
  Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1

const dayFormats = new Map<string, Intl.DateTimeFormat>()

/**
 * The calendar day that it is somewhere at a moment, `YYYY-MM-DD`.
 *
 * @param millis since 1970 UTC.
 * @param timeZone IANA name; an unknown one counts as UTC.
 */
export function plainDateAt(millis: number, timeZone: string): string {
  let format = dayFormats.get(timeZone)
  if (!format) {
    // Swedish writes dates as ISO 8601 does.
    const zone = isTimeZone(timeZone) ? timeZone : 'UTC'
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
    dayFormats.set(timeZone, format)
  }
  return format.format(millis)
}
