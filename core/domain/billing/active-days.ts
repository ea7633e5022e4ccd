import type { Charge, Service } from '../service/schema.ts'
import { earlier, FOREVER, later, toSpan, without, type OpenSpan, type Span } from './spans.ts'

/**
 * The first day of service and the first one after it; undefined while it is still pending. An archived service is
 * billed no more.
 */
export function serviceSpan({ status, archived, activeFrom, endedOn, billFrom }: Service): Span | undefined {
  if (status === 'pending' || archived) return undefined
  const from = later(activeFrom ?? '0001-01-01', billFrom ?? '0001-01-01')
  return { from, to: endedOn ?? FOREVER }
}

/**
 * The days for which a charge costs something, in order: from its first day to its last, without those before or after
 * the service, its pauses, suspensions that are not billed, and days on which the customer's status did not bill.
 *
 * A suspended service is billed unless its suspension says otherwise: the customer's status decides when it begins
 * (domain.md §2), and a pause is what stops a charge for some time.
 */
export function activeDays(service: Service, charge: Charge, unbilled: readonly OpenSpan[] = []): Span[] {
  const life = serviceSpan(service)
  if (!life) return []
  const whole = { from: later(life.from, charge.from), to: earlier(life.to, charge.to ?? FOREVER) }
  if (whole.from >= whole.to) return []
  const free = [
    ...(charge.pauses ?? []),
    ...(service.suspensions ?? []).filter(({ billed }) => !billed),
    ...unbilled,
  ]
  return without(whole, free.map(toSpan))
}
