import { FOREVER } from '../billing/spans.ts'
import type { Charge, Service } from './schema.ts'

export interface PlanChange {
  /** First day of the new plan. */
  on: string
  /** Charges that end; those that had ended by then stay as they are. */
  replaces: readonly string[]
  /** Charges that begin, with ids of their own. */
  charges: readonly Charge[]
  productId?: string
  name?: string
  sortName?: string
}

const goesOnAfter = ({ to }: Charge, day: string): boolean => (to ?? FOREVER) > day

/**
 * The charges of a plan on a day: those that go on for periods and are in force then. Charges billed once and those that
 * have ended are the past.
 */
export const planCharges = (service: Service, on: string): Charge[] =>
  service.charges.filter((charge) => charge.kind !== 'oneOff' && goesOnAfter(charge, on))

/**
 * A service on another plan from a day on. Replaced charges end and new ones begin on it, so that days before cost the old
 * price and days from then on the new one, whatever was billed already (docs/decisions/0004). A charge that would not have
 * begun by that day is taken out. New charges of the same length keep the quarters and years of the one that they replace.
 */
export function withPlan(service: Service, change: PlanChange): Service {
  const { on, replaces, charges, productId, name, sortName } = change
  const ended = new Set(replaces)
  // What the old plan brings in until its last day stays with its product (revenue by product).
  const isOther =
    productId !== undefined && service.productId !== undefined && productId !== service.productId
  const kept = service.charges.flatMap((charge): Charge[] => {
    if (!ended.has(charge.id) || !goesOnAfter(charge, on)) return [charge]
    return charge.from >= on
      ? []
      : [{ ...charge, ...(isOther && { productId: charge.productId ?? service.productId }), to: on }]
  })
  const replaced = service.charges.filter(({ id, from }) => ended.has(id) && from < on)
  const begun = charges.map((charge): Charge => {
    const before = replaced.find(
      ({ kind, periodMonths }) => kind === charge.kind && periodMonths === charge.periodMonths,
    )
    if (!before || charge.kind !== 'recurring' || charge.periodsFrom !== undefined) return charge
    return { ...charge, periodsFrom: before.periodsFrom ?? before.from }
  })
  return {
    ...service,
    charges: [...kept, ...begun],
    ...(productId !== undefined && { productId }),
    ...(name !== undefined && { name }),
    ...(sortName !== undefined && { sortName }),
  }
}

/** A meter that goes on under another charge from a day on: its last reading before it, and all later ones. */
export function carriedReadings(
  readings: NonNullable<Charge['readings']>,
  on: string,
  newId: () => string,
): NonNullable<Charge['readings']> {
  const last = readings
    .filter(({ date }) => date < on)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .at(-1)
  const later = readings.filter(({ date }) => date >= on)
  return [...(last ? [last] : []), ...later].map((one) => ({ ...one, id: newId() }))
}

export interface PauseDays {
  id: string
  from: string
  /** First day charged again; open when absent. */
  to?: string
}

/** The service with a pause in every charge that goes on for periods and is in force on some day of it. */
export const withPause = (
  service: Service,
  pause: PauseDays,
  idFor: (charge: Charge) => string,
): Service => ({
  ...service,
  charges: service.charges.map((charge) =>
    charge.kind === 'oneOff' || !goesOnAfter(charge, pause.from) || (pause.to ?? FOREVER) <= charge.from
      ? charge
      : { ...charge, pauses: [...(charge.pauses ?? []), { ...pause, id: idFor(charge) }] },
  ),
})

/**
 * The service charged again from a day on: pauses that last beyond it end then, those that begin later do not happen. The
 * same service when there is none.
 */
export function withoutPause(service: Service, on: string): Service {
  let changed = false
  const charges = service.charges.map((charge): Charge => {
    const { pauses = [] } = charge
    if (pauses.every(({ to }) => (to ?? FOREVER) <= on)) return charge
    changed = true
    const kept = pauses.flatMap((pause) =>
      (pause.to ?? FOREVER) <= on ? [pause] : pause.from < on ? [{ ...pause, to: on }] : [],
    )
    return { ...charge, pauses: kept }
  })
  return changed ? { ...service, charges } : service
}
