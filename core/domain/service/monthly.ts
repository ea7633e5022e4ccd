import { covers } from '../billing/spans.ts'
import { lineNet, shareOf } from '../values/money.ts'
import type { Charge, Service } from './schema.ts'
import { nextChange, standingOn, suspensionOn } from './standing.ts'

/** What a service brings in a month on a day, and the next day on which that may be another figure. */
export interface MonthlyRevenue {
  /** Net minor units of the service's currency: recurring charges as of the day, each normalised to one month. */
  amount: number
  /** The first later day on which the service, a charge or a pause begins or ends; undefined when nothing is planned. */
  until?: string
}

/**
 * The monthly revenue of a service that is in force, or suspended and charged all the same; 0 for one that is pending,
 * ended or archived.
 *
 * @param day `YYYY-MM-DD`.
 */
export function monthlyRevenue(service: Service, day: string): MonthlyRevenue {
  const until = nextChange(service, day)
  return {
    amount: isBilledOn(service, day) ? monthlyPrice(service, day) : 0,
    ...(until !== undefined && { until }),
  }
}

function isBilledOn(service: Service, day: string): boolean {
  if (service.archived) return false
  const { status } = standingOn(service, day)
  return status === 'active' || (status === 'suspended' && suspensionOn(service, day)?.billed === true)
}

/** What the recurring charges of a day come to in a month, net minor units, whatever the service’s status is. */
export const monthlyPrice = (
  { charges, currency }: Pick<Service, 'charges' | 'currency'>,
  day: string,
): number =>
  charges
    .filter((charge) => charge.kind === 'recurring' && isCharged(charge, day))
    .reduce((sum, charge) => sum + perMonth(charge, currency), 0)

const isCharged = (charge: Charge, day: string): boolean =>
  covers(charge, day) && !charge.pauses?.some((pause) => covers(pause, day))

const perMonth = ({ unitPrice, quantity, periodMonths = 1 }: Charge, currency: string): number =>
  shareOf(lineNet(unitPrice, quantity, currency), 1n, BigInt(periodMonths))
