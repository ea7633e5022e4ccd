import { err, ok, type Result } from '../../lib/result.ts'
import { isCatalogKind, type CatalogRecordOf } from '../catalog/schema.ts'
import type { CommandContext, Refusal } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { readOne } from '../typed-reader.ts'
import type { Service, ServiceStatus } from './schema.ts'
import { isTakenOver, standingOn } from './standing.ts'

/** The customer's status with its rules; undefined when it has gone. */
export function customerStatusOf(
  customer: Customer,
  context: CommandContext,
): CatalogRecordOf<'customerStatus'> | undefined {
  const status = readOne(context.read, 'catalog', customer.statusId)
  return status && isCatalogKind('customerStatus', status) ? status : undefined
}

const statusDetails = (customer: Customer, status: CatalogRecordOf<'customerStatus'>) => ({
  name: customer.name,
  ...status.data.labels,
})

/** Whether the customer's status lets a new service begin. */
export function mayBegin(
  customer: Customer,
  status: ServiceStatus,
  context: CommandContext,
): Result<null, Refusal> {
  const rules = customerStatusOf(customer, context)
  if (rules && !rules.data.allowsNewServices)
    return err({ code: 'service.statusForbids', details: statusDetails(customer, rules) })
  return status === 'active' ? mayRun(customer, context) : ok(null)
}

/** Whether the customer's status lets a service run. */
export function mayRun(customer: Customer, context: CommandContext): Result<null, Refusal> {
  const rules = customerStatusOf(customer, context)
  return rules?.data.suspendsServices
    ? err({ code: 'service.customerSuspended', details: statusDetails(customer, rules) })
    : ok(null)
}

/** From which statuses a service can come into each; ended is final. */
const FROM: Readonly<Record<ServiceStatus, readonly ServiceStatus[]>> = {
  pending: [],
  active: ['pending', 'suspended'],
  suspended: ['active'],
  ended: ['pending', 'active', 'suspended'],
}

export interface StatusChange {
  status: Exclude<ServiceStatus, 'pending'>
  /** The day on which it takes effect; a later one than `today` is planned. */
  on: string
  today: string
  reason?: string
  /** Of a suspension: charged all the same. */
  billed: boolean
  newId: () => string
}

/**
 * The service in its new status; the same one when it is in it already. What is planned for a later day leaves the status
 * as it is until then: its date says the rest (`standingOn`).
 */
export function withStatus(service: Service, change: StatusChange): Result<Service, Refusal> {
  const { status, on, today, reason } = change
  const details = { name: service.name }
  const standing = standingOn(service, today)
  if (standing.status === 'ended')
    return status === 'ended' ? ok(service) : err({ code: 'service.isEnded', details })
  if (standing.status === status) {
    const kept = status === 'active' ? begunBy(today, service.suspensions) : service.suspensions
    return ok(
      !kept || kept.length === service.suspensions?.length ? service : { ...service, suspensions: kept },
    )
  }
  if (!FROM[status].includes(standing.status)) return err({ code: 'service.wrongStatus', details })
  const { statusReason: _old, ...rest } = service
  const changed = {
    ...rest,
    ...datesOf(service, change),
    ...(reason !== undefined && { statusReason: reason }),
  }
  // A draft that is activated is in force from then on; its first day says since when.
  const isPlanned = on > today && !(status === 'active' && standing.status === 'pending')
  return ok(isPlanned ? { ...changed, status: standing.status } : { ...changed, status, statusSince: on })
}

/** The dates that a change of status sets. */
function datesOf(service: Service, { status, on, today, billed, newId }: StatusChange): Partial<Service> {
  const { suspensions } = service
  switch (status) {
    case 'suspended':
      return { suspensions: [...(begunBy(today, suspensions) ?? []), { id: newId(), from: on, billed }] }
    case 'active': {
      if (service.status === 'pending') return startOn(service, on)
      const { statusSince: from } = service
      const all = isTakenOver(service)
        ? [...(suspensions ?? []), { id: newId(), from, billed: true }]
        : suspensions
      const kept = resumedOn(on, all)
      return kept ? { suspensions: kept } : {}
    }
    case 'ended': {
      const kept = on > today ? suspensions : resumedOn(on, suspensions)
      return { endedOn: on, ...(kept && { suspensions: kept }) }
    }
  }
}

/** A draft that comes into force: charges that were to begin with it begin on its first day. */
function startOn({ activeFrom, charges }: Service, on: string): Partial<Service> {
  if (activeFrom === undefined || activeFrom === on) return { activeFrom: on }
  return {
    activeFrom: on,
    charges: charges.map((charge) =>
      charge.from === activeFrom && (charge.to === undefined || charge.to > on)
        ? { ...charge, from: on }
        : charge,
    ),
  }
}

/** Suspensions without those that are only planned. */
const begunBy = (today: string, suspensions: Service['suspensions']): Service['suspensions'] =>
  suspensions?.filter(({ from }) => from <= today)

/** Suspensions that last beyond a day end on it; one that would last no day is none. */
const resumedOn = (on: string, suspensions: Service['suspensions']): Service['suspensions'] =>
  suspensions?.flatMap((span) =>
    span.to !== undefined && span.to <= on ? [span] : span.from < on ? [{ ...span, to: on }] : [],
  )

/** The service without the end that is planned for it; the same one when none is. */
export function withoutEnd(service: Service, today: string): Service {
  const { status, endsOn } = standingOn(service, today)
  if (endsOn === undefined) return service
  const { endedOn: _planned, statusReason, ...rest } = service
  // The reason of a suspension stays.
  return { ...rest, status, ...(status === 'suspended' && statusReason !== undefined && { statusReason }) }
}
