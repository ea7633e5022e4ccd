import { err, ok, type Result } from '../../lib/result.ts'
import type { Charge } from '../service/schema.ts'
import { millionths, roundedQuotient } from '../values/exact.ts'
import { addDays, daysBetween } from '../values/plain-date.ts'
import type { BillingProblemCode } from './line.ts'
import type { Span } from './spans.ts'

type Reading = NonNullable<Charge['readings']>[number]

/** What the meter had counted in all at the start of a day, and what it showed; millionths of a unit. */
export interface MeterState {
  counted: bigint
  shown: bigint
  /** It was not read that day: worked out from other readings, or guessed. */
  estimated: boolean
}

export interface Meter {
  /** The state at the start of a day. Fails with `noReading` after the last reading when nothing tells the daily use. */
  at(date: string): Result<MeterState, MeterProblem>
}

export interface MeterProblem {
  code: Extract<BillingProblemCode, 'noReading' | 'meterWentBack'>
  /** The day. */
  detail: string
}

/** A reading: the state at the start of the day after it. */
interface Point {
  date: string
  counted: bigint
  /** What the meter that counts from here on showed. */
  shown: bigint
  isTrue: boolean
}

/** For how many days back the daily use is taken from true readings to guess what comes after the last one. */
const LOOK_BACK_DAYS = 366

/**
 * A meter by its readings, each taken at the end of its day.
 *
 * - Between two readings the use is spread evenly over the days, so that the sum is always what the meter counted.
 * - An estimated reading counts only until a true one comes after it: then the true ones alone decide, and what was
 *   billed by the estimate is corrected.
 * - Before the first reading nothing was counted; after the last one the daily use of the last year goes on.
 *
 * Worked-out states are rounded as finely as the finest reading.
 */
export function createMeter(readings: readonly Reading[]): Result<Meter, MeterProblem> {
  const built = pointsOf(readings)
  if (!built.ok) return built
  const points = built.value
  const unit = readings.reduce((finest, { value }) => minimum(finest, unitOf(value)), 1_000_000n)
  const [first] = points
  const last = points.at(-1)
  return ok({
    at(date) {
      if (!first || !last) return err({ code: 'noReading', detail: date })
      if (date <= first.date) return ok(stateOf(first, first.counted, date < first.date))
      const next = points.findIndex((point) => point.date >= date)
      const after = points[next]
      const before = points[next - 1]
      if (after?.date === date) return ok(stateOf(after, after.counted, !after.isTrue))
      if (after && before) return ok(between(before, after, date))
      return beyond(last, date)
    },
  })

  function between(a: Point, b: Point, date: string): MeterState {
    const counted = a.counted + spread(b.counted - a.counted, daysBetween(a.date, b.date), a.date, date)
    return stateOf(a, counted, true)
  }

  function beyond(end: Point, date: string): Result<MeterState, MeterProblem> {
    const sure = points.filter((point) => point.isTrue)
    const to = sure.at(-1) ?? end
    const from = sure.find((point) => daysBetween(point.date, to.date) <= LOOK_BACK_DAYS)
    if (!from || from.date >= to.date) return err({ code: 'noReading', detail: date })
    const used = spread(to.counted - from.counted, daysBetween(from.date, to.date), end.date, date)
    return ok(stateOf(end, end.counted + used, true))
  }

  /** The use from one day to another at `amount` in `days`. */
  function spread(amount: bigint, days: number, from: string, to: string): bigint {
    return roundedQuotient(amount * BigInt(daysBetween(from, to)), BigInt(days) * unit) * unit
  }
}

const stateOf = (point: Point, counted: bigint, estimated: boolean): MeterState => ({
  counted,
  shown: point.shown + counted - point.counted,
  estimated,
})

function pointsOf(readings: readonly Reading[]): Result<Point[], MeterProblem> {
  const sorted = readings.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
  const lastTrue = sorted.findLast(({ estimated }) => !estimated)?.date ?? ''
  const points: Point[] = []
  for (const reading of sorted) {
    if (reading.estimated && reading.date < lastTrue) continue
    const before = points.at(-1)
    const date = addDays(reading.date, 1)
    const value = millionths(reading.value)
    // Of two readings of one day the later in the list counts.
    if (before?.date === date) points.pop()
    const base = points.at(-1)
    if (base && value < base.shown) return err({ code: 'meterWentBack', detail: reading.date })
    points.push({
      date,
      counted: base ? base.counted + value - base.shown : 0n,
      shown: reading.newMeterValue === undefined ? value : millionths(reading.newMeterValue),
      isTrue: !reading.estimated,
    })
  }
  return ok(points)
}

/** Millionths of the last decimal that a reading has. */
const unitOf = (value: string): bigint => 10n ** BigInt(6 - (value.split('.')[1]?.length ?? 0))

const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** What was used on some days. */
export interface Usage {
  /** Millionths of a unit. */
  used: bigint
  from: MeterState
  to: MeterState
}

/** What the meter counted on days in order; paused days between them do not count. */
export function usageOn(meter: Meter, spans: readonly Span[]): Result<Usage | undefined, MeterProblem> {
  let usage: Usage | undefined
  for (const span of spans) {
    const from = meter.at(span.from)
    if (!from.ok) return from
    const to = meter.at(span.to)
    if (!to.ok) return to
    const used = to.value.counted - from.value.counted
    usage = { used: (usage?.used ?? 0n) + used, from: usage?.from ?? from.value, to: to.value }
  }
  return ok(usage)
}
