import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { ITEM_SORTS, type ItemFilter, type ItemSort } from '#core/domain/inventory/filter.ts'
import { INVENTORY_KINDS, INVENTORY_STATES } from '#core/domain/inventory/schema.ts'

export interface ItemQuery {
  filter: ItemFilter
  sort: { field: ItemSort; direction: 'asc' | 'desc' }
}

const textOf = (query: LocationQuery, name: string): string | undefined => {
  const value = query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The list that an address shows; what it does not know is left out. */
export function queryFromAddress(query: LocationQuery): ItemQuery {
  const text = textOf(query, 'q')
  const kind = INVENTORY_KINDS.find((one) => one === query.kind)
  const state = INVENTORY_STATES.find((one) => one === query.state)
  const placeId = textOf(query, 'place')
  const field = ITEM_SORTS.find((one) => one === query.sort) ?? 'serial'
  return {
    filter: {
      ...(text !== undefined && { text: text.slice(0, 200) }),
      ...(kind && { kind }),
      ...(state && { state }),
      ...(placeId !== undefined && { placeId: placeId.slice(0, 64) }),
      ...(query.archived !== undefined && { archived: true }),
    },
    sort: { field, direction: query.dir === 'desc' ? 'desc' : 'asc' },
  }
}

/** The address of a list: only what differs from the whole list in its usual order. */
export function addressOf({ filter, sort }: ItemQuery): LocationQueryRaw {
  return {
    ...(filter.text && { q: filter.text }),
    ...(filter.kind && { kind: filter.kind }),
    ...(filter.state && { state: filter.state }),
    ...(filter.placeId && { place: filter.placeId }),
    ...(filter.archived && { archived: '' }),
    ...(sort.field !== 'serial' && { sort: sort.field }),
    ...(sort.direction !== 'asc' && { dir: sort.direction }),
  }
}

export const isFiltered = ({ text, kind, state, placeId }: ItemFilter): boolean =>
  [text, kind, state, placeId].some((one) => one !== undefined)
