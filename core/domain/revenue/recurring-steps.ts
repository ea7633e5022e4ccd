import { monthlyRevenue } from '../service/monthly.ts'
import type { Service } from '../service/schema.ts'

/** From a day on a service brings in so much a month, net minor units; until the next step. */
export type RecurringStep = readonly [day: string, amount: number]

/**
 * The monthly recurring revenue of a service on every day of its life: nothing before its first day, from its last day on
 * and while it is suspended, else its recurring charges, each normalised to one month. Days in order, amounts that differ.
 */
export function recurringSteps(service: Service): RecurringStep[] {
  const { status, archived, activeFrom, endedOn, suspensions = [], charges, statusSince } = service
  if (status === 'pending' || archived || activeFrom === undefined) return []
  // Taken over as suspended: nobody told since when but the status itself.
  const isOut = status === 'suspended' && !suspensions.some(({ to }) => to === undefined)
  const out = isOut ? [...suspensions, { from: statusSince, to: undefined }] : suspensions
  const days = new Set(
    [
      activeFrom,
      endedOn,
      ...out.flatMap(({ from, to }) => [from, to]),
      ...charges.flatMap(({ from, to, pauses = [] }) => [
        from,
        to,
        ...pauses.flatMap((one) => [one.from, one.to]),
      ]),
    ].filter((day) => day !== undefined && day >= activeFrom),
  )
  const asActive: Service = { ...service, status: 'active' }
  const steps: RecurringStep[] = []
  for (const day of [...days].sort() as string[]) {
    const isRunning =
      (endedOn === undefined || day < endedOn) &&
      !out.some(({ from, to }) => from <= day && (to === undefined || day < to))
    const amount = isRunning ? monthlyRevenue(asActive, day).amount : 0
    if (amount !== (steps.at(-1)?.[1] ?? 0)) steps.push([day, amount])
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
