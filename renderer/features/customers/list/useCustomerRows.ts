import { computed, shallowReactive, shallowRef, watch, type Ref } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { Customer } from '#core/domain/customer/index.ts'
import { useLiveQuery, useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import { listQueryToInput, type ListQuery } from './list-query.ts'
import { RowCache, windowAround, type RowWindow } from './row-window.ts'

type ListRow = MethodOutput<'customers', 'list'>['rows'][number]

/** One line of the list: figures from the read model, and the live document once it is here. */
export interface CustomerRow extends ListRow {
  customer: Customer | undefined
}

/** Documents kept beyond the rows on screen, so that scrolling back shows them at once. */
const KEPT = 2000

/**
 * The customer list by ranges: the host answers ids in order and the exact count, the documents of the rows on screen
 * come from a live query. Neither ever holds the whole list.
 */
export function useCustomerRows(query: Readonly<Ref<ListQuery>>) {
  const host = useHost()
  const view = shallowRef<RowWindow>(windowAround(0, STARTING_ROWS))
  const cache = new RowCache<ListRow>()
  const version = shallowRef(0)
  const total = shallowRef<number>()
  const documents = shallowReactive(new Map<string, Customer>())
  const idsOnScreen = shallowRef<string[]>([])

  const page = useReadModel(
    async () => {
      const asked = query.value
      const { skip, limit } = view.value
      const reply = await host.customers.list(listQueryToInput(asked, skip, limit))
      return reply.ok ? { ok: true as const, value: { ...reply.value, key: keyOf(asked), skip } } : reply
    },
    { collections: ['customers', 'contacts', 'sites'] },
  )

  watch(page.value, (answer) => {
    if (!answer) return
    cache.put(answer.key, answer.skip, answer.rows, answer.total)
    total.value = answer.total
    idsOnScreen.value = answer.rows.map((row) => row.id)
    version.value++
  })

  const live = useLiveQuery('customers', () =>
    idsOnScreen.value.length > 0 ? { selector: { id: { $in: idsOnScreen.value } } } : undefined,
  )
  watch(live.documents, (found) => {
    if (documents.size > KEPT) documents.clear()
    for (const customer of found) documents.set(customer.id, customer)
  })

  // Another list starts at its top.
  watch(
    () => keyOf(query.value),
    () => (view.value = windowAround(0, STARTING_ROWS)),
  )

  return {
    state: page.state,
    error: page.error,
    refresh: () => page.refresh(),
    total: computed(() => total.value ?? 0),
    isFirstLoad: computed(() => total.value === undefined),
    /** Reads of this are tracked: rows on screen are drawn again when a page or a document arrives. */
    rowAt: (index: number): CustomerRow | undefined => {
      void version.value
      const row = cache.at(index)
      return row && { ...row, customer: documents.get(row.id) }
    },
    look: (start: number, end: number) => {
      const next = windowAround(start, end)
      if (next.skip !== view.value.skip || next.limit !== view.value.limit) view.value = next
    },
    indexOf: (id: string) => cache.indexOf((row) => row.id === id),
    documentOf: (id: string) => documents.get(id),
  }
}

const STARTING_ROWS = 50
const keyOf = (query: ListQuery) => JSON.stringify(query)
