import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { exitFeeOn, type ExitFee } from '../billing/once-lines.ts'
import { tidyText } from '../changes.ts'
import { defineCommand, type DocumentWrite, type Refusal } from '../command.ts'
import { statusBills } from '../customer/unbilled.ts'
import { anyText, closed } from '../input-kit.ts'
import { isPlace } from '../inventory/build.ts'
import { atPlace } from '../inventory/hand-over.ts'
import { id } from '../schema-kit.ts'
import { readMany, writeOf } from '../typed-reader.ts'
import { recharge, serviceFields, type ServiceRecharged } from './recharge.ts'
import type { Service } from './schema.ts'
import { withStatus } from './status-rules.ts'

const MAX_REASON = 500

export interface ServiceEnded extends ServiceRecharged {
  /** What leaving before the end of the contract costs, waived or not. */
  exitFee?: ExitFee
  /** Items that came back with it, and those that the customer still has. */
  returned: number
  heldItems: number
}

/** Ends a service for good, with what is to happen to its equipment and its exit fee: one act, one undo. */
export const endService = defineCommand({
  name: 'service.end',
  input: closed({
    ...serviceFields,
    reason: Type.Optional(anyText()),
    /** The contract's exit fee is not asked for. */
    waiveExitFee: Type.Optional(Type.Boolean()),
    /** Items of the service that come back. */
    itemIds: Type.Optional(Type.Array(id(), { maxItems: 500 })),
    /** Where they go; the own office when absent. */
    placeId: Type.Optional(id()),
  }),
  undo: 'inverse',
  whole: true,
  explains: true,
  run(input, context) {
    const { placeId = context.actor.officeId, itemIds = [] } = input
    if (itemIds.length > 0 && !isPlace(context, placeId))
      return err<Refusal>({ code: 'inventory.placeNotFound' })
    const returned = new Set(itemIds)
    let fee: ExitFee | undefined
    let held = 0
    const outcome = recharge(input, context, ({ before, customer, on }) => {
      fee = exitFeeOn(before, on)
      const text = tidyText(input.reason)?.slice(0, MAX_REASON)
      const ended = withStatus(before, {
        status: 'ended',
        on,
        ...(text !== undefined && { reason: text }),
        billed: statusBills(customer.statusId, context),
        newId: context.newId,
      })
      if (!ended.ok) return ended
      const inventoryIds = before.inventoryIds.filter((item) => !returned.has(item))
      held = inventoryIds.length
      const service = { ...ended.value, inventoryIds }
      return ok(input.waiveExitFee ? withoutExitFee(service) : service)
    })
    if (!outcome.ok) return outcome
    const writes: DocumentWrite[] = []
    const items = readMany(context.read, 'inventory', itemIds)
    for (const itemId of returned) {
      const item = items.get(itemId)
      if (!item) return err<Refusal>({ code: 'inventory.notFound' })
      if (item.serviceId !== input.id)
        return err<Refusal>({ code: 'inventory.targetNotFound', details: { serial: item.serial } })
      writes.push(writeOf('inventory', item, atPlace(item, 'inStock', placeId)))
    }
    const result: ServiceEnded = {
      ...outcome.value.result,
      ...(fee && { exitFee: fee }),
      returned: returned.size,
      heldItems: held,
    }
    return ok({ ...outcome.value, writes: [...outcome.value.writes, ...writes], result })
  },
})

/** The contract stays, so that one can see what was agreed; what it asks for leaving does not. */
function withoutExitFee(service: Service): Service {
  if (!service.contract) return service
  const { exitFee: _waived, ...contract } = service.contract
  return { ...service, contract }
}
