import type { Customer } from '../customer/schema.ts'
import { roundedQuotient } from '../values/exact.ts'
import { addMonths, monthNumber } from '../values/plain-date.ts'

/** How a customer's bill differs from that of the run before, when somebody should look at it (domain.md §3). */
export interface Comparison {
  kind: 'new' | 'gone' | 'changed'
  /** Net minor units. */
  before: number
  now: number
  /** Of the earlier amount, rounded to whole per cent; only of `changed`. */
  percent?: number
}

/** Per cent by which a bill may differ without being pointed at. */
const NOTICED = 30

/**
 * Compares the net of two runs. A bill that was nothing before or is nothing now is new or gone; one that differs by 30 %
 * or more of the earlier one has changed. Undefined when there is nothing to look at.
 *
 * @param before undefined when the customer was not billed in the earlier run.
 * @param now undefined when nothing is billed.
 */
export function compareWithLast(before: number | undefined, now: number | undefined): Comparison | undefined {
  if (!before) return now ? { kind: 'new', before: 0, now } : undefined
  if (!now) return { kind: 'gone', before, now: 0 }
  if (Math.abs(now - before) * 100 < Math.abs(before) * NOTICED) return undefined
  const percent = roundedQuotient(100n * BigInt(now - before), BigInt(Math.abs(before)))
  return { kind: 'changed', before, now, percent: Number(percent) }
}

/** The bill of a customer's last run: what its documents come to, and the days that they billed. */
export interface LastBill {
  net: number
  periodFrom?: string
  periodTo?: string
}

/**
 * The day on which a bill like the last one falls due again: when its days have run out, or, billed in arrears, as many
 * bill days later as it had. Months are counted, not days, which differ from month to month; a bill for a part of a month
 * is followed by one for a whole one. Undefined when it billed no days.
 */
export function dueAgain(
  { periodFrom, periodTo }: LastBill,
  { paymentType, billDay }: Pick<Customer, 'paymentType' | 'billDay'>,
): string | undefined {
  if (periodFrom === undefined || periodTo === undefined) return undefined
  if (paymentType === 'prepaid') return periodTo
  const months = monthNumber(periodTo) - monthNumber(periodFrom)
  const isMore = addMonths(periodFrom, months, billDay) < periodTo
  return addMonths(periodTo, Math.max(1, isMore ? months + 1 : months), billDay)
}

/**
 * Whether a run through a day should have had a bill that was due again on another: since it fell due less than a month
 * ago. One that has been missing longer was named by an earlier run. Without a day every run should have it.
 */
export const isMissedIn = (through: string, dueAgainOn: string | undefined): boolean =>
  dueAgainOn === undefined || (dueAgainOn <= through && dueAgainOn > addMonths(through, -1))
