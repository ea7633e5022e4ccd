import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { SITE_SORTS, type SiteFilter, type SiteSort } from '#core/domain/site/filter.ts'

export interface SiteQuery {
  filter: SiteFilter
  sort: { field: SiteSort; direction: 'asc' | 'desc' }
}

/** The list that an address shows; what it does not know is left out. */
export function queryFromAddress(query: LocationQuery): SiteQuery {
  const field = SITE_SORTS.find((one) => one === query.sort) ?? 'sortName'
  return {
    filter: {
      ...(typeof query.q === 'string' && query.q !== '' && { text: query.q.slice(0, 200) }),
      ...(query.inexact !== undefined && { inexact: true }),
      ...(query.archived !== undefined && { archived: true }),
    },
    sort: { field, direction: query.dir === 'desc' ? 'desc' : 'asc' },
  }
}

/** The address of a list: only what differs from the whole list in its usual order. */
export const addressOf = ({ filter, sort }: SiteQuery): LocationQueryRaw => ({
  ...(filter.text && { q: filter.text }),
  ...(filter.inexact && { inexact: '' }),
  ...(filter.archived && { archived: '' }),
  ...(sort.field !== 'sortName' && { sort: sort.field }),
  ...(sort.direction !== 'asc' && { dir: sort.direction }),
})
