import { Type } from 'typebox'
import { ok } from '../../lib/result.ts'
import { exitFeeOn, type ExitFee } from '../billing/once-lines.ts'
import { tidyText } from '../changes.ts'
import { defineCommand } from '../command.ts'
import { statusBills } from '../customer/unbilled.ts'
import { anyText, closed } from '../input-kit.ts'
import { id } from '../schema-kit.ts'
import { readOne } from '../typed-reader.ts'
import { itemsComingBack, withoutEquipment, withoutExitFee } from './come-back.ts'
import { recharge, serviceFields, type ServiceRecharged } from './recharge.ts'
import { withoutEnd, withStatus } from './status-rules.ts'

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
    const back = itemsComingBack(input, new Set([input.id]), context)
    if (!back.ok) return back
    const returned = new Set(input.itemIds)
    let fee: ExitFee | undefined
    let held = 0
    const outcome = recharge(input, context, ({ before, customer, on, today }) => {
      fee = exitFeeOn(before, on)
      const text = tidyText(input.reason)?.slice(0, MAX_REASON)
      const ended = withStatus(before, {
        status: 'ended',
        on,
        today,
        ...(text !== undefined && { reason: text }),
        billed: statusBills(customer.statusId, context),
        newId: context.newId,
      })
      if (!ended.ok) return ended
      const service = withoutEquipment(ended.value, returned)
      held = service.inventoryIds.length
      return ok(input.waiveExitFee ? withoutExitFee(service) : service)
    })
    if (!outcome.ok) return outcome
    const result: ServiceEnded = {
      ...outcome.value.result,
      ...(fee && { exitFee: fee }),
      returned: returned.size,
      heldItems: held,
    }
    return ok({ ...outcome.value, writes: [...outcome.value.writes, ...back.value], result })
  },
})

/** Takes back an end that was said for a later day: the service goes on. An exit fee that was waived with it stays waived. */
export const keepService = defineCommand({
  name: 'service.keep',
  input: closed({ id: serviceFields.id, requestedBy: serviceFields.requestedBy }),
  undo: 'inverse',
  explains: true,
  run: (input, context) => {
    const endedOn = readOne(context.read, 'services', input.id)?.endedOn
    return recharge(
      { ...input, ...(endedOn !== undefined && { on: endedOn }) },
      context,
      ({ before, today }) => ok(withoutEnd(before, today)),
    )
  },
})
