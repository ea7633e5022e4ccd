import type { EntityDefinition } from '../entity.ts'
import { catalogSchema } from './schema.ts'

export * from './schema.ts'

export const catalogEntity: EntityDefinition = {
  collection: 'catalog',
  schema: catalogSchema,
  fields: {
    kind: { merge: 'immutable' },
    createdAt: { merge: 'immutable' },
    archived: { merge: 'guarded', group: 'archived' },
  },
  indexes: [['kind', 'rank']],
  customerIdOf: () => undefined,
  searchTextOf: () => [],
}
