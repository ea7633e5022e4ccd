import { fold } from '#core/lib/fold.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { monthOfName } from '#core/domain/values/month-names.ts'
import { addDays, isPlainDate, plainDateOf } from '#core/domain/values/plain-date.ts'
import { visibleLine } from '#core/domain/values/visible-text.ts'

/** Why a typed text names no day: it is no date, there is no such day, or its year cannot be meant. */
export type TypedDayProblem = 'form' | 'noSuchDay' | 'year'

/** Years that are taken as typed: a finger too many or too few on the keys gives one outside. */
export const FIRST_YEAR = 1800
export const LAST_YEAR = 2199

/** Characters of the longest text that is looked at; what is pasted may be of any length. */
const LONGEST = 40

/** Years ahead that two digits may mean; 79 years of the past are the rest of the hundred. */
const AHEAD = 20

const WORDS: ReadonlyMap<string, number> = new Map([
  ['hoy', 0],
  ['today', 0],
  ['manana', 1],
  ['tomorrow', 1],
  ['ayer', -1],
  ['yesterday', -1],
])

const OFFSET = /^([+-]) ?(\d{1,5})$/
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const DIGITS = /^(\d{2})(\d{2})(\d{4}|\d{2})$/
const NUMBERS = /^(\d{1,2}) ?[-/. ] ?(\d{1,2})(?: ?[-/. ] ?(\d{4}|\d{2}))?\.?$/
/** A first day has an ending in both languages: 1st of May, 1.º de mayo; NFKC makes the sign an o. */
const ENDING = '(?:st|nd|rd|th|\\.?o)?'
const NAMED = new RegExp(
  `^(\\d{1,2})${ENDING}(?: de | of | ?[-/. ] ?)([a-z]+)\\.?(?:(?: de | del |, ?| ?[-/. ] ?)(\\d{4}|\\d{2}))?$`,
)
const MONTH_FIRST = new RegExp(`^([a-z]+)\\.? (\\d{1,2})${ENDING}(?:,? (\\d{4}))?$`)

/** Texts to which nothing can be added any more: their day is taken while a person still types. */
const WHOLE = /^(?:\d{4}-\d\d-\d\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$/

/** Odd dashes and wide digits, as other programs copy them, become plain ones. */
const tidy = (text: string): string =>
  fold(
    visibleLine(text)
      .normalize('NFKC')
      .replace(/[‐-―−]/g, '-'),
  )

/** The year that two digits mean, as near to today's as `AHEAD` allows; this year without any. */
function yearOf(digits: string | undefined, today: string): number {
  const now = Number(today.slice(0, 4))
  if (digits === undefined) return now
  if (digits.length === 4) return Number(digits)
  const latest = now + AHEAD
  return latest - ((latest - Number(digits)) % 100)
}

function dayOf(year: number, month: number, day: number): Result<string, TypedDayProblem> {
  if (year < FIRST_YEAR || year > LAST_YEAR) return err('year')
  const date = plainDateOf(year, month, day)
  return isPlainDate(date) ? ok(date) : err('noSuchDay')
}

/**
 * The day that somebody typed, `YYYY-MM-DD`. The day comes before the month in both languages of the program, also in
 * English (`formatLocale`), whatever the browser's language is; nothing is guessed the other way round: 12/31/2026 is no
 * date here. Also read: ISO 8601, digits alone (310126), a month's name, words such as "mañana", and days from today (+7).
 *
 * @param today `YYYY-MM-DD`; gives the year that was not typed.
 */
export function readTypedDay(text: string, today: string): Result<string, TypedDayProblem> {
  if (text.length > LONGEST) return err('form')
  const plain = tidy(text)
  const offset = OFFSET.exec(plain)
  const days = offset ? Number(`${offset[1]}${offset[2]}`) : WORDS.get(plain)
  if (days !== undefined) {
    const date = addDays(today, days)
    return dayOf(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)))
  }
  const iso = ISO.exec(plain)
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const numbers = DIGITS.exec(plain) ?? NUMBERS.exec(plain)
  if (numbers) return dayOf(yearOf(numbers[3], today), Number(numbers[2]), Number(numbers[1]))
  const named = NAMED.exec(plain)
  const [day, name, year] = named ? named.slice(1) : monthFirst(plain)
  const month = name === undefined ? undefined : monthOfName(name)
  return month === undefined ? err('form') : dayOf(yearOf(year, today), month, Number(day))
}

/** Day, month and year of a text such as "March 3, 2026". */
function monthFirst(plain: string): (string | undefined)[] {
  const parts = MONTH_FIRST.exec(plain)
  return parts ? [parts[2], parts[1], parts[3]] : []
}

/** The day of a text that is complete as it stands; undefined while more may come. */
export function wholeTypedDay(text: string, today: string): string | undefined {
  if (!WHOLE.test(text)) return undefined
  const day = readTypedDay(text, today)
  return day.ok ? day.value : undefined
}
