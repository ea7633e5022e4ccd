import type { Basis } from '../ledger/basis.ts'
import { millionths, millionthsToDecimal } from '../values/exact.ts'

type Step = NonNullable<Basis['steps']>[number]

/** A step of a metered price; what is used above the step before it and up to `upTo` costs `unitPrice` each. */
export interface Tier {
  upTo?: string
  unitPrice: string
}

/**
 * Splits what was used in one period over the steps of the price. Steps hold for one period whatever its length in days;
 * use beyond a last step that ends costs `unitPrice`. Steps without use are named too, with a quantity of 0.
 *
 * @param used millionths of a unit, not negative.
 */
export function stepsOf(used: bigint, tiers: readonly Tier[], unitPrice: string): Step[] {
  const steps: Step[] = []
  let reached = 0n
  for (const { upTo, unitPrice: price } of [...tiers, { unitPrice }]) {
    const end = upTo === undefined ? used : millionths(upTo)
    const quantity = end > used ? used - reached : end - reached
    steps.push({
      quantity: millionthsToDecimal(quantity > 0n ? quantity : 0n),
      unitPrice: price,
      ...(upTo !== undefined && { upTo }),
    })
    if (end > reached) reached = end < used ? end : used
    // Nothing comes after an open step.
    if (upTo === undefined) break
  }
  return steps
}

/** What the steps cost together, in trillionths of the currency's unit: rounded only when they are one line. */
export const costOf = (steps: readonly Step[]): bigint =>
  steps.reduce((sum, { quantity, unitPrice }) => sum + millionths(quantity) * millionths(unitPrice), 0n)
