import { Type, type Static } from 'typebox'
import { id, oneOf, text } from '../schema-kit.ts'
import { SERVICE_STATUSES, SERVICE_TYPES } from './schema.ts'

/** By what the list of services sorts: its name, its customer's, or how long it has been in its state. */
export const SERVICE_SORTS = ['name', 'customer', 'since'] as const
export type ServiceSort = (typeof SERVICE_SORTS)[number]

/** Which services a list holds: every condition that is given has to hold. */
export const serviceFilterSchema = Type.Object({
  /** Words of the name, an identifier or an attribute, or of the customer or the site; parts count. */
  text: Type.Optional(text(200)),
  status: Type.Optional(oneOf(SERVICE_STATUSES)),
  type: Type.Optional(oneOf(SERVICE_TYPES)),
  productId: Type.Optional(id()),
  /** Of the customer. */
  officeId: Type.Optional(id()),
  /** Of the site, as `services.towns` names it: `ES/madrid`. */
  town: Type.Optional(text(200)),
  customerId: Type.Optional(id()),
  siteId: Type.Optional(id()),
  /** Only those with a meter in use. */
  metered: Type.Optional(Type.Boolean()),
  /** Only archived ones; only those in use when absent. */
  archived: Type.Optional(Type.Boolean()),
})

export type ServiceFilter = Static<typeof serviceFilterSchema>
