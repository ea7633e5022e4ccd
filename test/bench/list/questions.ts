import type { MethodInput } from '#core/contract/host-contract.ts'
import { CUSTOMER_FACETS } from '#core/domain/customer/list-columns.ts'
import es from '#renderer/locales/es/list.ts'
import type { Action } from './page.ts'
import type { Asked, Reference } from './reference.ts'

type ListInput = MethodInput<'customers', 'list'>

/** Rows that are compared; any screen shows more. */
const ROWS = 10

/** One thing a person does at the list: what goes before, the action, and the list that has to be shown. */
export interface ScreenStep {
  before?: { action: Action; list: ListInput }
  action: Action
  list: ListInput
}

const plain: ListInput = { filter: {}, sort: { field: 'sortName', direction: 'asc' }, skip: 0, limit: ROWS }
const reset = { action: { do: 'go', address: '/customers' }, list: plain } as const

/** The headers that sort, each pressed once and once again. */
const SORTS = [
  { header: es.field.number, field: 'number', first: 'asc' },
  { header: es.field.status, field: 'status', first: 'asc' },
  { header: es.field.city, field: 'city', first: 'asc' },
] as const

/** What each part of the bench does in its run `i`. */
export const screenSteps = (
  { statusIds, words }: Reference,
  total: number,
): Readonly<Record<string, (i: number) => ScreenStep>> => ({
  firstPage: () => ({ action: { do: 'follow', address: '/customers' }, list: plain }),
  sort(i) {
    const { header, field } = SORTS[i % SORTS.length] ?? SORTS[0]
    return {
      before: reset,
      action: { do: 'sort', header },
      list: { ...plain, sort: { field, direction: 'asc' } },
    }
  },
  twoFilters(i) {
    const status = statusIds[i % statusIds.length] ?? ''
    const filter: ListInput['filter'] = {
      statusIds: [status],
      types: [i % 2 === 0 ? 'business' : 'individual'],
    }
    return {
      before: reset,
      action: { do: 'go', address: `/customers?filter=${encodeURIComponent(JSON.stringify(filter))}` },
      list: { ...plain, filter },
    }
  },
  deepJump(i) {
    const index = Math.floor(total * (0.35 + 0.6 * ((i * 0.37) % 1)))
    return { before: reset, action: { do: 'scroll', index }, list: { ...plain, skip: index + 1 } }
  },
  search(i) {
    const text = words[i % words.length] ?? 'garci'
    return { before: reset, action: { do: 'type', text }, list: { ...plain, filter: { anywhere: text } } }
  },
})

/** The same inside the host; every run asks something that was not asked before. */
export const hostQuestions = (
  { statusIds, words }: Reference,
  total: number,
): Readonly<Record<string, (list: Asked, i: number) => unknown>> => ({
  firstPage: (list, i) =>
    list.list({ ...plain, filter: { figures: { sites: { max: 100_000 + i } } }, limit: 100 }),
  sort: (list, i) =>
    list.list({
      ...plain,
      sort: {
        field: (['balance', 'city', 'createdAt', 'monthly', 'status', 'number'] as const)[i % 6] ?? 'number',
        direction: i % 2 === 0 ? 'asc' : 'desc',
      },
      limit: 100,
    }),
  twoFilters: (list, i) =>
    list.list({
      ...plain,
      filter: { statusIds: [statusIds[i % statusIds.length] ?? ''], figures: { balance: { min: i } } },
      limit: 100,
    }),
  deepPage: (list, i) =>
    list.list({
      ...plain,
      filter: { figures: { contacts: { max: 100_000 + i } } },
      skip: Math.floor(total * 0.9),
      limit: 100,
    }),
  text: (list, i) => list.list({ ...plain, filter: { text: words[i % words.length] ?? '' }, limit: 100 }),
  anywhere: (list, i) =>
    list.list({ ...plain, filter: { anywhere: words[i % words.length] ?? '' }, limit: 100 }),
  panel: (list, i) =>
    list.summary({
      filter: { statusIds: statusIds.slice(0, 2), figures: { sites: { max: 100_000 + i } } },
      facets: CUSTOMER_FACETS.map((facet) => ({ facet })),
    }),
})
