import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { SERVICE_SORTS, type ServiceFilter, type ServiceSort } from '#core/domain/service/filter.ts'
import { SERVICE_STATUSES, SERVICE_TYPES } from '#core/domain/service/schema.ts'

export interface ServiceQuery {
  filter: ServiceFilter
  sort: { field: ServiceSort; direction: 'asc' | 'desc' }
}

const textOf = (query: LocationQuery, name: string): string | undefined => {
  const value = query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
const idOf = (query: LocationQuery, name: string): string | undefined => {
  const value = textOf(query, name)
  return value !== undefined && /^[\w-]{1,64}$/.test(value) ? value : undefined
}

/** The list that an address shows; what it does not know is left out. */
export function queryFromAddress(query: LocationQuery): ServiceQuery {
  const text = textOf(query, 'q')
  const status = SERVICE_STATUSES.find((one) => one === query.status)
  const type = SERVICE_TYPES.find((one) => one === query.type)
  const productId = idOf(query, 'product')
  const officeId = idOf(query, 'office')
  const town = textOf(query, 'town')
  const field = SERVICE_SORTS.find((one) => one === query.sort) ?? 'name'
  return {
    filter: {
      ...(text !== undefined && { text: text.slice(0, 200) }),
      ...(status && { status }),
      ...(type && { type }),
      ...(productId !== undefined && { productId }),
      ...(officeId !== undefined && { officeId }),
      ...(town !== undefined && { town: town.slice(0, 200) }),
      ...(query.archived !== undefined && { archived: true }),
    },
    sort: { field, direction: query.dir === 'desc' ? 'desc' : 'asc' },
  }
}

/** The address of a list: only what differs from the whole list in its usual order. */
export function addressOf({ filter, sort }: ServiceQuery): LocationQueryRaw {
  return {
    ...(filter.text && { q: filter.text }),
    ...(filter.status && { status: filter.status }),
    ...(filter.type && { type: filter.type }),
    ...(filter.productId && { product: filter.productId }),
    ...(filter.officeId && { office: filter.officeId }),
    ...(filter.town && { town: filter.town }),
    ...(filter.archived && { archived: '' }),
    ...(sort.field !== 'name' && { sort: sort.field }),
    ...(sort.direction !== 'asc' && { dir: sort.direction }),
  }
}

export const isFiltered = ({ archived: _archived, ...filter }: ServiceFilter): boolean =>
  Object.values(filter).some((one) => one !== undefined)
