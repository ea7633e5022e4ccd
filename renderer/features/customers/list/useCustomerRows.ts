import { computed, shallowReactive, shallowRef, watch, type Ref } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { CustomerFilter } from '#core/domain/customer/filter.ts'
import type { Customer } from '#core/domain/customer/index.ts'
import { useLiveQuery, useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { ListSort } from './list-query.ts'
import { RowCache, windowAround, type RowWindow } from './row-window.ts'

type ListRow = MethodOutput<'customers', 'list'>['rows'][number]

/** One line of the list; the document only while a column asks for it. */
export interface CustomerRow extends ListRow {
  customer?: Customer | undefined
}

/** What the host is asked for. */
export interface RowQuery {
  filter: CustomerFilter
  sort: ListSort
}

/** What the figures of the list are made from. */
export const LIST_SOURCES = [
  'customers',
  'contacts',
  'sites',
  'services',
  'invoices',
  'transactions',
  'catalog',
] as const

/** Documents kept beyond the rows on screen, so that scrolling back shows them at once. */
const KEPT = 2000
const STARTING_ROWS = 50

/**
 * The customer list by ranges: the host answers rows in order and the exact count. What rows do not carry comes from a
 * live query of those on screen, while `needsDocuments` says so. Neither ever holds the whole list. `undefined` asks
 * for nothing yet.
 */
export function useCustomerRows(query: Readonly<Ref<RowQuery | undefined>>, needsDocuments: () => boolean) {
  const host = useHost()
  const view = shallowRef<RowWindow>(windowAround(0, STARTING_ROWS))
  const cache = new RowCache<ListRow>()
  const version = shallowRef(0)
  const total = shallowRef<number>()
  const documents = shallowReactive(new Map<string, Customer>())
  const idsOnScreen = shallowRef<string[]>([])
  const shownKey = shallowRef('')

  /** Rows that are looked at by now; asked for when the last question has been answered, so that its answer counts. */
  let wanted = view.value
  let unanswered = 0

  async function read(asked: RowQuery, { skip, limit }: RowWindow) {
    unanswered++
    const reply = await host.customers.list({ ...asked, skip, limit })
    unanswered--
    return reply.ok ? { ok: true as const, value: { ...reply.value, key: keyOf(asked), skip } } : reply
  }
  const page = useReadModel(() => (query.value ? read(query.value, view.value) : undefined), {
    collections: LIST_SOURCES,
  })

  watch(page.value, (answer) => {
    if (!answer) return
    cache.put(answer.key, answer.skip, answer.rows, answer.total)
    total.value = answer.total
    shownKey.value = answer.key
    idsOnScreen.value = answer.rows.map((row) => row.id)
    version.value++
  })
  watch([page.value, page.error], () => {
    if (unanswered === 0) view.value = wanted
  })

  const live = useLiveQuery('customers', () =>
    needsDocuments() && idsOnScreen.value.length > 0
      ? { selector: { id: { $in: idsOnScreen.value } } }
      : undefined,
  )
  watch(live.documents, (found) => {
    if (documents.size > KEPT) documents.clear()
    for (const customer of found) documents.set(customer.id, customer)
  })

  // Another list starts at its top.
  watch(
    () => query.value && keyOf(query.value),
    () => (view.value = wanted = windowAround(0, STARTING_ROWS)),
  )

  /** The same object while nothing of the row has changed, so that it is not drawn again. */
  const joined = new WeakMap<ListRow, CustomerRow>()
  function join(row: ListRow): CustomerRow {
    const customer = documents.get(row.id)
    if (!customer || !needsDocuments()) return row
    const known = joined.get(row)
    if (known?.customer === customer) return known
    const made = { ...row, customer }
    joined.set(row, made)
    return made
  }

  return {
    state: page.state,
    error: page.error,
    refresh: () => page.refresh(),
    total: computed(() => total.value ?? 0),
    isFirstLoad: computed(() => total.value === undefined),
    /** The rows are of another question than the one asked last. */
    isOutdated: computed(() => query.value !== undefined && shownKey.value !== keyOf(query.value)),
    /** Reads of this are tracked: rows on screen are drawn again when a page or a document arrives. */
    rowAt: (index: number): CustomerRow | undefined => {
      void version.value
      const row = cache.at(index)
      return row && join(row)
    },
    look: (start: number, end: number) => {
      const next = windowAround(start, end)
      if (next.skip === wanted.skip && next.limit === wanted.limit) return
      wanted = next
      if (unanswered === 0) view.value = next
    },
    indexOf: (id: string) => cache.indexOf((row) => row.id === id),
    rowOf: (id: string): ListRow | undefined => cache.find((row) => row.id === id),
  }
}

export const keyOf = (query: RowQuery): string => JSON.stringify(query)
