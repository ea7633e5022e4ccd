import { computed } from 'vue'
import { useDates } from '#renderer/data/index.ts'
import { exportKey } from './columns/export-columns.ts'
import { shownColumns } from './columns/layout.ts'
import { attributeColumn } from './columns/list-columns.ts'
import { toTarget } from './selection/selection.ts'
import type { CustomerList } from './useCustomerList.ts'

/** What the list hands to an export: all that it shows or those that are chosen, in its order and with its columns. */
export function useListExport({ query, selection, catalog, labelOf }: CustomerList) {
  const { timeZone } = useDates()
  const order = () => ({ sort: query.view.value.sort, timeZone: timeZone.value })

  return {
    shown: computed(() =>
      shownColumns(query.view.value.layout).map((column) => ({
        key: exportKey(column),
        label: labelOf(column),
      })),
    ),
    /** Attributes of customers. */
    more: computed(() =>
      catalog.customerAttributes.value.map(({ id, data }) => ({
        key: exportKey(attributeColumn(id)),
        label: data.name,
      })),
    ),
    listed: () => ({ where: { filter: query.filter.value }, ...order() }),
    chosen: () => {
      const target = toTarget(selection.selection.value, query.filter.value)
      return 'ids' in target ? { ids: [...target.ids], ...order() } : { ...target, ...order() }
    },
  }
}
