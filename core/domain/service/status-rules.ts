import { err, ok, type Result } from '../../lib/result.ts'
import { isCatalogKind, type CatalogRecordOf } from '../catalog/schema.ts'
import type { CommandContext, Refusal } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { readOne } from '../typed-reader.ts'
import type { Service, ServiceStatus } from './schema.ts'

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
  /** The day on which it takes effect. */
  on: string
  reason?: string
  /** Of a suspension: charged all the same. */
  billed: boolean
  newId: () => string
}

/** The service in its new status; the same one when it is in it already. */
export function withStatus(
  service: Service,
  { status, on, reason, billed, newId }: StatusChange,
): Result<Service, Refusal> {
  const details = { name: service.name }
  if (service.status === status) return ok(service)
  if (service.status === 'ended') return err({ code: 'service.isEnded', details })
  if (!FROM[status].includes(service.status)) return err({ code: 'service.wrongStatus', details })
  const { statusReason: _old, ...rest } = service
  const suspensions =
    status === 'suspended'
      ? [...(service.suspensions ?? []), { id: newId(), from: on, billed }]
      : resumedOn(on, service.suspensions)
  return ok({
    ...rest,
    status,
    statusSince: on,
    ...(reason !== undefined && { statusReason: reason }),
    ...(suspensions && { suspensions }),
    ...(status === 'active' && { activeFrom: service.activeFrom ?? on }),
    ...(status === 'ended' && { endedOn: on }),
  })
}

/** Suspensions with the open one ended; one that would last no day is none. */
const resumedOn = (on: string, suspensions: Service['suspensions']): Service['suspensions'] =>
  suspensions?.flatMap((span) =>
    span.to !== undefined ? [span] : span.from < on ? [{ ...span, to: on }] : [],
  )
