import { Type, type Static } from 'typebox'
import { id, oneOf, text } from '../schema-kit.ts'
import { INVENTORY_KINDS, INVENTORY_STATES } from './schema.ts'

/** By what the list of items sorts: the serial, or the moment of the last change. */
export const ITEM_SORTS = ['serial', 'changed'] as const
export type ItemSort = (typeof ITEM_SORTS)[number]

/** Which items a list holds: every condition that is given has to hold. */
export const itemFilterSchema = Type.Object({
  /** Words of serial, number, address block, model, MAC or attribute; parts count. */
  text: Type.Optional(text(200)),
  kind: Type.Optional(oneOf(INVENTORY_KINDS)),
  state: Type.Optional(oneOf(INVENTORY_STATES)),
  /** A stock place, office or technician. */
  placeId: Type.Optional(id()),
  customerId: Type.Optional(id()),
  siteId: Type.Optional(id()),
  serviceId: Type.Optional(id()),
  /** Only archived items; only those in use when absent. */
  archived: Type.Optional(Type.Boolean()),
})

export type ItemFilter = Static<typeof itemFilterSchema>
