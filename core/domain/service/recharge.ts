import { Type } from 'typebox'
import { err, ok, type Result } from '../../lib/result.ts'
import type { BillingLine } from '../billing/line.ts'
import { serviceLines } from '../billing/service-lines.ts'
import { EXIT_FEE_TEXT, readToBill } from '../billing/to-bill.ts'
import { changedFields, forChangedFields, hasErrors } from '../changes.ts'
import type { CommandContext, CommandOutcome, Refusal } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText } from '../input-kit.ts'
import { officeToday } from '../office-day.ts'
import { id } from '../schema-kit.ts'
import { readOne, writeOf } from '../typed-reader.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { serviceSurroundings } from './build.ts'
import { changeEffect, type ChangeEffect } from './change-effect.ts'
import type { ServiceSaved } from './create.ts'
import { checkService } from './rules.ts'
import type { Service } from './schema.ts'
import { standingOn } from './standing.ts'

export interface ServiceRecharged extends ServiceSaved {
  /**
   * What a run on the day of the change would bill for the service: the part of the old price that is given back, the
   * part of the new one, each with its figures. What had fallen due before is among it.
   */
  lines: BillingLine[]
  /** What the change does to the periods in which it takes place, also to what falls due later. */
  effect: ChangeEffect
}

/** What every command takes that changes what a service costs. */
export const serviceFields = {
  id: id(),
  /** The day on which it takes effect; today in the customer's office when absent. */
  on: Type.Optional(anyText()),
  requestedBy: Type.Optional(id()),
}

/** A refusal for a field that holds no day of the calendar. */
export const dateIssue = (path: string) =>
  err<Refusal>({ code: 'service.invalid', fields: [{ path, code: 'service.dateForm', severity: 'error' }] })

export interface Recharged {
  before: Service
  customer: Customer
  on: string
  /** In the customer's office. */
  today: string
}

interface RechargeOptions {
  /** Further days on which something begins or ends. */
  days?: readonly (string | undefined)[]
  /** A service that is over may be put right too, such as its last reading. */
  mayBeEnded?: boolean
}

/** Reads the service and the day, lets `change` make the new state, checks it and writes it. */
export function recharge(
  input: { id: string; on?: string; requestedBy?: string },
  context: CommandContext,
  change: (found: Recharged) => Result<Service, Refusal>,
  { days = [], mayBeEnded = false }: RechargeOptions = {},
): Result<CommandOutcome<ServiceRecharged>, Refusal> {
  const before = readOne(context.read, 'services', input.id)
  if (!before) return err({ code: 'service.notFound' })
  const { name } = before
  if (before.archived) return err({ code: 'service.isArchived', details: { name } })
  const customer = editableCustomer(context.read, before.customerId)
  if (!customer.ok) return customer
  const today = officeToday(context, customer.value.officeId)
  if (standingOn(before, today).status === 'ended' && !mayBeEnded)
    return err({ code: 'service.isEnded', details: { name } })
  const on = input.on ?? today
  if (!isPlainDate(on)) return dateIssue('on')
  const after = change({ before, customer: customer.value, on, today })
  if (!after.ok) return after
  const changed = changedFields(before, after.value)
  const issues = forChangedFields(
    checkService(after.value, serviceSurroundings(after.value, customer.value, before, context)),
    changed,
  )
  if (hasErrors(issues)) return err({ code: 'service.invalid', fields: issues })
  const writes = changed.size > 0 ? [writeOf('services', before, after.value)] : []
  const costs = costsOf({ before, after: after.value, customer: customer.value, on, days }, context)
  const result: ServiceRecharged = { id: before.id, warnings: issues, ...costs }
  return ok({ writes, result, ...(input.requestedBy && { requestedBy: input.requestedBy }) })
}

export interface CostsInput {
  before?: Service
  after: Service
  customer: Customer
  on: string
  days?: readonly (string | undefined)[]
  /** Compares up to this day at least. */
  atLeastUntil?: string
}

/**
 * What a run on the day of a change would bill, and what the change does to the periods around it.
 *
 * @param toBill of the customer, where it was read already.
 */
export function costsOf(
  { before, after, customer, on, days = [], atLeastUntil }: CostsInput,
  context: CommandContext,
  { billed, unbilled } = readToBill(customer, context),
): Pick<ServiceRecharged, 'lines' | 'effect'> {
  const common = {
    terms: { ...customer, ...(unbilled && { unbilled }) },
    billed,
    exitFeeText: EXIT_FEE_TEXT[customer.language],
  }
  return {
    lines: serviceLines({ ...common, service: after, through: on }).lines,
    effect: changeEffect({
      ...common,
      ...(before && { before }),
      after,
      days: [on, ...days.filter((day) => day !== undefined)],
      ...(atLeastUntil !== undefined && { atLeastUntil }),
    }),
  }
}
