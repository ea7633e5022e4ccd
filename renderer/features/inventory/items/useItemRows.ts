import type { MethodOutput } from '#core/contract/host-contract.ts'
import { shallowRef } from 'vue'
import { usePagedRows, useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { ItemQuery } from './item-query.ts'

export type ItemRow = MethodOutput<'inventory', 'list'>['rows'][number]

/** What rows and counts are made from: items, and the names of whoever has them. */
export const ITEM_SOURCES = ['inventory', 'customers', 'sites', 'services'] as const

/** The items of a list by ranges. */
export function useItemRows(query: () => ItemQuery) {
  const host = useHost()
  /** A text that more items hold than were looked at. */
  const isPartial = shallowRef(false)
  const pages = usePagedRows<ItemRow, ItemQuery>({
    query,
    async read(asked, page) {
      const reply = await host.inventory.list({ ...asked, ...page })
      if (reply.ok) isPartial.value = reply.value.isPartial
      return reply
    },
    collections: ITEM_SOURCES,
  })
  return { ...pages, isPartial }
}

/** How many there are of each state, kind and place under the filter. */
export function useItemCounts(query: () => ItemQuery) {
  const host = useHost()
  const { value } = useReadModel(() => host.inventory.summary({ filter: query().filter }), {
    collections: ['inventory'],
  })
  return value
}
