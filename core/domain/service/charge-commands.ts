import { Type, type Static } from 'typebox'
import { sortKey } from '../../lib/fold.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import type { BillingLine } from '../billing/line.ts'
import { serviceLines } from '../billing/service-lines.ts'
import { EXIT_FEE_TEXT, readToBill } from '../billing/to-bill.ts'
import { isCatalogKind } from '../catalog/schema.ts'
import { changedFields, forChangedFields, hasErrors, tidyText } from '../changes.ts'
import { defineCommand, type CommandContext, type CommandOutcome, type Refusal } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText, closed } from '../input-kit.ts'
import { officeToday } from '../office-day.ts'
import { id } from '../schema-kit.ts'
import { readOne, writeOf } from '../typed-reader.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { buildCharges, chargesInput, productCharges, serviceSurroundings } from './build.ts'
import type { ServiceSaved } from './create.ts'
import { planCharges, withoutPause, withPause, withPlan } from './plan-change.ts'
import { checkService } from './rules.ts'
import type { Service } from './schema.ts'

export interface ServiceRecharged extends ServiceSaved {
  /**
   * What a run on the day of the change would bill for the service: the part of the old price that is given back, the
   * part of the new one, each with its figures. What had fallen due before is among it.
   */
  lines: BillingLine[]
}

const serviceFields = {
  id: id(),
  /** The day on which it takes effect; today in the customer's office when absent. */
  on: Type.Optional(anyText()),
  requestedBy: Type.Optional(id()),
}

const dateIssue = (path: string) =>
  err<Refusal>({ code: 'service.invalid', fields: [{ path, code: 'service.dateForm', severity: 'error' }] })

interface Recharged {
  before: Service
  customer: Customer
  on: string
}

/** Reads the service and the day, lets `change` make the new state, checks it and writes it. */
function recharge(
  input: { id: string; on?: string; requestedBy?: string },
  context: CommandContext,
  change: (found: Recharged) => Result<Service, Refusal>,
): Result<CommandOutcome<ServiceRecharged>, Refusal> {
  const before = readOne(context.read, 'services', input.id)
  if (!before) return err({ code: 'service.notFound' })
  const { name } = before
  if (before.archived) return err({ code: 'service.isArchived', details: { name } })
  if (before.status === 'ended') return err({ code: 'service.isEnded', details: { name } })
  const customer = editableCustomer(context.read, before.customerId)
  if (!customer.ok) return customer
  const on = input.on ?? officeToday(context, customer.value.officeId)
  if (!isPlainDate(on)) return dateIssue('on')
  const after = change({ before, customer: customer.value, on })
  if (!after.ok) return after
  const changed = changedFields(before, after.value)
  const issues = forChangedFields(
    checkService(after.value, serviceSurroundings(after.value, customer.value, before, context)),
    changed,
  )
  if (hasErrors(issues)) return err({ code: 'service.invalid', fields: issues })
  const writes = changed.size > 0 ? [writeOf('services', before, after.value)] : []
  const lines = dueLines(after.value, customer.value, on, context)
  const result: ServiceRecharged = { id: before.id, warnings: issues, lines }
  return ok({ writes, result, ...(input.requestedBy && { requestedBy: input.requestedBy }) })
}

function dueLines(
  service: Service,
  customer: Customer,
  through: string,
  context: CommandContext,
): BillingLine[] {
  const { billed, unbilled } = readToBill(customer, context)
  return serviceLines({
    service,
    terms: { ...customer, ...(unbilled && { unbilled }) },
    billed: billed.filter(({ serviceId }) => serviceId === service.id),
    through,
    exitFeeText: EXIT_FEE_TEXT[customer.language],
  }).lines
}

/** The ids that a form gave would let one row replace a charge; new charges always get their own. */
const newCharges = (charges: Static<typeof chargesInput>, on: string, newId: () => string) =>
  buildCharges(
    charges.map(({ id: _given, ...charge }) => charge),
    on,
    newId,
  )

/** Adds a charge: an add-on, a discount, something billed once. */
export const addCharge = defineCommand({
  name: 'service.addCharge',
  input: closed({ ...serviceFields, charge: chargesInput.items }),
  undo: 'inverse',
  run: (input, context) =>
    recharge(input, context, ({ before, on }) =>
      ok({ ...before, charges: [...before.charges, ...newCharges([input.charge], on, context.newId)] }),
    ),
})

/** Puts a service on another plan, now or on a day: what it replaces ends there, what is new begins. */
export const changePlan = defineCommand({
  name: 'service.changePlan',
  input: closed({
    ...serviceFields,
    /** Gives name and charges where these are absent. */
    productId: Type.Optional(id()),
    name: Type.Optional(anyText()),
    charges: Type.Optional(chargesInput),
    /** Charges that end; all that go on for periods when absent. */
    replaces: Type.Optional(Type.Array(id(), { maxItems: 200 })),
  }),
  undo: 'inverse',
  run: (input, context) =>
    recharge(input, context, ({ before, on }) => {
      const product =
        input.productId === undefined ? undefined : readOne(context.read, 'catalog', input.productId)
      const known = product && isCatalogKind('product', product) ? product : undefined
      const charges = input.charges
        ? newCharges(input.charges, on, context.newId)
        : known
          ? productCharges(known, on, context.newId)
          : []
      if (charges.length === 0) return err({ code: 'service.planMissing', details: { name: before.name } })
      const name = tidyText(input.name) ?? known?.data.name
      return ok(
        withPlan(before, {
          on,
          replaces: input.replaces ?? planCharges(before, on).map((charge) => charge.id),
          charges,
          ...(input.productId !== undefined && { productId: input.productId }),
          ...(name !== undefined && { name, sortName: sortKey(name).slice(0, 400) }),
        }),
      )
    }),
})

/** Stops all that goes on for periods for some days, or until it is resumed; a season is one pause. */
export const pauseService = defineCommand({
  name: 'service.pause',
  input: closed({
    ...serviceFields,
    /** First day charged again; until it is resumed when absent. */
    to: Type.Optional(anyText()),
  }),
  undo: 'inverse',
  run: (input, context) =>
    recharge(input, context, ({ before, on }) => {
      const { to } = input
      if (to !== undefined && !isPlainDate(to)) return dateIssue('to')
      if (to !== undefined && to <= on)
        return err({
          code: 'service.invalid',
          fields: [{ path: 'to', code: 'service.datesSwapped', severity: 'error' }],
        })
      const pause = { id: '', from: on, ...(to !== undefined && { to }) }
      return ok(withPause(before, pause, context.newId))
    }),
})

/** Charges a paused service again from a day on. */
export const resumeService = defineCommand({
  name: 'service.resume',
  input: closed(serviceFields),
  undo: 'inverse',
  run: (input, context) =>
    recharge(input, context, ({ before, on }) => {
      const after = withoutPause(before, on)
      return after === before ? err({ code: 'service.notPaused', details: { name: before.name } }) : ok(after)
    }),
})

export const chargeCommands = [addCharge, changePlan, pauseService, resumeService]
