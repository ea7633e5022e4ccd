import { monthlyRevenue } from '../service/monthly.ts'
import type { Service } from '../service/schema.ts'

/** From a day on a service brings in so much a month, net minor units; until the next step. */
export type RecurringStep = readonly [day: string, amount: number]

/**
 * The monthly recurring revenue of a service on every day of its life (`monthlyRevenue`): nothing before its first day and
 * from its last day on. Days in order, amounts that differ.
 */
export function recurringSteps(service: Service): RecurringStep[] {
  const { status, archived, activeFrom } = service
  if (status === 'pending' || archived || activeFrom === undefined) return []
  const steps: RecurringStep[] = []
  for (let day: string | undefined = activeFrom; day !== undefined;) {
    const { amount, until } = monthlyRevenue(service, day)
    if (amount !== (steps.at(-1)?.[1] ?? 0)) steps.push([day, amount])
    day = until
  }
  return steps
}

/** What the steps say of a day. */
export function amountOn(steps: readonly RecurringStep[], day: string): number {
  let amount = 0
  for (const [from, next] of steps) {
    if (from > day) break
    amount = next
  }
  return amount
}
