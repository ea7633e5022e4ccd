import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import {
  INVOICE_SORTS,
  INVOICE_STATES,
  type InvoiceFilter,
  type InvoiceSort,
} from '#core/domain/invoice/filter.ts'
import { INVOICE_KINDS } from '#core/domain/invoice/schema.ts'
import { isPlainDate } from '#core/domain/values/plain-date.ts'

/** What the list shows; `today` comes with the question. */
export interface InvoiceQuery {
  filter: Omit<InvoiceFilter, 'today'>
  sort: { field: InvoiceSort; direction: 'asc' | 'desc' }
}

const textOf = (query: LocationQuery, name: string, longest: number): string | undefined => {
  const value = query[name]
  return typeof value === 'string' && value !== '' ? value.slice(0, longest) : undefined
}

const dayOf = (query: LocationQuery, name: string): string | undefined => {
  const value = textOf(query, name, 10)
  return value !== undefined && isPlainDate(value) ? value : undefined
}

/** Minor units. */
const amountOf = (query: LocationQuery, name: string): number | undefined => {
  const value = textOf(query, name, 16)
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined
}

/** Members that say something. */
function given<T extends object>(members: T): Partial<T> {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined)
  // Each of the members, or none.
  return Object.fromEntries(kept) as Partial<T>
}

/** The list that an address shows; what it does not know is left out. The newest first unless it says otherwise. */
export function queryFromAddress(query: LocationQuery): InvoiceQuery {
  return {
    filter: given({
      text: textOf(query, 'q', 200),
      kind: INVOICE_KINDS.find((one) => one === query.kind),
      state: INVOICE_STATES.find((one) => one === query.state),
      officeId: textOf(query, 'office', 64),
      series: textOf(query, 'series', 40),
      from: dayOf(query, 'from'),
      to: dayOf(query, 'to'),
      min: amountOf(query, 'min'),
      max: amountOf(query, 'max'),
      runId: textOf(query, 'run', 64),
      customerId: textOf(query, 'customer', 64),
    }),
    sort: {
      field: INVOICE_SORTS.find((one) => one === query.sort) ?? 'issued',
      direction: query.dir === 'asc' ? 'asc' : 'desc',
    },
  }
}

/** The address of a list: only what differs from the whole list in its usual order. */
export function addressOf({ filter, sort }: InvoiceQuery): LocationQueryRaw {
  const { text, officeId, min, max, runId, customerId, ...same } = filter
  return given({
    ...same,
    q: text,
    office: officeId,
    min: min === undefined ? undefined : String(min),
    max: max === undefined ? undefined : String(max),
    run: runId,
    customer: customerId,
    sort: sort.field === 'issued' ? undefined : sort.field,
    dir: sort.direction === 'desc' ? undefined : sort.direction,
  })
}

export const isFiltered = (filter: InvoiceQuery['filter']): boolean =>
  Object.values(filter).some((value) => value !== undefined)
