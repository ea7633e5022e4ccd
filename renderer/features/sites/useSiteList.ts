import { computed, ref, shallowRef, watch } from 'vue'
import { useLiveQuery, useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'

/** Sites listed beside the map at once: a longer list is narrowed by searching, not by scrolling. */
const SHOWN = 200

/** Sites by text or all by name, in use; optionally only those without an exact position. */
export function useSiteList() {
  const host = useHost()
  const text = ref('')
  const onlyInexact = ref(false)
  const wanted = computed(() => text.value.trim())

  const search = useReadModel(
    () =>
      wanted.value.length < 2
        ? undefined
        : host.search.find({ text: wanted.value, limit: SHOWN, collections: ['sites'] }),
    { collections: ['sites'] },
  )
  const found = shallowRef<readonly string[]>()
  watch([search.value, wanted], () => {
    found.value = wanted.value.length < 2 ? undefined : search.value.value?.hits.map(({ id }) => id)
  })

  const { documents, state, error } = useLiveQuery('sites', () => ({
    selector: {
      archived: { $exists: false },
      ...(found.value === undefined ? {} : { id: { $in: [...found.value] } }),
      ...(onlyInexact.value ? { 'origin.precision': { $in: ['street', 'place', 'none'] } } : {}),
    },
    sort: [{ sortName: 'asc' as const }],
    limit: SHOWN,
  }))
  const sites = computed(() => documents.value)
  return { text, onlyInexact, sites, state, error, isCut: computed(() => sites.value.length >= SHOWN) }
}
