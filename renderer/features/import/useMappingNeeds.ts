import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import type { ImportMapping } from '#core/domain/import/mapping.ts'
import { attributeKindOf } from './field-options.ts'
import type { ImportTable } from './useImport.ts'

/** Fields by which a row can be somebody. */
const NAMING = [
  'customer.name',
  'customer.companyName',
  'customer.firstName',
  'customer.lastName',
  'customer.number',
  'customer.taxId',
  'contact.name',
  'contact.emails',
]

/** Columns of dates whose order a person still has to say. */
export const openOrders = (
  mapping: ImportMapping,
  table: ImportTable,
  attributes: readonly CatalogRecordOf<'attribute'>[],
): number[] =>
  mapping.columns
    .filter(
      (column) =>
        attributeKindOf(column, attributes) === 'date' &&
        column.dateOrder === undefined &&
        table.columns[column.index]?.dateOrder === 'open',
    )
    .map(({ index }) => index)

/** What is missing before a rehearsal makes sense, in words. */
export function useMappingNeeds(
  mapping: () => ImportMapping,
  table: () => ImportTable,
  attributes: () => readonly CatalogRecordOf<'attribute'>[],
): ComputedRef<string[]> {
  const { t } = useI18n()
  return computed(() => {
    const needs: string[] = []
    const fields = mapping().columns.map(({ field }) => field)
    if (!fields.some((field) => NAMING.includes(field))) needs.push(t('import.needs.columns'))
    if (mapping().mode === 'update' && mapping().matchBy.length === 0) needs.push(t('import.needs.matchBy'))
    const orders = openOrders(mapping(), table(), attributes()).map(
      (index) => table().columns[index]?.header ?? '',
    )
    if (orders.length > 0) needs.push(t('import.needs.orders', { columns: orders.join(', ') }))
    return needs
  })
}
