import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { archivedMark, changeMany, type BulkResult } from '../archive.ts'
import { defineCommand, type CommandContext, type DocumentWrite, type Refusal } from '../command.ts'
import { editableCustomer } from '../customer/usable.ts'
import { closed, manyIds } from '../input-kit.ts'
import { id } from '../schema-kit.ts'
import { readOne, writeOf } from '../typed-reader.ts'
import { createRestoring } from '../restore/restoring.ts'
import { takenChoicesSchema, type RestoreResult } from '../restore/taken.ts'
import { isPlace } from './build.ts'
import { createItem, createItems, updateItem } from './create.ts'
import { assigned, atPlace } from './hand-over.ts'
import type { InventoryItem } from './schema.ts'
import { withoutItems, withItems } from './service-items.ts'

const refused = (code: Refusal['code'], item: InventoryItem) =>
  err<Refusal>({ code, details: { serial: item.serial } })

const inventoryWrites = (writes: readonly DocumentWrite[]) => writes.map((write) => write.id)

export const assignItems = defineCommand({
  name: 'inventory.assign',
  input: closed({
    ids: manyIds(),
    customerId: id(),
    siteId: Type.Optional(id()),
    serviceId: Type.Optional(id()),
  }),
  undo: 'inverse',
  whole: true,
  run({ ids, customerId, siteId, serviceId }, context) {
    const customer = editableCustomer(context.read, customerId)
    if (!customer.ok) return customer
    const service = serviceId === undefined ? undefined : readOne(context.read, 'services', serviceId)
    const site = siteId === undefined ? undefined : readOne(context.read, 'sites', siteId)
    const isForeign = (document: { customerId: string; archived?: unknown } | undefined) =>
      !document || document.customerId !== customerId || document.archived !== undefined
    if (serviceId !== undefined && isForeign(service)) return err({ code: 'inventory.targetNotFound' })
    if (siteId !== undefined && isForeign(site)) return err({ code: 'inventory.targetNotFound' })
    const at = siteId ?? service?.siteId
    const target = { customerId, ...(at && { siteId: at }), ...(serviceId && { serviceId }) }
    const outcome = changeMany(context, 'inventory', ids, 'inventory.notFound', (item) =>
      assigned(item, target),
    )
    if (!outcome.ok || !service) return outcome
    const { writes, result } = outcome.value
    const joined = withItems(service, inventoryWrites(writes))
    return ok({
      writes: joined === service ? writes : [...writes, writeOf('services', service, joined)],
      result,
    })
  },
})

/** Takes items back from customers: into stock, or aside as faulty or retired. */
function takeBack(
  context: CommandContext,
  ids: readonly string[],
  state: 'inStock' | 'faulty' | 'retired',
  placeId: string | undefined,
  mayChange: (item: InventoryItem) => Refusal['code'] | undefined,
) {
  if (placeId !== undefined && !isPlace(context, placeId))
    return err<Refusal>({ code: 'inventory.placeNotFound' })
  const outcome = changeMany(context, 'inventory', ids, 'inventory.notFound', (item) => {
    if (item.archived) return refused('inventory.isArchived', item)
    const code = mayChange(item)
    if (code) return refused(code, item)
    if (item.state === state && item.customerId === undefined) return ok(item)
    return ok(atPlace(item, state, placeId ?? item.placeId ?? context.actor.officeId))
  })
  if (!outcome.ok) return outcome
  const { writes, result } = outcome.value
  return ok({ writes: [...writes, ...withoutItems(context.read, writes)], result })
}

export const returnItems = defineCommand({
  name: 'inventory.return',
  input: closed({ ids: manyIds(), placeId: Type.Optional(id()) }),
  undo: 'inverse',
  run: ({ ids, placeId }, context) =>
    takeBack(context, ids, 'inStock', placeId, (item) => {
      if (item.state === 'retired') return 'inventory.isRetired'
      // A repaired item comes back into stock the same way.
      return item.state === 'inStock' ? 'inventory.notAssigned' : undefined
    }),
})

export const markItemsFaulty = defineCommand({
  name: 'inventory.markFaulty',
  input: closed({ ids: manyIds(), placeId: Type.Optional(id()) }),
  undo: 'inverse',
  run: ({ ids, placeId }, context) =>
    takeBack(context, ids, 'faulty', placeId, (item) =>
      item.state === 'retired' ? 'inventory.isRetired' : undefined,
    ),
})

export const retireItems = defineCommand({
  name: 'inventory.retire',
  input: closed({ ids: manyIds() }),
  undo: 'inverse',
  run: ({ ids }, context) =>
    takeBack(context, ids, 'retired', undefined, (item) =>
      item.state === 'assigned' ? 'inventory.stillAssigned' : undefined,
    ),
})

export const moveItems = defineCommand({
  name: 'inventory.move',
  input: closed({ ids: manyIds(), placeId: id() }),
  undo: 'inverse',
  run({ ids, placeId }, context) {
    if (!isPlace(context, placeId)) return err({ code: 'inventory.placeNotFound' })
    return changeMany(context, 'inventory', ids, 'inventory.notFound', (item) => {
      if (item.archived) return refused('inventory.isArchived', item)
      if (item.state === 'assigned') return refused('inventory.stillAssigned', item)
      if (item.state === 'retired') return refused('inventory.isRetired', item)
      return ok(item.placeId === placeId ? item : { ...item, placeId })
    })
  },
})

export const archiveItems = defineCommand({
  name: 'inventory.archive',
  input: closed({ ids: manyIds() }),
  undo: 'inverse',
  whole: true,
  run({ ids }, context) {
    const mark = archivedMark(context)
    return changeMany(context, 'inventory', ids, 'inventory.notFound', (item) => {
      if (item.state === 'assigned') return refused('inventory.stillAssigned', item)
      return ok(item.archived ? item : { ...item, archived: mark })
    })
  },
})

export type ItemsRestored = BulkResult & RestoreResult

export const restoreItems = defineCommand({
  name: 'inventory.restore',
  input: closed({ ids: manyIds(), taken: Type.Optional(takenChoicesSchema) }),
  undo: 'inverse',
  whole: true,
  bulk: true,
  run({ ids, taken }, context) {
    const restoring = createRestoring(context, taken)
    const outcome = changeMany(context, 'inventory', ids, 'inventory.notFound', (item) => {
      if (!item.archived) return ok(item)
      const restored = restoring.item(item)
      return restored.archived ? refused('inventory.serialTaken', item) : ok(restored)
    })
    if (!outcome.ok) return outcome
    const { writes, result } = outcome.value
    const all: ItemsRestored = { ...result, ...restoring.result }
    return ok({ writes: [...writes, ...restoring.writes()], result: all })
  },
})

export const inventoryCommands = [
  createItem,
  createItems,
  updateItem,
  assignItems,
  returnItems,
  markItemsFaulty,
  retireItems,
  moveItems,
  archiveItems,
  restoreItems,
]
