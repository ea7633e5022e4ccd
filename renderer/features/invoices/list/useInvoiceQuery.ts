import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useTypedText } from '#renderer/ui/index.ts'
import { addressOf, queryFromAddress, type InvoiceQuery } from './invoice-query.ts'

/** What the list shows is in its address: Back, a reload and a link bring it again. */
export function useInvoiceQuery() {
  const route = useRoute()
  const router = useRouter()
  const query = computed(() => queryFromAddress(route.query))
  const show = (next: InvoiceQuery) => void router.replace({ name: 'invoices', query: addressOf(next) })
  const setFilter = (changes: Partial<InvoiceQuery['filter']>) =>
    show({ ...query.value, filter: { ...query.value.filter, ...changes } })
  const { text, clear } = useTypedText(
    () => query.value.filter.text ?? '',
    (typed) => setFilter({ text: typed || undefined }),
  )
  return {
    query,
    text,
    setFilter,
    setSort: (sort: InvoiceQuery['sort']) => show({ ...query.value, sort }),
    clear: () => {
      clear()
      show({ ...query.value, filter: {} })
    },
  }
}
