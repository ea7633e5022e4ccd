import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { CUSTOMER_TYPES, type Customer } from '#core/domain/customer/index.ts'

type ListInput = MethodInput<'customers', 'list'>
export type ListSortField = ListInput['sort']['field']
export type ArchivedFilter = NonNullable<ListInput['filter']['archived']>

/** What the list shows and in which order; lives in the address, so that Back and a bookmark restore it. */
export interface ListQuery {
  text: string
  statusIds: string[]
  types: Customer['type'][]
  tagIds: string[]
  officeIds: string[]
  archived: ArchivedFilter
  sort: ListInput['sort']
}

export const SORT_FIELDS = ['sortName', 'number', 'createdAt', 'status', 'city'] as const
export const ARCHIVED_FILTERS = ['without', 'with', 'only'] as const
/** The contract's own limits (core/domain/customer/filter.ts). */
const TEXT_LIMIT = 200
const IDS_LIMIT = 100

export const emptyListQuery = (): ListQuery => ({
  text: '',
  statusIds: [],
  types: [],
  tagIds: [],
  officeIds: [],
  archived: 'without',
  sort: { field: 'sortName', direction: 'asc' },
})

/** Reads an address that anyone may have typed: what does not fit is left out. */
export function parseListQuery(query: LocationQuery): ListQuery {
  const { field, descending } = parseSort(textOf(query.sort))
  return {
    text: textOf(query.q).slice(0, TEXT_LIMIT),
    statusIds: wordsOf(query.status),
    types: wordsOf(query.type).filter((word) => isOneOf(CUSTOMER_TYPES, word)),
    tagIds: wordsOf(query.tag),
    officeIds: wordsOf(query.office),
    archived: oneOfOr(ARCHIVED_FILTERS, textOf(query.archived), 'without'),
    sort: { field, direction: descending ? 'desc' : 'asc' },
  }
}

/** Only what differs from the plain list, so that the address stays short. */
export function listQueryToRoute(query: ListQuery): LocationQueryRaw {
  const { field, direction } = query.sort
  const sort = `${direction === 'desc' ? '-' : ''}${field}`
  return withoutEmpty({
    q: query.text.trim(),
    status: query.statusIds.join(','),
    type: query.types.join(','),
    tag: query.tagIds.join(','),
    office: query.officeIds.join(','),
    archived: query.archived === 'without' ? '' : query.archived,
    sort: sort === 'sortName' ? '' : sort,
  })
}

export function listQueryToInput(query: ListQuery, skip: number, limit: number): ListInput {
  const text = query.text.trim()
  const filter: ListInput['filter'] = {
    ...(text && { anywhere: text }),
    ...(query.statusIds.length > 0 && { statusIds: query.statusIds }),
    ...(query.types.length > 0 && { types: query.types }),
    ...(query.tagIds.length > 0 && { tags: { any: query.tagIds } }),
    ...(query.officeIds.length > 0 && { officeIds: query.officeIds }),
    archived: query.archived,
  }
  return { filter, sort: query.sort, skip, limit }
}

/** Whether anything narrows the list; the order does not. */
export const isNarrowed = (query: ListQuery): boolean =>
  query.text.trim() !== '' ||
  query.archived !== 'without' ||
  [query.statusIds, query.types, query.tagIds, query.officeIds].some((ids) => ids.length > 0)

/** Same column: turn round; another one: from the start of the alphabet, newest first for dates. */
export function nextSort(current: ListQuery['sort'], field: ListSortField): ListQuery['sort'] {
  if (current.field === field) return { field, direction: current.direction === 'asc' ? 'desc' : 'asc' }
  return { field, direction: field === 'createdAt' ? 'desc' : 'asc' }
}

const isOneOf = <const T extends string>(words: readonly T[], word: string): word is T =>
  words.some((known) => known === word)

const oneOfOr = <const T extends string>(words: readonly T[], word: string, otherwise: T): T =>
  isOneOf(words, word) ? word : otherwise

function parseSort(word: string): { field: ListSortField; descending: boolean } {
  const descending = word.startsWith('-')
  const field = word.slice(descending ? 1 : 0)
  return isOneOf(SORT_FIELDS, field) ? { field, descending } : { field: 'sortName', descending: false }
}

type QueryValue = LocationQuery[string] | undefined

const textOf = (value: QueryValue): string => (Array.isArray(value) ? value[0] : value) ?? ''

const wordsOf = (value: QueryValue): string[] =>
  [...new Set(textOf(value).split(',').filter(Boolean))].slice(0, IDS_LIMIT)

const withoutEmpty = (query: Record<string, string>): LocationQueryRaw =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
