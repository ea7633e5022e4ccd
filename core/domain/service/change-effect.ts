import { periodAt } from '../billing/periods.ts'
import { serviceLines } from '../billing/service-lines.ts'
import type { BilledPeriod, BillingLine, BillingProblem, BillingTerms } from '../billing/line.ts'
import { FOREVER } from '../billing/spans.ts'
import type { Charge, Service } from './schema.ts'

/** What a change of a service does to money, before or after it is made. Amounts are net minor units of its currency. */
export interface ChangeEffect {
  /** The first day after the periods that were compared. */
  until: string
  /** Lines that fall due without the change and not with it; those that both have are left out. */
  before: BillingLine[]
  /** Lines that fall due with the change only: what is given back, what is charged anew. */
  after: BillingLine[]
  /** The sum of `after` less that of `before`. */
  difference: number
  /** What cannot be told yet, such as a meter without a reading. */
  problems: BillingProblem[]
}

export interface ChangeToExplain {
  /** Absent for a new service. */
  before?: Service
  after: Service
  terms: BillingTerms
  /** What was billed so far (`billedPeriods`). */
  billed: readonly BilledPeriod[]
  /** Days on which something begins or ends, `YYYY-MM-DD`; the periods around them are compared. */
  days: readonly string[]
  exitFeeText: string
  /** Compares up to this day at least, so that several changes can be added up. */
  atLeastUntil?: string
}

/**
 * Compares what a service costs with and without a change, to the end of the periods in which the change takes place:
 * by the very rules of the billing run, so that the figures that a person is shown are those that are billed.
 */
export function changeEffect({
  before,
  after,
  terms,
  billed,
  days,
  exitFeeText,
  atLeastUntil = '',
}: ChangeToExplain): ChangeEffect {
  const own = endOfPeriods(before, after, days, terms.billDay)
  const until = own > atLeastUntil ? own : atLeastUntil
  const through = until
  const linesOf = (service: Service | undefined) =>
    service
      ? serviceLines({ service, terms, billed, through, exitFeeText })
      : { lines: [], problems: [] as BillingProblem[] }
  const [old, next] = [linesOf(before), linesOf(after)]
  const without = old.lines.filter((line) => beginsBefore(line, until))
  const withChange = next.lines.filter((line) => beginsBefore(line, until))
  const isIn = (lines: readonly BillingLine[]) => {
    const known = new Set(lines.map(identityOf))
    return (line: BillingLine) => known.has(identityOf(line))
  }
  const [inBoth, inOld] = [isIn(withChange), isIn(without)]
  const gone = without.filter((line) => !inBoth(line))
  const come = withChange.filter((line) => !inOld(line))
  return {
    until,
    before: gone,
    after: come,
    difference: sumOf(come) - sumOf(gone),
    problems: next.problems,
  }
}

/** What several changes do together; they were compared up to the same day. */
export const effectsTogether = (effects: readonly ChangeEffect[]): ChangeEffect => ({
  until: effects.reduce((last, { until }) => (until > last ? until : last), ''),
  before: effects.flatMap(({ before }) => before),
  after: effects.flatMap(({ after }) => after),
  difference: effects.reduce((sum, { difference }) => sum + difference, 0),
  problems: effects.flatMap(({ problems }) => problems),
})

/** Charges billed in advance name the next period too when it falls due on the last day. */
const beginsBefore = (line: BillingLine, until: string): boolean =>
  (line.chargedFrom ?? line.taxOn) < until || line.periodFrom === undefined

const identityOf = ({ key, net }: BillingLine): string => `${key} ${net}`

const sumOf = (lines: readonly BillingLine[]): number => lines.reduce((sum, { net }) => sum + net, 0)

/** The latest end of the periods that hold one of the days, of all charges that the change touches. */
function endOfPeriods(
  before: Service | undefined,
  after: Service,
  days: readonly string[],
  billDay: number,
): string {
  const old = new Map(before?.charges.map((charge) => [charge.id, JSON.stringify(charge)]))
  const daysOf = (service: Service | undefined) =>
    JSON.stringify([service?.status, service?.activeFrom, service?.endedOn, service?.suspensions])
  const isWhole = daysOf(before) !== daysOf(after)
  const isTouched = (charge: Charge) =>
    charge.kind !== 'oneOff' && (isWhole || old.get(charge.id) !== JSON.stringify(charge))
  const ends = after.charges.filter(isTouched).flatMap((charge) => {
    const rule = {
      anchor: charge.periodsFrom ?? charge.from,
      billDay,
      months: charge.periodMonths ?? 1,
    }
    const own = [...days, charge.from > (days[0] ?? '') ? charge.from : (days[0] ?? charge.from)]
    return own.filter((day) => day < FOREVER).map((day) => periodAt(rule, day).to)
  })
  const last = days.reduce((a, b) => (a > b ? a : b), '0001-01-01')
  return ends.reduce((a, b) => (a > b ? a : b), last)
}
