import type { EntityDefinition } from '../entity.ts'
import { checkCatalog } from './rules.ts'
import { catalogSchema, type CatalogRecord } from './schema.ts'

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
  check(document) {
    const { kind, data } = document as unknown as CatalogRecord
    return checkCatalog(kind, data as Readonly<Record<string, unknown>>, [])
  },
  searchTextOf: () => [],
}
