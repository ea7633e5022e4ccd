import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { PaymentFilter } from '#core/domain/payment/filter.ts'
import { addressOf, queryFromAddress, type PaymentQuery } from './payment-query.ts'

/** Milliseconds of quiet after which typed text is searched. */
const PAUSE = 200

/** What the list shows is in its address: Back, a reload and a link bring it again. */
export function usePaymentQuery() {
  const route = useRoute()
  const router = useRouter()
  const query = computed(() => queryFromAddress(route.query))
  const text = ref(query.value.filter.text ?? '')
  let timer: ReturnType<typeof setTimeout> | undefined

  const show = (next: PaymentQuery) => void router.replace({ name: 'payments', query: addressOf(next) })
  const setFilter = (changes: { [K in keyof PaymentFilter]?: PaymentFilter[K] | undefined }) => {
    show({ ...query.value, filter: { ...query.value.filter, ...changes } })
  }

  watch(text, (typed) => {
    clearTimeout(timer)
    if (typed.trim() === (query.value.filter.text ?? '')) return
    timer = setTimeout(() => setFilter({ text: typed.trim() || undefined }), PAUSE)
  })
  watch(
    () => query.value.filter.text ?? '',
    (now) => {
      if (text.value.trim() !== now) text.value = now
    },
  )

  return {
    query,
    text,
    setFilter,
    setSort: (sort: PaymentQuery['sort']) => show({ ...query.value, sort }),
    clear: () => {
      text.value = ''
      show({ ...query.value, filter: {} })
    },
    address: () => addressOf(query.value),
  }
}
