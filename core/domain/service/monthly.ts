import { lineNet, shareOf } from '../values/money.ts'
import type { Charge, Service } from './schema.ts'

/** What a service brings in a month on a day, and the next day on which that may be another figure. */
export interface MonthlyRevenue {
  /** Net minor units of the service's currency: recurring charges as of the day, each normalised to one month. */
  amount: number
  /** The first later day on which a charge or pause begins or ends; undefined when nothing is planned. */
  until?: string
}

/**
 * The monthly revenue of a service in status active; 0 in any other status and for archived ones.
 *
 * @param day `YYYY-MM-DD`.
 */
export function monthlyRevenue(service: Service, day: string): MonthlyRevenue {
  if (service.status !== 'active' || service.archived) return { amount: 0 }
  const recurring = service.charges.filter((charge) => charge.kind === 'recurring')
  const amount = recurring
    .filter((charge) => isCharged(charge, day))
    .reduce((sum, charge) => sum + perMonth(charge, service.currency), 0)
  const later = recurring
    .flatMap(({ from, to, pauses = [] }) => [from, to, ...pauses.flatMap((pause) => [pause.from, pause.to])])
    .filter((date) => date !== undefined)
    .filter((date) => date > day)
    .sort()
  return { amount, ...(later[0] !== undefined && { until: later[0] }) }
}

const holds = (from: string, to: string | undefined, day: string): boolean =>
  from <= day && (to === undefined || day < to)

const isCharged = ({ from, to, pauses = [] }: Charge, day: string): boolean =>
  holds(from, to, day) && !pauses.some((pause) => holds(pause.from, pause.to, day))

const perMonth = ({ unitPrice, quantity, periodMonths = 1 }: Charge, currency: string): number =>
  shareOf(lineNet(unitPrice, quantity, currency), 1n, BigInt(periodMonths))
