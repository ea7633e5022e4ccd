import { err, ok, type Result } from '../../lib/result.ts'
import type { CommandContext, DocumentWrite, Refusal } from '../command.ts'
import { readMany, writeOf } from '../typed-reader.ts'
import type { InventoryItem } from './schema.ts'

/** Who gets an item: a customer, at a site, for a service. */
export interface ItemTarget {
  customerId: string
  siteId?: string
  serviceId?: string
}

/** The item in the customer's hands; only what is in stock can be handed over. */
export function assigned(item: InventoryItem, target: ItemTarget): Result<InventoryItem, Refusal> {
  const details = { serial: item.serial }
  if (item.archived) return err({ code: 'inventory.isArchived', details })
  if (item.state !== 'inStock') return err({ code: 'inventory.notInStock', details })
  const { placeId: _left, ...rest } = item
  return ok({ ...rest, state: 'assigned', ...target })
}

/** The item back with us, at a place when one is named. */
export function atPlace(
  item: InventoryItem,
  state: Exclude<InventoryItem['state'], 'assigned'>,
  placeId: string | undefined,
): InventoryItem {
  const { customerId: _customer, siteId: _site, serviceId: _service, ...rest } = item
  return { ...rest, state, ...(placeId !== undefined && { placeId }) }
}

/** The writes that hand items over with a new service. */
export function handOver(
  ids: readonly string[],
  target: ItemTarget,
  context: CommandContext,
): Result<DocumentWrite[], Refusal> {
  const items = readMany(context.read, 'inventory', ids)
  const writes: DocumentWrite[] = []
  for (const id of ids) {
    const item = items.get(id)
    const after = item ? assigned(item, target) : err<Refusal>({ code: 'inventory.notFound' })
    if (!after.ok) return after
    writes.push(writeOf('inventory', item, after.value))
  }
  return ok(writes)
}
