import { formatLocale } from './index.ts'

const dates = new Map<string, Intl.DateTimeFormat>()
const numbers = new Map<string, Intl.NumberFormat>()

/** A format of dates, made once: making one takes longer than drawing a row. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const format = dates.get(key) ?? new Intl.DateTimeFormat(locale, options)
  dates.set(key, format)
  return format
}

/** A format of numbers, made once. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options)
  const format = numbers.get(key) ?? new Intl.NumberFormat(locale, options)
  numbers.set(key, format)
  return format
}

// The month as a word: 03/04 is not the same day in every office.
export const DAY = { day: '2-digit', month: 'short', year: 'numeric' } as const
/** Of a day of the calendar, which is the same day in every time zone. */
const PLAIN_DAY = { ...DAY, timeZone: 'UTC' } as const
/** Of a moment with its day. */
export const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const

/** A day of the calendar, `YYYY-MM-DD`, as people of a language write it. */
export const writtenDay = (locale: string, plain: string): string =>
  dateFormat(formatLocale(locale), PLAIN_DAY).format(new Date(`${plain}T00:00:00Z`))

/** A moment as text with its day, in a time zone by its IANA name. */
export const writtenMoment = (locale: string, timeZone: string, moment: string): string =>
  dateFormat(formatLocale(locale), { ...MOMENT, timeZone }).format(new Date(moment))
