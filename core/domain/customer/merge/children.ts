import type { CollectionName } from '../../entity.ts'
import { collectionNames, entities } from '../../registry.ts'

/**
 * Whose records follow their customer when it is merged: every collection of records that name a customer, but those
 * that never change once issued. A new collection is one of them by its schema.
 */
export const MOVED_COLLECTIONS: readonly CollectionName[] = collectionNames.filter((name) => {
  const { schema, fields } = entities[name]
  return Object.hasOwn(schema.properties, 'customerId') && fields.customerId?.merge !== 'immutable'
})
