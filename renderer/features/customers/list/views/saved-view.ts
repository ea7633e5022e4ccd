import {
  isCatalogKind,
  type CatalogData,
  type CatalogRecord,
  type CatalogRecordOf,
} from '#core/domain/catalog/schema.ts'
import { columnOf } from '../columns/list-columns.ts'
import { DEFAULT_LAYOUT, type Layout } from '../columns/layout.ts'
import { parseListFilter } from '../filter/list-filter.ts'
import { FIRST_SORT, isSortField, type ListView } from '../list-query.ts'

/** The list that these views are of, in the catalogue. */
export const VIEW_LIST = 'customers'

export const VIEW_KIND = 'savedView' as const

export type SavedView = CatalogRecordOf<'savedView'>

export const isSavedView = (record: CatalogRecord): record is SavedView => isCatalogKind('savedView', record)

/** What a record of the catalogue keeps; what a newer version wrote and this one does not know is left out. */
export function viewOf({ data }: SavedView): ListView {
  const [sort] = data.sort
  const layout: Layout = data.columns.filter(({ field }) => columnOf(field))
  return {
    filter: parseListFilter(data.filter),
    sort: sort && isSortField(sort.field) ? { field: sort.field, direction: sort.direction } : FIRST_SORT,
    layout: layout.length > 0 ? layout : DEFAULT_LAYOUT,
  }
}

/** A view as the catalogue keeps it. */
export const viewToData = (
  { filter, sort, layout }: ListView,
  { name, shared, personId }: { name: string; shared: boolean; personId: string },
): CatalogData<'savedView'> => ({
  name,
  list: VIEW_LIST,
  personId,
  shared,
  columns: layout.map((column) => ({ ...column })),
  sort: [sort],
  filter,
})
