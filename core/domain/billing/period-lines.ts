import { err, ok, type Result } from '../../lib/result.ts'
import { chargeKey, correctionKey } from '../ledger/effect.ts'
import type { Charge, Service } from '../service/schema.ts'
import { activeDays, serviceSpan } from './active-days.ts'
import { productOf, type BilledPeriod, type BillingLine, type BillingTerms } from './line.ts'
import type { MeterProblem } from './meter.ts'
import { periodsIn } from './periods.ts'
import { pricingOf, type PriceDays, type Priced } from './pricing.ts'
import { earlier, FOREVER, within, without, type Span } from './spans.ts'

export interface ChargeToBill {
  service: Service
  charge: Charge
  terms: BillingTerms
  /** What this charge was billed with so far. */
  billed: readonly BilledPeriod[]
  /** Everything that falls due on or before this day is billed. */
  through: string
  /** Periods that ended on or before this day are closed: what was billed for them stays. */
  closedUntil?: string
}

/**
 * What a recurring or metered charge owes for its periods: those that were never billed and have fallen due, however
 * long ago, and the difference where a billed one is worth another amount by now, because of a new end, a pause or a
 * reading (docs/decisions/0004). Nothing when it is asked again after its lines were posted.
 */
export function periodLines(input: ChargeToBill): Result<BillingLine[], MeterProblem> {
  const pricing = pricingOf(input.charge, input.service.currency)
  if (!pricing.ok) return pricing
  const active = activeDays(input.service, input.charge, input.terms.unbilled)
  const corrections = correctionsOf(input, active, pricing.value)
  if (!corrections.ok) return corrections
  const due = newLines(input, active, pricing.value)
  return due.ok ? ok([...corrections.value, ...due.value]) : due
}

/**
 * The day on which days of a period fall due. In advance: the first day charged. In arrears, and always for a meter: the
 * end of the period, or the end of the charge or service when that is earlier.
 */
function dueDay({ charge, service, terms }: ChargeToBill, period: Span, days: readonly Span[]): string {
  if (charge.kind === 'recurring' && terms.paymentType === 'prepaid') return days[0]?.from ?? period.from
  return earlier(period.to, earlier(charge.to ?? FOREVER, serviceSpan(service)?.to ?? FOREVER))
}

function newLines(input: ChargeToBill, active: readonly Span[], price: PriceDays) {
  const { charge, terms, billed, through } = input
  const lines: BillingLine[] = []
  const [first] = active
  const last = active.at(-1)
  if (!first || !last) return ok(lines)
  const rule = {
    anchor: charge.periodsFrom ?? charge.from,
    billDay: terms.billDay,
    months: charge.periodMonths ?? 1,
  }
  const settled = billed.flatMap(({ periodFrom, periodTo }) =>
    periodFrom !== undefined && periodTo !== undefined ? [{ from: periodFrom, to: periodTo }] : [],
  )
  const settledWhole = new Map(settled.map(({ from, to }) => [from, to]))
  for (const whole of periodsIn(rule, { from: first.from, to: last.to })) {
    if (whole.from > through) break
    if (settledWhole.get(whole.from) === whole.to) continue
    // Nearly always the whole period. A bill day that was moved leaves a part of one (decision 0004).
    for (const open of without(whole, settled)) {
      const days = within(active, open)
      if (days.length === 0) continue
      const due = dueDay(input, open, days)
      if (due > through) continue
      const priced = price(whole, days)
      if (!priced.ok) return err(priced.error)
      lines.push(lineOf(input, priced.value, open, days, due))
    }
  }
  return ok(lines)
}

const lineOf = (
  { charge, service }: ChargeToBill,
  { net, wholesale, quantity, unitPrice, basis }: Priced,
  settled: Span,
  days: readonly Span[],
  taxOn: string,
): BillingLine => ({
  key: chargeKey(charge.id, settled.from),
  serviceId: service.id,
  siteId: service.siteId,
  chargeId: charge.id,
  ...productOf(charge, service),
  ...(charge.taxRateId !== undefined && { taxRateId: charge.taxRateId }),
  description: charge.description,
  net,
  ...(wholesale !== undefined && { wholesale }),
  quantity,
  ...(charge.unit !== undefined && charge.kind === 'metered' && { unit: charge.unit }),
  unitPrice,
  periodFrom: settled.from,
  periodTo: settled.to,
  chargedFrom: days[0]?.from ?? settled.from,
  chargedTo: days.at(-1)?.to ?? settled.to,
  taxOn,
  basis,
})

function correctionsOf(
  input: ChargeToBill,
  active: readonly Span[],
  price: PriceDays,
): Result<BillingLine[], MeterProblem> {
  const lines: BillingLine[] = []
  for (const before of input.billed) {
    const { basis, periodFrom, periodTo } = before
    if (!basis || periodFrom === undefined || periodTo === undefined) continue
    if (input.closedUntil !== undefined && periodTo <= input.closedUntil) continue
    const settled = { from: periodFrom, to: periodTo }
    // By far the most: a whole period was billed once at its price, and all its days are still charged.
    if (basis.rule === 'whole' && before.entries === 1 && covers(active, settled)) continue
    // A change that lies ahead is not given back yet: until it begins it may still be taken back.
    if (basis.days === basis.wholeDays && firstFreeDay(settled, active) > input.through) continue
    const whole = { from: basis.wholeFrom ?? periodFrom, to: basis.wholeTo ?? periodTo }
    const days = within(active, settled)
    const priced = price(whole, days, basis)
    if (!priced.ok) return priced
    const line = correction(input, before, priced.value, settled, days)
    if (line) lines.push(line)
  }
  return ok(lines)
}

const firstFreeDay = (settled: Span, active: readonly Span[]): string =>
  without(settled, active)[0]?.from ?? settled.from

const covers = (spans: readonly Span[], days: Span): boolean =>
  spans.some(({ from, to }) => from <= days.from && days.to <= to)

function correction(
  input: ChargeToBill,
  before: BilledPeriod,
  priced: Priced,
  settled: Span,
  days: readonly Span[],
): BillingLine | undefined {
  const net = priced.net - before.net
  if (net === 0) return undefined
  const wholesale =
    priced.wholesale === undefined ? undefined : priced.wholesale - (before.wholesale ?? priced.wholesale)
  const line = lineOf(input, priced, settled, days, before.taxOn ?? settled.from)
  const { wholesale: _all, taxRateId: _now, ...rest } = line
  return {
    ...rest,
    ...(before.taxRateId !== undefined && { taxRateId: before.taxRateId }),
    key: correctionKey(before.key, before.entries + 1),
    net,
    ...(wholesale !== undefined && { wholesale }),
    basis: {
      ...priced.basis,
      rule: 'correction',
      was: before.net,
      now: priced.net,
      ...(before.basis?.days !== undefined && { wasDays: before.basis.days }),
    },
  }
}
