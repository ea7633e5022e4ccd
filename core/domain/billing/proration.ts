import { exactToMinor } from '../values/exact.ts'
import { daysBetween } from '../values/plain-date.ts'
import { dayCount, type Span } from './spans.ts'

export interface Share {
  /** Net minor units. */
  net: number
  days: number
  wholeDays: number
  /** Minor units beside `price × days ÷ wholeDays` rounded by itself; nearly always 0, seldom 1 or -1. */
  rounding: number
}

/**
 * The price of some days of a period: days ÷ days of the period, and a full period is the full price.
 *
 * Rounding is cumulative. To the end of its n-th day a period costs `price × n ÷ days`, rounded once; days in the
 * middle cost the difference between two such figures. So any split of a period, into charges, runs or pauses that know
 * nothing of each other, adds up to the price to the unit, and no part is a whole unit away from its own share
 * (docs/decisions/0004).
 *
 * @param price trillionths of the currency's unit for the whole period (`exactProduct`).
 * @param active days charged: inside the period, not overlapping.
 */
export function shareOfPeriod(price: bigint, currency: string, period: Span, active: readonly Span[]): Share {
  const wholeDays = daysBetween(period.from, period.to)
  const upTo = (date: string) =>
    exactToMinor(price, currency, { count: daysBetween(period.from, date), of: wholeDays })
  const net = active.reduce((sum, { from, to }) => sum + upTo(to) - upTo(from), 0)
  const days = dayCount(active)
  const rounding = net - exactToMinor(price, currency, { count: days, of: wholeDays })
  return { net, days, wholeDays, rounding }
}
