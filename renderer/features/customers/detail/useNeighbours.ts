import { computed } from 'vue'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import { useCustomerListStore } from '../list/customer-list.store.ts'
import { LIST_SOURCES } from '../list/useCustomerRows.ts'

/** Rows read around the customer: enough to find them again after the list has moved a little. */
const AROUND = 25

/** The customers before and after this one, in the order of the list that it was opened from. */
export function useNeighbours(customerId: () => string) {
  const host = useHost()
  const store = useCustomerListStore()
  async function readAround(index: number) {
    const skip = Math.max(0, index - AROUND)
    const reply = await host.customers.list({ ...store.query, skip, limit: 2 * AROUND + 1 })
    return reply.ok ? { ok: true as const, value: { ...reply.value, skip } } : reply
  }
  const around = useReadModel(() => (store.index === undefined ? undefined : readAround(store.index)), {
    collections: LIST_SOURCES,
  })

  const place = computed(() => {
    const page = around.value.value
    const at = page?.rows.findIndex((row) => row.id === customerId()) ?? -1
    if (!page || at < 0) return undefined
    return {
      index: page.skip + at,
      total: page.total,
      previous: page.rows[at - 1]?.id,
      next: page.rows[at + 1]?.id,
    }
  })

  return {
    place,
    /** Remembers where the list has got to, so that the next step is found too. */
    follow: (step: -1 | 1) => {
      if (place.value) store.index = place.value.index + step
    },
  }
}
