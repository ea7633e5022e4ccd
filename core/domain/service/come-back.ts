import { err, ok, type Result } from '../../lib/result.ts'
import type { CommandContext, DocumentWrite, Refusal } from '../command.ts'
import { isPlace } from '../inventory/build.ts'
import { atPlace } from '../inventory/hand-over.ts'
import { readMany, writeOf } from '../typed-reader.ts'
import type { Service } from './schema.ts'

interface ComingBack {
  /** Items of the services that end. */
  itemIds?: readonly string[]
  /** Where they go; the own office when absent. */
  placeId?: string
}

/** The writes that take equipment of services back; refused when an item is of none of them. */
export function itemsComingBack(
  { itemIds = [], placeId }: ComingBack,
  serviceIds: ReadonlySet<string>,
  context: CommandContext,
): Result<DocumentWrite[], Refusal> {
  if (itemIds.length === 0) return ok([])
  const place = placeId ?? context.actor.officeId
  if (!isPlace(context, place)) return err({ code: 'inventory.placeNotFound' })
  const items = readMany(context.read, 'inventory', itemIds)
  const writes: DocumentWrite[] = []
  for (const id of new Set(itemIds)) {
    const item = items.get(id)
    if (!item) return err({ code: 'inventory.notFound' })
    if (item.serviceId === undefined || !serviceIds.has(item.serviceId))
      return err({ code: 'inventory.targetNotFound', details: { serial: item.serial } })
    writes.push(writeOf('inventory', item, atPlace(item, 'inStock', place)))
  }
  return ok(writes)
}

/** The service without the equipment that came back. */
export function withoutEquipment(service: Service, returned: ReadonlySet<string>): Service {
  const inventoryIds = service.inventoryIds.filter((id) => !returned.has(id))
  return inventoryIds.length === service.inventoryIds.length ? service : { ...service, inventoryIds }
}

/** The contract stays, so that one can see what was agreed; what it asks for leaving does not. */
export function withoutExitFee(service: Service): Service {
  if (!service.contract) return service
  const { exitFee: _waived, ...contract } = service.contract
  return { ...service, contract }
}
