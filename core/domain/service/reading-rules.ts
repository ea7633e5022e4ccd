import { createMeter } from '../billing/meter.ts'
import type { FieldIssue } from '../command.ts'
import { millionths, millionthsToDecimal } from '../values/exact.ts'
import { isDecimal } from '../values/money.ts'
import { addDays, daysBetween, isPlainDate } from '../values/plain-date.ts'
import type { Charge } from './schema.ts'

/** A reading as somebody takes it down. */
export interface MeterReading {
  /** `YYYY-MM-DD`; the meter was read at the end of it. */
  date: string
  /** Decimal text. */
  value: string
  estimated: boolean
  newMeterValue?: string
}

type Reading = NonNullable<Charge['readings']>[number]

/** Times more, or less, than usual by which a reading is doubted. */
const DOUBTED = 3n
/** Days of readings from which a usual daily use is told. */
const ENOUGH_DAYS = 7
/** For how long back it is looked for, as the estimate of a bill does (billing/meter.ts). */
const LOOK_BACK_DAYS = 366

/** True readings, and estimates since the last true one, in the order of their days. */
export const readingsInOrder = (readings: readonly Reading[] = []): Reading[] =>
  readings.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))

/** The last reading before a day. */
export const readingBefore = (charge: Charge, date: string): Reading | undefined =>
  readingsInOrder(charge.readings).findLast((one) => one.date < date)

/** What a meter counted from one reading to the next, as decimal text; a meter that was changed begins anew. */
export const usedSince = (before: Reading | undefined, reading: Pick<Reading, 'value'>): string | undefined =>
  before && millionthsToDecimal(millionths(reading.value) - millionths(before.newMeterValue ?? before.value))

/**
 * The daily use by the true readings of the last year before a day; undefined when they do not say enough.
 *
 * @returns millionths of a unit of the meter.
 */
export function usualUse(charge: Charge, date: string): bigint | undefined {
  const sure = readingsInOrder(charge.readings).filter((one) => !one.estimated && one.date < date)
  const last = sure.at(-1)
  const first = sure.find((one) => last && daysBetween(one.date, last.date) <= LOOK_BACK_DAYS)
  const days = first && last ? daysBetween(first.date, last.date) : 0
  const meter = createMeter(sure)
  if (!first || !last || days < ENOUGH_DAYS || !meter.ok) return undefined
  const from = meter.value.at(addDays(first.date, 1))
  const to = meter.value.at(addDays(last.date, 1))
  return from.ok && to.ok ? (to.value.counted - from.value.counted) / BigInt(days) : undefined
}

/**
 * What is wrong with a reading, and what a person should look at twice: much more or much less than usual. Paths are
 * `date`, `value` and `newMeterValue`.
 *
 * @param today in the office's time zone: a day to come cannot have been read.
 */
export function checkReading(charge: Charge, reading: MeterReading, today: string): FieldIssue[] {
  const error = (path: string, code: string, params?: FieldIssue['params']): FieldIssue => ({
    path,
    code,
    severity: 'error',
    ...(params && { params }),
  })
  const { date, value, newMeterValue } = reading
  const issues: FieldIssue[] = []
  if (!isPlainDate(date)) issues.push(error('date', 'service.dateForm'))
  else if (date > today && !reading.estimated) issues.push(error('date', 'service.readingAhead'))
  if (!isAmount(value)) issues.push(error('value', 'service.readingForm'))
  if (newMeterValue !== undefined && !isAmount(newMeterValue))
    issues.push(error('newMeterValue', 'service.readingForm'))
  if (issues.length > 0) return issues
  const others = (charge.readings ?? []).filter((one) => one.date !== date)
  const meter = createMeter([...others, { id: '', ...reading }])
  if (!meter.ok) {
    const near = readingBefore(charge, date)
    const params = { value: near ? Number(near.newMeterValue ?? near.value) : '', day: meter.error.detail }
    return [
      error('value', meter.error.detail === date ? 'service.readingBelow' : 'service.readingAbove', params),
    ]
  }
  const doubt = doubtOf(charge, reading)
  return doubt ? [doubt] : []
}

const isAmount = (text: string): boolean => isDecimal(text) && !text.startsWith('-')

function doubtOf(charge: Charge, { date, value }: MeterReading): FieldIssue | undefined {
  const usual = usualUse(charge, date)
  const last = readingBefore(charge, date)
  if (usual === undefined || !last) return undefined
  const days = BigInt(daysBetween(last.date, date))
  const used = millionths(value) - millionths(last.newMeterValue ?? last.value)
  const expected = usual * days
  const params = { used: toWhole(used), usual: toWhole(expected), days: Number(days) }
  if (used > expected * DOUBTED)
    return { path: 'value', code: 'service.readingHigh', severity: 'warning', params }
  if (used * DOUBTED < expected)
    return { path: 'value', code: 'service.readingLow', severity: 'warning', params }
  return undefined
}

/** Millionths as a number with one decimal, for a sentence. */
const toWhole = (amount: bigint): number => Math.round(Number(amount) / 100_000) / 10
