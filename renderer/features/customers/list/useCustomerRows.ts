import { computed, shallowReactive, watch, type Ref } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { CustomerFilter } from '#core/domain/customer/filter.ts'
import type { Customer } from '#core/domain/customer/index.ts'
import { useLiveQuery, usePagedRows } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { ListSort } from './list-query.ts'

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

/**
 * The customer list by ranges: the host answers rows in order and the exact count. What rows do not carry comes from a
 * live query of those on screen, while `needsDocuments` says so. Neither ever holds the whole list. `undefined` asks
 * for nothing yet.
 */
export function useCustomerRows(query: Readonly<Ref<RowQuery | undefined>>, needsDocuments: () => boolean) {
  const host = useHost()
  const documents = shallowReactive(new Map<string, Customer>())
  const pages = usePagedRows<ListRow, RowQuery>({
    query: () => query.value,
    read: (asked, page) => host.customers.list({ ...asked, ...page }),
    collections: LIST_SOURCES,
  })
  const idsOnScreen = computed(() => pages.page.value.map((row) => row.id))

  const live = useLiveQuery('customers', () =>
    needsDocuments() && idsOnScreen.value.length > 0
      ? { selector: { id: { $in: idsOnScreen.value } } }
      : undefined,
  )
  watch(live.documents, (found) => {
    if (documents.size > KEPT) documents.clear()
    for (const customer of found) documents.set(customer.id, customer)
  })

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
    ...pages,
    rowAt: (index: number): CustomerRow | undefined => {
      const row = pages.rowAt(index)
      return row && join(row)
    },
    indexOf: (id: string) => pages.indexOf((row) => row.id === id),
    rowOf: (id: string): ListRow | undefined => pages.find((row) => row.id === id),
  }
}

export const keyOf = (query: RowQuery): string => JSON.stringify(query)
