import { err, ok, type Result } from '../../lib/result.ts'
import type { Basis } from '../ledger/basis.ts'
import type { Charge } from '../service/schema.ts'
import {
  exactProduct,
  exactToMinor,
  millionths,
  millionthsToDecimal,
  roundedQuotient,
} from '../values/exact.ts'
import { createMeter, usageOn, type Meter, type MeterProblem } from './meter.ts'
import { shareOfPeriod } from './proration.ts'
import type { Span } from './spans.ts'
import { costOf, stepsOf } from './tiers.ts'

/** What some days of a period cost, and why. */
export interface Priced {
  net: number
  wholesale?: number
  quantity: string
  unitPrice: string
  basis: Basis
}

/**
 * Prices days of a period.
 *
 * @param active the days charged, in order and not overlapping, inside `whole`; may be none.
 * @param asBilled how the period was priced when it was billed: its prices hold, not those of today.
 */
export type PriceDays = (
  whole: Span,
  active: readonly Span[],
  asBilled?: Basis,
) => Result<Priced, MeterProblem>

/** How a charge that goes on for periods is priced; undefined for what is billed once. */
export function pricingOf(charge: Charge, currency: string): Result<PriceDays, MeterProblem> {
  if (charge.kind !== 'metered') return ok(byDays(charge, currency))
  const meter = createMeter(charge.readings ?? [])
  return meter.ok ? ok(byMeter(charge, currency, meter.value)) : err(meter.error)
}

const byDays =
  (charge: Charge, currency: string): PriceDays =>
  (whole, active, asBilled) => {
    const { unitPrice, quantity } = asBilled ?? charge
    const share = shareOfPeriod(exactProduct(unitPrice, quantity), currency, whole, active)
    const isWhole = share.days === share.wholeDays
    const wholesale =
      charge.wholesalePrice === undefined
        ? undefined
        : shareOfPeriod(exactProduct(charge.wholesalePrice, quantity), currency, whole, active).net
    return ok({
      net: share.net,
      ...(wholesale !== undefined && { wholesale }),
      quantity,
      unitPrice,
      basis: {
        rule: isWhole ? 'whole' : 'part',
        unitPrice,
        quantity,
        wholeFrom: whole.from,
        wholeTo: whole.to,
        days: share.days,
        wholeDays: share.wholeDays,
        ...(share.rounding !== 0 && { rounding: share.rounding }),
      },
    })
  }

/** `quantity` of a metered charge is what one unit of the meter stands for, e.g. 40 behind a current transformer. */
const byMeter =
  (charge: Charge, currency: string, meter: Meter): PriceDays =>
  (whole, active, asBilled) => {
    const usage = usageOn(meter, active)
    if (!usage.ok) return usage
    const factor = millionths(charge.quantity)
    const used = roundedQuotient((usage.value?.used ?? 0n) * factor, 1_000_000n)
    const open = asBilled?.steps?.findLast(({ upTo }) => upTo === undefined)
    const unitPrice = open?.unitPrice ?? asBilled?.unitPrice ?? charge.unitPrice
    const tiers = asBilled?.steps?.filter(({ upTo }) => upTo !== undefined) ?? charge.tiers ?? []
    const steps = stepsOf(used, tiers, unitPrice)
    const quantity = millionthsToDecimal(used)
    const estimated = usage.value && (usage.value.from.estimated || usage.value.to.estimated)
    return ok({
      net: exactToMinor(costOf(steps), currency),
      ...(charge.wholesalePrice !== undefined && {
        wholesale: exactToMinor(used * millionths(charge.wholesalePrice), currency),
      }),
      quantity,
      unitPrice,
      basis: {
        rule: 'metered',
        unitPrice,
        quantity,
        wholeFrom: whole.from,
        wholeTo: whole.to,
        ...(usage.value && {
          meterFrom: millionthsToDecimal(usage.value.from.shown),
          meterTo: millionthsToDecimal(usage.value.to.shown),
        }),
        ...(steps.length > 1 && { steps }),
        ...(estimated && { estimated }),
      },
    })
  }
