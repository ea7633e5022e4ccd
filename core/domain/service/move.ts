import { Type } from 'typebox'
import { err, ok, type Result } from '../../lib/result.ts'
import { hasErrors } from '../changes.ts'
import {
  defineCommand,
  type CommandContext,
  type DocumentWrite,
  type FieldIssue,
  type Refusal,
} from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { statusBills } from '../customer/unbilled.ts'
import { later } from '../billing/spans.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText, closed } from '../input-kit.ts'
import { customerToday, officeToday } from '../office-day.ts'
import { id } from '../schema-kit.ts'
import type { Site } from '../site/schema.ts'
import { readMany, readOne, writeOf } from '../typed-reader.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { serviceSurroundings } from './build.ts'
import type { ChangeEffect } from './change-effect.ts'
import type { ServiceSaved } from './create.ts'
import { isOpen } from './blockers.ts'
import { carriedReadings, planCharges } from './plan-change.ts'
import { costsOf, dateIssue } from './recharge.ts'
import { checkService } from './rules.ts'
import type { Charge, Service } from './schema.ts'
import { standingOn } from './standing.ts'
import { mayBegin, withStatus } from './status-rules.ts'

export interface ServiceMoved extends ServiceSaved {
  /** The service that ended with its old customer; absent when the customer stays the same. */
  endedId?: string
  /** What its end does to the money of the old customer, and its beginning to that of the new one. */
  ends?: ChangeEffect
  begins?: ChangeEffect
}

/**
 * Moves a service to another site. At a site of the same customer it goes on as it is. At one of another customer it
 * begins anew for them on that day, with its prices, contract, addresses and equipment, and ends for the old one: what
 * was used until then stays theirs, with their money and without an exit fee.
 */
export const moveService = defineCommand({
  name: 'service.move',
  input: closed({
    id: id(),
    siteId: id(),
    /** First day at the new site; today in the office of the site's customer when absent. */
    on: Type.Optional(anyText()),
    requestedBy: Type.Optional(id()),
  }),
  undo: 'inverse',
  whole: true,
  explains: true,
  run({ id: serviceId, siteId, on: given, requestedBy }, context) {
    const before = readOne(context.read, 'services', serviceId)
    if (!before) return err({ code: 'service.notFound' })
    const site = readOne(context.read, 'sites', siteId)
    if (!site) return err({ code: 'site.notFound' })
    if (site.archived) return err({ code: 'site.isArchived', details: { name: site.name } })
    const customer = editableCustomer(context.read, site.customerId)
    if (!customer.ok) return customer
    const on = given ?? officeToday(context, customer.value.officeId)
    if (!isPlainDate(on)) return dateIssue('on')
    const moved = movedTo(before, { customer: customer.value, site, on }, context)
    if (!moved.ok) return moved
    const { after, ended, issues, writes } = moved.value
    const costs = ended
      ? {
          begins: costsOf({ after, customer: customer.value, on }, context).effect,
          ...endCosts(before, ended, on, context),
        }
      : {}
    const result: ServiceMoved = {
      id: after.id,
      warnings: issues,
      ...(ended && { endedId: ended.id }),
      ...costs,
    }
    return ok({ writes, result, ...(requestedBy && { requestedBy }) })
  },
})

/** What the end of a service does to the money of its old customer. */
function endCosts(before: Service, ended: Service, on: string, context: CommandContext) {
  const customer = readOne(context.read, 'customers', before.customerId)
  return customer ? { ends: costsOf({ before, after: ended, customer, on }, context).effect } : {}
}

export interface MoveTarget {
  customer: Customer
  site: Site
  on: string
}

interface Moved {
  after: Service
  /** The service of the old customer, which has ended. */
  ended?: Service
  issues: FieldIssue[]
  writes: DocumentWrite[]
}

/** A service at another site, with what has to be written for it; its equipment comes along. */
export function movedTo(
  before: Service,
  { customer, site, on }: MoveTarget,
  context: CommandContext,
): Result<Moved, Refusal> {
  const { name } = before
  if (before.archived) return err({ code: 'service.isArchived', details: { name } })
  const today = customerToday(context, before.customerId)
  if (!isOpen(before, later(on, today))) return err({ code: 'service.isEnded', details: { name } })
  const isOwn = customer.id === before.customerId
  // Where it is has no dates: what is billed stays the same, and its site is where people drive to today.
  if (isOwn && site.id !== before.siteId && on > today)
    return err({ code: 'service.movesToday', details: { name } })
  const moved = isOwn
    ? ok<TakenOver>({ after: { ...before, siteId: site.id } })
    : takenOver(before, customer, site, on, context)
  if (!moved.ok) return moved
  const { after, ended } = moved.value
  const around = serviceSurroundings(after, customer, ended ? undefined : before, context)
  // Its own addresses are still the old service's; a site that is made along with the move is not in the store yet.
  const issues = checkService(after, {
    ...around,
    taken: new Map(),
    siteIds: new Set([...(around.siteIds ?? []), site.id]),
  })
  if (hasErrors(issues)) return err({ code: 'service.invalid', fields: issues })
  const writes: DocumentWrite[] = ended
    ? [writeOf('services', before, ended), writeOf('services', undefined, after)]
    : after.siteId === before.siteId
      ? []
      : [writeOf('services', before, after)]
  if (writes.length > 0) writes.push(...itemWrites(before, after, context))
  return ok({ after, ...(ended && { ended }), issues, writes })
}

interface TakenOver {
  after: Service
  ended?: Service
}

/** The service of the new customer, and the old one. */
function takenOver(
  before: Service,
  customer: Customer,
  site: Site,
  on: string,
  context: CommandContext,
): Result<TakenOver, Refusal> {
  const { newId } = context
  const old = editableCustomer(context.read, before.customerId)
  if (!old.ok) return old
  const { status } = standingOn(before, on)
  const allowed = mayBegin(customer, status, context)
  if (!allowed.ok) return allowed
  const billed = statusBills(old.value.statusId, context)
  const today = officeToday(context, old.value.officeId)
  const ended = withStatus(before, { status: 'ended', on, today, billed, newId })
  if (!ended.ok) return ended
  const { suspensions: _theirs, billFrom: _earlier, endedOn: _left, statusReason: _reason, ...kept } = before
  const after: Service = {
    ...kept,
    id: newId(),
    customerId: customer.id,
    siteId: site.id,
    status,
    statusSince: on,
    activeFrom: on,
    charges: planCharges(before, on).map((charge) => continued(charge, on, newId)),
    identifiers: before.identifiers.map((identifier) => ({ ...identifier, id: newId() })),
    createdAt: new Date(context.now).toISOString(),
    ...(status === 'suspended' && { suspensions: [{ id: newId(), from: on, billed: true }] }),
  }
  const { contract: _goesAlong, ...rest } = ended.value
  return ok({ after, ended: { ...rest, identifiers: [], inventoryIds: [] } })
}

/** A charge from a day on under an id of its own. A meter goes on from its last reading. */
function continued({ pauses, readings, to, ...charge }: Charge, on: string, newId: () => string): Charge {
  const ahead = pauses?.filter((pause) => pause.to === undefined || pause.to > on)
  return {
    ...charge,
    id: newId(),
    from: charge.from > on ? charge.from : on,
    ...(to !== undefined && { to }),
    ...(ahead && { pauses: ahead.map((pause) => ({ ...pause, id: newId() })) }),
    ...(readings && { readings: carriedReadings(readings, on, newId) }),
  }
}

/** Its equipment stays with it. */
const itemWrites = (before: Service, after: Service, context: CommandContext): DocumentWrite[] =>
  [...readMany(context.read, 'inventory', before.inventoryIds).values()]
    .filter((item) => item.serviceId === before.id)
    .map((item) =>
      writeOf('inventory', item, {
        ...item,
        customerId: after.customerId,
        siteId: after.siteId,
        serviceId: after.id,
      }),
    )
