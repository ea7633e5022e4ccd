import { computed, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RouteLocationNormalizedLoaded } from 'vue-router'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import { useToast } from '#renderer/ui/index.ts'
import { useCustomerCatalog } from '../useCustomerCatalog.ts'
import { shownColumns } from './columns/layout.ts'
import { useCustomerListStore } from './customer-list.store.ts'
import { isNarrowed } from './list-query.ts'
import { useListSelection } from './selection/useListSelection.ts'
import { LIST_SOURCES, useCustomerRows } from './useCustomerRows.ts'
import { useFoundBy } from './useFoundBy.ts'
import { useColumnTexts } from './useColumnTexts.ts'
import { useListQuery } from './useListQuery.ts'
import { useSavedViews } from './views/useSavedViews.ts'

/** Everything that the parts of the list's screen share: what is asked for, the rows, who is chosen. */
export function useCustomerList(route: Readonly<Pick<RouteLocationNormalizedLoaded, 'path' | 'query'>>) {
  const { t, n } = useI18n()
  const host = useHost()
  const { toast } = useToast()
  const store = useCustomerListStore()
  const catalog = useCustomerCatalog()
  const views = useSavedViews()
  const query = useListQuery(route, views)

  const asked = computed(() =>
    query.isReady.value ? { filter: query.filter.value, sort: query.view.value.sort } : undefined,
  )
  const rows = useCustomerRows(asked, () =>
    shownColumns(query.layout.value).some((column) => column.fromDocument),
  )
  const selection = useListSelection({
    query: asked,
    rows,
    tooMany: (most) => toast({ tone: 'info', title: t('list.select.tooMany', { most: n(most, 'integer') }) }),
  })
  const summary = useReadModel(
    () =>
      query.isReady.value ? host.customers.summary({ filter: query.filter.value, facets: [] }) : undefined,
    { collections: LIST_SOURCES },
  )

  const foundBy = useFoundBy(
    () => query.words.value,
    () => (rows.isOutdated.value ? undefined : rows.page.value),
  )

  watch(asked, (now) => now && (store.query = now), { immediate: true })
  watch(
    () => route.query,
    (now) => (store.address = now),
    { immediate: true },
  )

  const { columns, labelOf } = useColumnTexts(catalog, () => query.layout.value)
  const isNarrow = computed(() => isNarrowed(query.view.value.filter, query.words.value))
  return {
    catalog,
    views,
    query,
    asked,
    rows,
    selection,
    columns,
    labelOf,
    foundBy,
    /** What all that match come to, by currency. */
    sums: computed(() => summary.value.value?.sums ?? []),
    /** Whether anything narrows the list. */
    isNarrow,
    /** Why there is no row, when there is none. */
    emptyKind: computed(() => {
      if (rows.state.value === 'error') return 'error'
      if (rows.isFirstLoad.value || rows.isOutdated.value) return 'loading'
      return isNarrow.value ? 'noMatch' : 'first'
    }),
  }
}

export type CustomerList = ReturnType<typeof useCustomerList>
