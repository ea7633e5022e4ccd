import { roundedQuotient } from '../values/exact.ts'

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
