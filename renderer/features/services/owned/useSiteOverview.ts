import { computed, shallowRef, watch } from 'vue'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'

/** Sites of one answer; more come on demand. */
const PAGE = 50

/** The sites of a customer with what is delivered at each, and the sums over all of them. */
export function useSiteOverview(customerId: () => string, text: () => string, first = PAGE) {
  const host = useHost()
  const limit = shallowRef(first)
  watch([customerId, text], () => (limit.value = first))
  const { value, state, error, refresh } = useReadModel(
    () =>
      host.services.sites({
        customerId: customerId(),
        ...(text() !== '' && { text: text().slice(0, 200) }),
        skip: 0,
        limit: Math.min(limit.value, 1000),
      }),
    { collections: ['services', 'sites'] },
  )
  return {
    sites: computed(() => (value.value?.rows ?? []).filter((site) => !site.archived || site.services > 0)),
    total: computed(() => value.value?.total ?? 0),
    sums: value,
    state,
    error,
    refresh,
    hasMore: computed(() => (value.value?.total ?? 0) > limit.value && limit.value < 1000),
    more: () => (limit.value += PAGE),
  }
}
