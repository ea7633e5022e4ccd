import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { PAYMENT_WAYS } from '#core/domain/ledger/schema.ts'
import {
  PAYMENT_KINDS,
  PAYMENT_SORTS,
  PAYMENT_STATES,
  type PaymentFilter,
  type PaymentSort,
} from '#core/domain/payment/filter.ts'
import { isPlainDate } from '#core/domain/values/plain-date.ts'

export interface PaymentQuery {
  filter: PaymentFilter
  sort: { field: PaymentSort; direction: 'asc' | 'desc' }
}

const textOf = (query: LocationQuery, name: string): string | undefined => {
  const value = query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

const dayOf = (query: LocationQuery, name: string): string | undefined => {
  const value = textOf(query, name)
  return value !== undefined && isPlainDate(value) ? value : undefined
}

/** The list that an address shows; what it does not know is left out. */
export function queryFromAddress(query: LocationQuery): PaymentQuery {
  const text = textOf(query, 'q')?.slice(0, 200)
  const kind = PAYMENT_KINDS.find((one) => one === query.kind)
  const way = PAYMENT_WAYS.find((one) => one === query.way)
  const state = PAYMENT_STATES.find((one) => one === query.state)
  const officeId = textOf(query, 'office')?.slice(0, 64)
  const [from, to] = [dayOf(query, 'from'), dayOf(query, 'to')]
  return {
    filter: {
      ...(text !== undefined && { text }),
      ...(kind && { kind }),
      ...(way && { way }),
      ...(state && { state }),
      ...(officeId !== undefined && { officeId }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    },
    sort: {
      field: PAYMENT_SORTS.find((one) => one === query.sort) ?? 'date',
      direction: query.dir === 'asc' ? 'asc' : 'desc',
    },
  }
}

/** The address of a list: only what differs from all payments, the latest first. */
export function addressOf({ filter, sort }: PaymentQuery): LocationQueryRaw {
  const { text, officeId, ...rest } = filter
  return {
    ...(text && { q: text }),
    ...(officeId && { office: officeId }),
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(sort.field !== 'date' && { sort: sort.field }),
    ...(sort.direction !== 'desc' && { dir: sort.direction }),
  }
}

export const isFiltered = (filter: PaymentFilter): boolean =>
  Object.values(filter).some((one) => one !== undefined)
