import { Type, type Static } from 'typebox'
import { attributeSchema } from '../customer/schema.ts'
import { archived, id, instant, listOf, oneOf, requiredText, text } from '../schema-kit.ts'

export const INVENTORY_KINDS = [
  'modem',
  'router',
  'ont',
  'antenna',
  'stb',
  'sim',
  'phoneNumber',
  'ipBlock',
  'other',
] as const
export const INVENTORY_STATES = ['inStock', 'assigned', 'faulty', 'retired'] as const
/** States of an item in use: it takes its serial and its place. */
export const KEPT_STATES = [
  'inStock',
  'assigned',
  'faulty',
] as const satisfies (typeof INVENTORY_STATES)[number][]

/**
 * A thing, a telephone number or an address block (domain.md §2). Where it is: a place of ours (`placeId`) or with a
 * customer, one of their sites and perhaps one service. Its history is its activity.
 */
export const inventoryItemSchema = Type.Object({
  id: id(),
  kind: oneOf(INVENTORY_KINDS),
  /** The serial as on the label; of a number its E.164 form, of a block its CIDR form. */
  serial: requiredText(120),
  /** Folded serial: unique among items in use. */
  serialKey: requiredText(240),
  model: Type.Optional(text(120)),
  mac: Type.Optional(text(40)),
  state: oneOf(INVENTORY_STATES),
  /** A stock place, office or technician of the catalogue. */
  placeId: Type.Optional(id()),
  customerId: Type.Optional(id()),
  siteId: Type.Optional(id()),
  serviceId: Type.Optional(id()),
  attributes: listOf(attributeSchema, 100),
  notes: Type.Optional(text(20_000)),
  createdAt: instant(),
  archived: Type.Optional(archived()),
})

export type InventoryItem = Static<typeof inventoryItemSchema>
export type InventoryKind = InventoryItem['kind']
export type InventoryState = InventoryItem['state']
