import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { UiGridColumn } from '#renderer/ui/index.ts'
import type { CustomerCatalog } from '../useCustomerCatalog.ts'
import { definitionOf, FIXED_COLUMNS, isAtEnd, isQuiet, type ListColumn } from './columns/list-columns.ts'
import { shownColumns, widthsOf, type Layout } from './columns/layout.ts'

/** The columns of the list in the language of the window. */
export function useColumnTexts(catalog: CustomerCatalog, layout: () => Layout) {
  const { t } = useI18n()

  function labelOf({ id }: ListColumn): string {
    const definitionId = definitionOf(id)
    if (definitionId === undefined) return t(`list.field.${id}`)
    const definition = catalog.attributes.value.find((one) => one.id === definitionId)
    return definition?.data.name ?? t('list.field.attribute')
  }

  const columns = computed((): UiGridColumn[] => {
    const widths = widthsOf(layout())
    return shownColumns(layout()).map((column) => ({
      id: column.id,
      label: labelOf(column),
      width: widths[column.id] ?? column.width,
      // A column that somebody made as wide as it is keeps that.
      grow: column.grow && widths[column.id] === undefined,
      align: isAtEnd(column) ? 'end' : 'start',
      quiet: isQuiet(column),
      sortable: column.sort !== undefined,
      pinned: FIXED_COLUMNS.includes(column),
    }))
  })

  return { columns, labelOf }
}
