import { computed, ref, shallowRef, watch } from 'vue'
import { useLiveQuery, useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import { sitesInUse } from './site-query.ts'

/** The list grows by this many when a person has scrolled near its end. */
const STEP = 300
/** Fields that an index of the store serves (core/domain/site). */
export const SITE_SORTS = ['sortName', 'city', 'plusCode'] as const
export interface SiteSort {
  id: (typeof SITE_SORTS)[number]
  direction: 'asc' | 'desc'
}

/** The most that the host answers to one search, and to one query. */
const MOST_FOUND = 200
const MOST_LISTED = 10_000

/** Sites by text, or all by name; in use, optionally only those without an exact position. */
export function useSiteList() {
  const host = useHost()
  const text = ref('')
  const onlyInexact = ref(false)
  const sort = shallowRef<SiteSort>({ id: 'sortName', direction: 'asc' })
  const limit = ref(STEP)
  const wanted = computed(() => text.value.trim())
  const isSearching = computed(() => wanted.value.length >= 2)

  const search = useReadModel(
    () =>
      isSearching.value
        ? host.search.find({ text: wanted.value, limit: MOST_FOUND, collections: ['sites'] })
        : undefined,
    { collections: ['sites'] },
  )
  const found = shallowRef<readonly string[]>()
  watch([search.value, isSearching], () => {
    found.value = isSearching.value ? search.value.value?.hits.map(({ id }) => id) : undefined
  })
  watch([wanted, onlyInexact, sort], () => (limit.value = STEP))

  const selector = computed(() => sitesInUse(onlyInexact.value))
  const live = useLiveQuery('sites', () => ({
    selector: found.value ? { ...selector.value, id: { $in: [...found.value] } } : selector.value,
    sort: [{ [sort.value.id]: sort.value.direction }],
    limit: limit.value,
  }))
  const counts = useReadModel(
    async () => {
      const count = async (inexact: boolean) =>
        host.store.count({ collection: 'sites', selector: sitesInUse(inexact) })
      const [all, inexact] = await Promise.all([count(false), count(true)])
      if (!all.ok) return all
      return inexact.ok
        ? { ok: true as const, value: { all: all.value.count, inexact: inexact.value.count } }
        : inexact
    },
    { collections: ['sites'] },
  )
  const total = computed(() => {
    if (found.value) return live.documents.value.length
    const all = onlyInexact.value ? counts.value.value?.inexact : counts.value.value?.all
    return Math.max(live.documents.value.length, Math.min(MOST_LISTED, all ?? 0))
  })

  return {
    text,
    onlyInexact,
    sort,
    sites: live.documents,
    state: live.state,
    error: live.error,
    isSearching,
    total,
    counts: counts.value,
    /** More match than a search answers. */
    isCut: computed(() => (found.value?.length ?? 0) >= MOST_FOUND),
    /** Rows up to `end` are looked at. */
    look(end: number) {
      const isShort = end > limit.value - STEP / 3 && live.documents.value.length >= limit.value
      if (isShort) limit.value = Math.min(MOST_LISTED, limit.value + Math.max(STEP, end - limit.value))
    },
  }
}
