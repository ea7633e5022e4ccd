import { computed } from 'vue'
import type { ItemFilter } from '#core/domain/inventory/filter.ts'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import { ITEM_SOURCES } from '../items/useItemRows.ts'

/** Items that a page lists without paging. */
const MOST = 500

/** The items of a customer or a site. */
export function useOwnedItems(filter: () => ItemFilter) {
  const host = useHost()
  const { value, state, error, refresh } = useReadModel(
    () =>
      host.inventory.list({
        filter: filter(),
        sort: { field: 'serial', direction: 'asc' },
        skip: 0,
        limit: MOST,
      }),
    { collections: ITEM_SOURCES },
  )
  return {
    rows: computed(() => value.value?.rows ?? []),
    total: computed(() => value.value?.total ?? 0),
    isLoading: computed(() => value.value === undefined && state.value === 'loading'),
    error,
    refresh,
  }
}
