import { fold } from '../../lib/fold.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import { monthOfName } from '../values/month-names.ts'
import { isPlainDate, plainDateOf } from '../values/plain-date.ts'
import type { DateOrder } from './mapping.ts'

export type DateProblem =
  | 'import.dateForm'
  /** Both day/month and month/day give a date: nobody said which. */
  | 'import.dateAmbiguous'
  /** No such day in the order that was chosen. */
  | 'import.dateImpossible'
  /** A year of two digits: 23 may be 1923. */
  | 'import.dateShortYear'

/** A time after a date, which is let go: dates have no time (features.md (c) 16). */
const TIME = /[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.? ?m\.?)?( ?(z|utc|gmt)|[+-]\d{2}:?\d{2})?$/

const NUMBERS = /^(\d{1,4})([/.\- ])(\d{1,2})\2(\d{1,4})$/
const WITH_MONTH_NAME = /^(\d{1,2})(?: de |[ ./-])([a-z]+)\.?(?: de |[ ./-])(\d{2}|\d{4})$/

/** The three numbers of a date as written, or its day when the text itself decides. */
type Reading =
  | { kind: 'whole'; date: string }
  | { kind: 'numbers'; first: number; second: number; year: number }
  | { kind: 'none'; problem: DateProblem }

function read(text: string): Reading {
  const plain = fold(text).replace(TIME, '')
  const named = WITH_MONTH_NAME.exec(plain)
  if (named) {
    const [, day = '', month = '', year = ''] = named
    const number = monthOfName(month)
    if (number === undefined) return { kind: 'none', problem: 'import.dateForm' }
    if (year.length === 2) return { kind: 'none', problem: 'import.dateShortYear' }
    return { kind: 'whole', date: plainDateOf(Number(year), number, Number(day)) }
  }
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  const parts = NUMBERS.exec(plain)
  const [a = '', b = '', c = ''] = compact?.slice(1) ?? (parts ? [parts[1], parts[3], parts[4]] : [])
  if (a.length === 4 && c.length <= 2)
    return { kind: 'whole', date: plainDateOf(Number(a), Number(b), Number(c)) }
  if (a === '' || a.length > 2) return { kind: 'none', problem: 'import.dateForm' }
  if (c.length !== 4) return { kind: 'none', problem: 'import.dateShortYear' }
  return { kind: 'numbers', first: Number(a), second: Number(b), year: Number(c) }
}

const asDate = (date: string): Result<string, DateProblem> =>
  isPlainDate(date) ? ok(date) : err('import.dateImpossible')

/**
 * The day that a cell names, `YYYY-MM-DD`. Year first and months by name need no order; of day/month and month/day one
 * must be chosen unless only one is a date, or both are the same day.
 */
export function readDate(text: string, order: DateOrder | undefined): Result<string, DateProblem> {
  const reading = read(text.trim())
  if (reading.kind === 'none') return err(reading.problem)
  if (reading.kind === 'whole') return asDate(reading.date)
  const { first, second, year } = reading
  const dayFirst = plainDateOf(year, second, first)
  const monthFirst = plainDateOf(year, first, second)
  if (order === 'dmy') return asDate(dayFirst)
  if (order === 'mdy') return asDate(monthFirst)
  if (order === 'ymd') return err('import.dateForm')
  if (isPlainDate(dayFirst) && isPlainDate(monthFirst) && first !== second) return err('import.dateAmbiguous')
  return isPlainDate(dayFirst) ? ok(dayFirst) : asDate(monthFirst)
}

/** What the values of a column say of their order. */
export interface DateEvidence {
  /** Values that only day/month reads, and that only month/day reads. */
  dmy: number
  mdy: number
  /** Values that both read, as different days. */
  either: number
  /** Values that need no order. */
  sure: number
  /** Values that are no dates. */
  none: number
}

export const noEvidence = (): DateEvidence => ({ dmy: 0, mdy: 0, either: 0, sure: 0, none: 0 })

export function addEvidence(evidence: DateEvidence, text: string): void {
  const reading = read(text.trim())
  if (reading.kind === 'none') {
    evidence.none++
    return
  }
  if (reading.kind === 'whole') {
    evidence[isPlainDate(reading.date) ? 'sure' : 'none']++
    return
  }
  const { first, second, year } = reading
  const dayFirst = isPlainDate(plainDateOf(year, second, first))
  const monthFirst = isPlainDate(plainDateOf(year, first, second))
  if (dayFirst && monthFirst) evidence[first === second ? 'sure' : 'either']++
  else if (dayFirst) evidence.dmy++
  else if (monthFirst) evidence.mdy++
  else evidence.none++
}

/**
 * The order that a column's values prove; `open` when values can be read in two ways and nothing decides, or when they
 * contradict each other: then a person has to say it. Undefined for a column without dates that need an order.
 */
export function provenOrder({ dmy, mdy, either }: DateEvidence): DateOrder | 'open' | undefined {
  if (dmy > 0 && mdy > 0) return 'open'
  if (dmy > 0) return 'dmy'
  if (mdy > 0) return 'mdy'
  return either > 0 ? 'open' : undefined
}
