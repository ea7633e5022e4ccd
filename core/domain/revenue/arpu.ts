import { roundedQuotient } from '../values/exact.ts'
import { fullMonths, isBillableIn, type BillableService, type Month } from './months.ts'

/** Most months that count. */
export const ARPU_MONTHS = 12

export interface CustomerRevenue {
  services: readonly BillableService[]
  /** Net of the customer's invoices and credit notes by the month of issue, minor units of one currency. */
  netByMonth: ReadonlyMap<Month, number>
}

/** A figure with what it was made of, so that a screen can show period and formula (domain.md §3). */
export interface Arpu {
  /** Minor units per month and service. */
  amount: number
  net: number
  /** The months counted, the earliest first. */
  months: Month[]
  services: number
}

/**
 * Average revenue per user of one customer: net invoiced revenue of the last full months in which they had a billable
 * service, at most twelve, divided by those months and by the services that are billable now (active or suspended).
 * Undefined without such months or services: screens show "—".
 */
export function customerArpu({ services, netByMonth }: CustomerRevenue, today: string): Arpu | undefined {
  const months = fullMonths(today, ARPU_MONTHS).filter((month) =>
    services.some((service) => isBillableIn(service, month)),
  )
  const count = services.filter((service) => isBillableOn(service, today)).length
  if (months.length === 0 || count === 0) return undefined
  const net = months.reduce((sum, month) => sum + (netByMonth.get(month) ?? 0), 0)
  return { amount: divided(net, months.length * count), net, months, services: count }
}

const isBillableOn = ({ status, archived, endedOn }: BillableService, day: string): boolean =>
  !archived && status !== 'pending' && (endedOn === undefined ? status !== 'ended' : endedOn > day)

/** Revenue per service of one customer in one month; undefined when they had no billable service in it. */
export function arpuInMonth({ services, netByMonth }: CustomerRevenue, month: Month): number | undefined {
  const count = services.filter((service) => isBillableIn(service, month)).length
  return count === 0 ? undefined : divided(netByMonth.get(month) ?? 0, count)
}

/** The mean of customers' figures, those without a figure left out; undefined when nobody has one. */
export function meanArpu(figures: Iterable<number | undefined>): number | undefined {
  let sum = 0n
  let count = 0
  for (const figure of figures)
    if (figure !== undefined) {
      sum += BigInt(figure)
      count++
    }
  return count === 0 ? undefined : Number(roundedQuotient(sum, BigInt(count)))
}

const divided = (amount: number, by: number): number => Number(roundedQuotient(BigInt(amount), BigInt(by)))
