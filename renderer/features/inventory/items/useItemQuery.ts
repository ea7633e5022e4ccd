import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ItemFilter } from '#core/domain/inventory/filter.ts'
import { useTypedText } from '#renderer/ui/index.ts'
import { addressOf, queryFromAddress, type ItemQuery } from './item-query.ts'

/** What the list shows is in its address: Back, a reload and a link bring it again. */
export function useItemQuery() {
  const route = useRoute()
  const router = useRouter()
  const query = computed(() => queryFromAddress(route.query))
  const show = (next: ItemQuery) =>
    void router.replace({ name: 'inventory', params: route.params, query: addressOf(next) })
  const setFilter = (changes: Partial<ItemFilter>) =>
    show({ ...query.value, filter: { ...query.value.filter, ...changes } })

  const { text, clear } = useTypedText(
    () => query.value.filter.text ?? '',
    (typed) => setFilter({ text: typed || undefined }),
  )

  return {
    query,
    text,
    setFilter,
    setSort: (sort: ItemQuery['sort']) => show({ ...query.value, sort }),
    clear: () => {
      clear()
      show({ ...query.value, filter: {} })
    },
    address: () => addressOf(query.value),
  }
}
