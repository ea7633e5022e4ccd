import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ServiceFilter } from '#core/domain/service/filter.ts'
import { useTypedText } from '#renderer/ui/index.ts'
import { addressOf, queryFromAddress, type ServiceQuery } from './service-query.ts'

/** What the list shows is in its address: Back, a reload and a link bring it again. */
export function useServiceQuery() {
  const route = useRoute()
  const router = useRouter()
  const query = computed(() => queryFromAddress(route.query))
  const show = (next: ServiceQuery) =>
    void router.replace({ name: 'services', params: route.params, query: addressOf(next) })
  const setFilter = (changes: Partial<ServiceFilter>) =>
    show({ ...query.value, filter: { ...query.value.filter, ...changes } })
  const { text, clear } = useTypedText(
    () => query.value.filter.text ?? '',
    (typed) => setFilter({ text: typed || undefined }),
  )

  return {
    query,
    text,
    setFilter,
    setSort: (sort: ServiceQuery['sort']) => show({ ...query.value, sort }),
    clear: () => {
      clear()
      show({ ...query.value, filter: {} })
    },
    address: () => addressOf(query.value),
  }
}
