import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { CUSTOMER_SORTS, type CustomerSort } from '#core/domain/customer/list-columns.ts'
import { layoutToText, parseLayout, type Layout } from './columns/layout.ts'
import { activeConditions } from './filter/condition.ts'
import { isSameFilter, parseListFilter, type ListFilter } from './filter/list-filter.ts'

export interface ListSort {
  field: CustomerSort
  direction: 'asc' | 'desc'
}

/** What a view keeps: whom the list shows, in which order and with which columns. */
export interface ListView {
  filter: ListFilter
  sort: ListSort
  layout: Layout
}

/** What the address says. A part that is left out is the view's own. */
export interface ListAddress {
  /** A saved view, or `all` for none; left out it is the one that a person begins with. */
  viewId: string | undefined
  /** What the search box holds; no view keeps it. */
  text: string
  filter: ListFilter | undefined
  sort: ListSort | undefined
  layout: Layout | undefined
}

export const ALL = 'all'
export const FIRST_SORT: ListSort = { field: 'sortName', direction: 'asc' }

/** The contract's own limit (core/domain/customer/filter.ts). */
export const TEXT_LIMIT = 200

/** Reads an address that anyone may have typed: what does not fit is left out. */
export function parseListAddress(query: LocationQuery): ListAddress {
  const columns = textOf(query.columns)
  return {
    viewId: textOf(query.view) || undefined,
    text: textOf(query.q).slice(0, TEXT_LIMIT),
    filter: query.filter === undefined ? undefined : parseListFilter(parseJson(textOf(query.filter))),
    sort: parseSort(textOf(query.sort)),
    layout: columns === '' ? undefined : parseLayout(columns),
  }
}

/** The address of a list: only what differs from its view, so that it stays short. */
export function listAddressToRoute(
  viewId: string | undefined,
  text: string,
  now: ListView,
  view: ListView,
): LocationQueryRaw {
  const parts: LocationQueryRaw = {}
  if (viewId !== undefined) parts.view = viewId
  if (text.trim() !== '') parts.q = text.trim()
  if (!isSameFilter(now.filter, view.filter)) parts.filter = JSON.stringify(now.filter)
  if (!isSameSort(now.sort, view.sort)) parts.sort = sortToText(now.sort)
  if (layoutToText(now.layout) !== layoutToText(view.layout)) parts.columns = layoutToText(now.layout)
  return parts
}

export const isSameSort = (one: ListSort, other: ListSort): boolean =>
  one.field === other.field && one.direction === other.direction

export const isSameView = (one: ListView, other: ListView): boolean =>
  isSameFilter(one.filter, other.filter) &&
  isSameSort(one.sort, other.sort) &&
  layoutToText(one.layout) === layoutToText(other.layout)

/** Whether anything narrows the list; the order does not. */
export const isNarrowed = (filter: ListFilter, text: string): boolean =>
  text.trim() !== '' || activeConditions(filter).length > 0

/** Columns whose first press puts the largest or newest first. */
const LARGEST_FIRST: ReadonlySet<CustomerSort> = new Set<CustomerSort>(
  CUSTOMER_SORTS.filter(
    (field) => !['sortName', 'number', 'type', 'status', 'office', 'city', 'oldestDue'].includes(field),
  ),
)

/** Same column: turn round; another one: from the start of the alphabet, the largest and newest first. */
export function nextSort(current: ListSort, field: CustomerSort): ListSort {
  if (current.field === field) return { field, direction: current.direction === 'asc' ? 'desc' : 'asc' }
  return { field, direction: LARGEST_FIRST.has(field) ? 'desc' : 'asc' }
}

export const isSortField = (field: string): field is CustomerSort =>
  CUSTOMER_SORTS.some((known) => known === field)

const sortToText = ({ field, direction }: ListSort): string => `${direction === 'desc' ? '-' : ''}${field}`

function parseSort(word: string): ListSort | undefined {
  const direction = word.startsWith('-') ? 'desc' : 'asc'
  const field = word.slice(direction === 'desc' ? 1 : 0)
  return isSortField(field) ? { field, direction } : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Somebody cut the address short: the same as no filter.
    return undefined
  }
}

type QueryValue = LocationQuery[string] | undefined

const textOf = (value: QueryValue): string => (Array.isArray(value) ? value[0] : value) ?? ''
