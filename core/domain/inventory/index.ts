import { attributeFields } from '../customer/index.ts'
import type { EntityDefinition } from '../entity.ts'
import { checkItem } from './rules.ts'
import { inventoryItemSchema, type InventoryItem } from './schema.ts'

export * from './schema.ts'

const serial = { merge: 'guarded', group: 'serial' } as const
const place = { merge: 'guarded', group: 'place' } as const

export const inventoryEntity: EntityDefinition = {
  collection: 'inventory',
  schema: inventoryItemSchema,
  fields: {
    kind: { merge: 'guarded' },
    createdAt: { merge: 'immutable' },
    serial,
    serialKey: serial,
    state: place,
    placeId: place,
    customerId: place,
    siteId: place,
    serviceId: place,
    attributes: { merge: 'list', elements: attributeFields },
    notes: { merge: 'longText' },
    archived: { merge: 'guarded', group: 'archived' },
  },
  indexes: [
    ['serialKey'],
    ['kind', 'serialKey'],
    ['state', 'serialKey'],
    ['customerId'],
    ['siteId'],
    ['serviceId'],
    ['placeId', 'serialKey'],
  ],
  customerIdOf: (document) => document.customerId as string | undefined,
  check: (document) => checkItem(document as unknown as InventoryItem),
  searchTextOf(document) {
    const item = document as unknown as InventoryItem
    const serialKind =
      item.kind === 'phoneNumber' ? 'phone' : item.kind === 'ipBlock' ? ('ip' as const) : 'serial'
    return [
      { kind: serialKind, text: item.serial },
      ...(item.model ? [{ kind: 'model' as const, text: item.model }] : []),
      ...(item.mac ? [{ kind: 'mac' as const, text: item.mac }] : []),
      ...item.attributes.map((attribute) => ({ kind: 'attribute' as const, text: attribute.value })),
    ]
  },
  titleOf: (document) => String(document.serial),
}
