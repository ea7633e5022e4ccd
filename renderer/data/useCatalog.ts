import { computed, type ComputedRef } from 'vue'
import { isCatalogKind, type CatalogKind, type CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import { useLiveQuery } from './useLiveQuery.ts'

/** The configured records of one kind in their order, archived ones included: records keep naming them. */
export function useCatalog<K extends CatalogKind>(kind: K): ComputedRef<readonly CatalogRecordOf<K>[]> {
  const { documents } = useLiveQuery('catalog', () => ({ selector: { kind }, sort: [{ rank: 'asc' }] }))
  return computed(() =>
    documents.value.filter((record): record is CatalogRecordOf<K> => isCatalogKind(kind, record)),
  )
}
