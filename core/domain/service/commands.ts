import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { exitFeeOn } from '../billing/once-lines.ts'
import { archivedMark, changeMany, type BulkResult } from '../archive.ts'
import { tidyText } from '../changes.ts'
import { defineCommand, type FieldIssue, type Refusal } from '../command.ts'
import { statusBills } from '../customer/unbilled.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText, closed, manyIds } from '../input-kit.ts'
import { customerToday, officeToday } from '../office-day.ts'
import { id, oneOf } from '../schema-kit.ts'
import { createRestoring } from '../restore/restoring.ts'
import { takenChoicesSchema, type RestoreResult } from '../restore/taken.ts'
import { readOne } from '../typed-reader.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { isLive, serviceBlocker } from './blockers.ts'
import type { ChangeEffect } from './change-effect.ts'
import { itemsComingBack, withoutEquipment, withoutExitFee } from './come-back.ts'
import { createService } from './create.ts'
import { costsOf } from './recharge.ts'
import type { Service } from './schema.ts'
import { mayRun, withStatus } from './status-rules.ts'
import { updateService } from './update.ts'

const MAX_REASON = 500

const isArchived = ({ name }: Service) => err<Refusal>({ code: 'service.isArchived', details: { name } })

export interface ServicesSet extends BulkResult {
  /** Equipment that ended services still hold. */
  heldItems: number
  /** What leaving contracts early costs, waived or not: net minor units by currency. */
  exitFees: { currency: string; amount: number }[]
  /** Only told beforehand, of one service: what it does to money. */
  effect?: ChangeEffect
}

export const setServiceStatus = defineCommand({
  name: 'service.setStatus',
  input: closed({
    ids: manyIds(),
    /** Activates or resumes, suspends, or ends for good. */
    status: oneOf(['active', 'suspended', 'ended']),
    /** The day on which it takes effect; today in the customer's office when absent. */
    on: Type.Optional(anyText()),
    reason: Type.Optional(anyText()),
    /** Of a suspension: charged all the same; as the customer's status bills when absent. */
    billed: Type.Optional(Type.Boolean()),
    /** Of services that end: their exit fees are not asked for. */
    waiveExitFee: Type.Optional(Type.Boolean()),
    /** Of services that end: equipment that comes back. */
    itemIds: Type.Optional(Type.Array(id(), { maxItems: 5000 })),
    /** Where it goes; the own office when absent. */
    placeId: Type.Optional(id()),
    requestedBy: Type.Optional(id()),
  }),
  undo: 'inverse',
  bulk: true,
  run(input, context) {
    const { ids, status, on, reason, billed, requestedBy } = input
    const isEnd = status === 'ended'
    if (on !== undefined && !isPlainDate(on)) {
      const issue: FieldIssue = { path: 'on', code: 'service.dateForm', severity: 'error' }
      return err({ code: 'service.invalid', fields: [issue] })
    }
    const returned = new Set(isEnd ? input.itemIds : [])
    const fees = new Map<string, number>()
    let heldItems = 0
    let effect: ChangeEffect | undefined
    const outcome = changeMany(context, 'services', ids, 'service.notFound', (service) => {
      if (service.archived) return isArchived(service)
      const customer = editableCustomer(context.read, service.customerId)
      if (!customer.ok) return customer
      const allowed = status === 'active' ? mayRun(customer.value, context) : ok(null)
      if (!allowed.ok) return allowed
      const today = officeToday(context, customer.value.officeId)
      const day = on ?? today
      const text = tidyText(reason)?.slice(0, MAX_REASON)
      const changed = withStatus(service, {
        status,
        on: day,
        today,
        ...(text !== undefined && { reason: text }),
        billed: billed ?? statusBills(customer.value.statusId, context),
        newId: context.newId,
      })
      if (changed.ok && context.isPreview && ids.length === 1)
        effect = costsOf(
          { before: service, after: changed.value, customer: customer.value, on: day },
          context,
        ).effect
      if (!changed.ok || !isEnd || changed.value === service) return changed
      const ended = withoutEquipment(changed.value, returned)
      heldItems += ended.inventoryIds.length
      const fee = exitFeeOn(service, day)?.net ?? 0
      if (fee !== 0) fees.set(service.currency, (fees.get(service.currency) ?? 0) + fee)
      return ok(input.waiveExitFee ? withoutExitFee(ended) : ended)
    })
    if (!outcome.ok) return outcome
    // Only of what ends now: what was refused keeps its equipment.
    const endedIds = new Set(outcome.value.writes.map((write) => write.id))
    const back = itemsComingBack(isEnd ? input : {}, endedIds, context)
    if (!back.ok) return back
    const exitFees = [...fees].map(([currency, amount]) => ({ currency, amount }))
    const result: ServicesSet = { ...outcome.value.result, heldItems, exitFees, ...(effect && { effect }) }
    const writes = [...outcome.value.writes, ...back.value]
    return ok({ writes, result, ...(requestedBy && { requestedBy }) })
  },
})

export const archiveServices = defineCommand({
  name: 'service.archive',
  input: closed({ ids: manyIds() }),
  undo: 'inverse',
  whole: true,
  bulk: true,
  run({ ids }, context) {
    const mark = archivedMark(context)
    return changeMany(context, 'services', ids, 'service.notFound', (service) => {
      if (service.archived) return ok(service)
      if (isLive(service, customerToday(context, service.customerId))) {
        const blockers = [serviceBlocker(service, 'service.stillActive')]
        return err({ code: 'service.blocked', details: { name: service.name, blockers } })
      }
      return ok({ ...service, archived: mark })
    })
  },
})

export type ServicesRestored = BulkResult & RestoreResult

export const restoreServices = defineCommand({
  name: 'service.restore',
  input: closed({ ids: manyIds(), taken: Type.Optional(takenChoicesSchema) }),
  undo: 'inverse',
  whole: true,
  bulk: true,
  run({ ids, taken }, context) {
    const restoring = createRestoring(context, taken)
    const outcome = changeMany(context, 'services', ids, 'service.notFound', (service) => {
      if (!service.archived) return ok(service)
      const customer = editableCustomer(context.read, service.customerId)
      if (!customer.ok) return customer
      const site = readOne(context.read, 'sites', service.siteId)
      if (site?.archived) return err({ code: 'site.isArchived', details: { name: site.name } })
      return ok(restoring.service(service))
    })
    if (!outcome.ok) return outcome
    const { writes, result } = outcome.value
    const restored: ServicesRestored = { ...result, ...restoring.result }
    return ok({ writes: [...writes, ...restoring.writes()], result: restored })
  },
})

export const serviceCommands = [
  createService,
  updateService,
  setServiceStatus,
  archiveServices,
  restoreServices,
]
