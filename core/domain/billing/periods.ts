import { addMonths, monthNumber } from '../values/plain-date.ts'
import type { Span } from './spans.ts'

/** How time is cut into billing periods: each ends where the next begins. */
export interface PeriodRule {
  /** Any day of the period from which the others are counted. */
  anchor: string
  /**
   * The day of the month on which periods begin, 1-31; in a shorter month its last day, and the next one is on the
   * wanted day again: 31 January, 28 February, 31 March (domain.md §2).
   */
  billDay: number
  /** Length in months, 1-120. */
  months: number
}

/** The month (`monthNumber`) of the last bill day that is not after a date. */
function billMonth(date: string, billDay: number): number {
  const month = monthNumber(date)
  return addMonths(date, 0, billDay) <= date ? month : month - 1
}

function startOf({ anchor, billDay, months }: PeriodRule, index: number): string {
  const month = billMonth(anchor, billDay) + index * months
  return addMonths(anchor, month - monthNumber(anchor), billDay)
}

const periodOf = (rule: PeriodRule, index: number): Span => ({
  from: startOf(rule, index),
  to: startOf(rule, index + 1),
})

/** How many periods after that of the anchor the period of a day is; negative for one before it. */
const indexAt = (rule: PeriodRule, date: string): number =>
  Math.floor((billMonth(date, rule.billDay) - billMonth(rule.anchor, rule.billDay)) / rule.months)

/** The period in which a day lies. */
export const periodAt = (rule: PeriodRule, date: string): Span => periodOf(rule, indexAt(rule, date))

/** Every period that shares a day with the span, in order. */
export function* periodsIn(rule: PeriodRule, { from, to }: Span): Generator<Span> {
  if (from >= to) return
  for (let index = indexAt(rule, from); ; index++) {
    const period = periodOf(rule, index)
    if (period.from >= to) return
    yield period
  }
}
