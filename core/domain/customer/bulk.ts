import { Type } from 'typebox'
import { err, ok, type Result } from '../../lib/result.ts'
import { archivedMark, changeMany, type BulkResult } from '../archive.ts'
import { isCatalogKind } from '../catalog/schema.ts'
import {
  defineCommand,
  type CommandContext,
  type CommandOutcome,
  type DocumentWrite,
  type Refusal,
} from '../command.ts'
import { closed } from '../input-kit.ts'
import { id } from '../schema-kit.ts'
import { createRestoring } from '../restore/restoring.ts'
import { takenChoicesSchema, type RestoreResult } from '../restore/taken.ts'
import { officeToday } from '../office-day.ts'
import { standingOn } from '../service/standing.ts'
import { withStatus } from '../service/status-rules.ts'
import { readOne, readWhere, writeOf } from '../typed-reader.ts'
import { customerBlockers, type BlockerCheck } from './blockers.ts'
import { leftToBill, type LeftToBill } from './left-to-bill.ts'
import type { Customer } from './schema.ts'
import { targetFields, targetIds, type CustomerTarget } from './target.ts'
import { withStatusId } from './unbilled.ts'
import { holderIn, takenValues, uniqueDefinitions, type ValueHolder } from './unique-values.ts'

/** As many tags as a customer can carry. */
const MAX_TAGS = 100

/** Changes all customers that the input is for. */
export function changeCustomers(
  input: CustomerTarget,
  context: CommandContext,
  change: (customer: Customer) => Result<Customer, Refusal>,
): Result<CommandOutcome<BulkResult>, Refusal> {
  const ids = targetIds(input, context)
  if (!ids.ok) return ids
  return changeMany(context, 'customers', ids.value, 'customer.notFound', change, input.whenRefused)
}

/** Like `changeCustomers`, for what only customers in use can undergo. */
export const changeCustomersInUse: typeof changeCustomers = (input, context, change) =>
  changeCustomers(input, context, (customer) =>
    customer.archived
      ? err({ code: 'customer.isArchived', details: { name: customer.name } })
      : change(customer),
  )

export interface CustomerStatusSet extends BulkResult {
  /** Services that were suspended or resumed along. */
  services: number
  /** Services that the new status asks to suspend, or allows to resume, and that were left as they are. */
  servicesLeft: number
}

export const setCustomerStatus = defineCommand({
  name: 'customer.setStatus',
  input: closed({
    ...targetFields,
    statusId: id(),
    /**
     * Suspends active services when the status says so (`suspendsServices`), and resumes suspended ones when it does
     * not. Left as they are when absent: the result tells how many there are.
     */
    services: Type.Optional(Type.Boolean()),
  }),
  undo: 'inverse',
  bulk: true,
  run({ statusId, services: withServices = false, ...input }, context) {
    const status = readOne(context.read, 'catalog', statusId)
    if (!status || status.archived || !isCatalogKind('customerStatus', status)) {
      return err({ code: 'customer.statusNotFound' })
    }
    const [from, to] = status.data.suspendsServices
      ? (['active', 'suspended'] as const)
      : (['suspended', 'active'] as const)
    const serviceWrites: DocumentWrite[] = []
    let concerned = 0
    const outcome = changeCustomersInUse(input, context, (customer) => {
      const today = officeToday(context, customer.officeId)
      const services = readWhere(context.read, 'services', { customerId: customer.id }).filter(
        (service) => !service.archived && standingOn(service, today).status === from,
      )
      concerned += services.length
      for (const service of withServices ? services : []) {
        const changed = withStatus(service, {
          status: to,
          on: today,
          today,
          billed: status.data.billsServices,
          newId: context.newId,
        })
        if (changed.ok) serviceWrites.push(writeOf('services', service, changed.value))
      }
      return ok(withStatusId(customer, statusId, context))
    })
    if (!outcome.ok) return outcome
    const done = serviceWrites.length
    const result: CustomerStatusSet = {
      ...outcome.value.result,
      services: done,
      servicesLeft: concerned - done,
    }
    return ok({ writes: [...outcome.value.writes, ...serviceWrites], result })
  },
})

export const setCustomerOffice = defineCommand({
  name: 'customer.setOffice',
  input: closed({ ...targetFields, officeId: id() }),
  undo: 'inverse',
  bulk: true,
  run({ officeId, ...input }, context) {
    const office = readOne(context.read, 'catalog', officeId)
    if (!office || office.archived || !isCatalogKind('office', office)) {
      return err({ code: 'customer.officeNotFound' })
    }
    return changeCustomersInUse(input, context, (customer) =>
      ok(customer.officeId === officeId ? customer : { ...customer, officeId }),
    )
  },
})

export const tagCustomers = defineCommand({
  name: 'customer.tag',
  input: closed({
    ...targetFields,
    add: Type.Optional(Type.Array(id(), { maxItems: MAX_TAGS })),
    remove: Type.Optional(Type.Array(id(), { maxItems: MAX_TAGS })),
  }),
  undo: 'inverse',
  bulk: true,
  run({ add = [], remove = [], ...input }, context) {
    for (const tagId of add) {
      const tag = readOne(context.read, 'catalog', tagId)
      if (!tag || tag.archived || !isCatalogKind('tag', tag)) return err({ code: 'customer.tagNotFound' })
    }
    return changeCustomersInUse(input, context, (customer) => {
      const kept = customer.tags.filter((tag) => add.includes(tag) || !remove.includes(tag))
      const tags = [...new Set([...kept, ...add])]
      if (tags.length > MAX_TAGS) return err({ code: 'customer.tooManyTags', details: { max: MAX_TAGS } })
      const same = tags.length === customer.tags.length && kept.length === customer.tags.length
      return ok(same ? customer : { ...customer, tags })
    })
  },
})

export interface CustomersArchived extends BulkResult {
  /** Told before one customer is archived. */
  leftToBill?: LeftToBill
}

/** Archives customers unless something open holds them back; `checks` are the registered ones except in tests. */
export const createArchiveCustomers = (checks: readonly BlockerCheck[]) =>
  defineCommand({
    name: 'customer.archive',
    input: closed(targetFields),
    undo: 'inverse',
    whole: true,
    bulk: true,
    run(input, context) {
      const mark = archivedMark(context)
      let last: Customer | undefined
      const outcome = changeCustomers(input, context, (customer) => {
        if (customer.archived) return ok(customer)
        const blockers = checks.flatMap((check) => check(customer, context))
        if (blockers.length > 0) {
          return err({ code: 'customer.blocked', details: { name: customer.name, blockers } })
        }
        last = customer
        return ok({ ...customer, archived: mark })
      })
      if (!outcome.ok || !context.isPreview || !last || outcome.value.result.changed !== 1) return outcome
      const left = leftToBill(last, context)
      const result: CustomersArchived = { ...outcome.value.result, ...(left && { leftToBill: left }) }
      return ok({ ...outcome.value, result })
    },
  })

export const archiveCustomers = createArchiveCustomers(customerBlockers)

export type CustomersRestored = BulkResult & RestoreResult

export const restoreCustomers = defineCommand({
  name: 'customer.restore',
  input: closed({ ...targetFields, taken: Type.Optional(takenChoicesSchema) }),
  undo: 'inverse',
  whole: true,
  bulk: true,
  run({ taken: choices, ...input }, context) {
    const unique = uniqueDefinitions(context.read)
    const restoring = createRestoring(context, choices)
    const outcome = changeCustomers(input, context, (customer) => {
      if (!customer.archived) return ok(customer)
      if (customer.mergedInto !== undefined)
        return err({ code: 'customer.isMerged', details: { name: customer.name, into: customer.mergedInto } })
      const [taken] = takenValues(customer.attributes, unique, customer.id, holderIn(context.read))
      if (taken) return err(valueTaken(customer, ...taken))
      return ok(restoring.customer(customer))
    })
    if (!outcome.ok) return outcome
    const { writes, result } = outcome.value
    const restored: CustomersRestored = { ...result, ...restoring.result }
    return ok({ writes: [...writes, ...restoring.writes()], result: restored })
  },
})

const valueTaken = (customer: Customer, elementId: string, holder: ValueHolder): Refusal => {
  const attribute = customer.attributes.find(({ id: own }) => own === elementId)
  const details = { attribute: attribute?.name ?? '', value: attribute?.value ?? '' }
  return {
    code: 'customer.valueTaken',
    details: { name: customer.name, ...details, holder: holder.name, number: holder.number },
  }
}
