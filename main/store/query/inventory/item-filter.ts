import type { ItemFilter, ItemSort } from '#core/domain/inventory/filter.ts'
import { PER_CUSTOMER } from '../../projectors/records.ts'
import { kindCode, stateCode } from '../../projectors/items.ts'
import type { SqlValue } from '../../sqlite/port.ts'
import { matchingRecords } from '../search-records.ts'
import { searchTermsOf } from '../search-terms.ts'
import type { Statements } from '../statements.ts'

/** Items looked at for a text that very many hold. */
const MOST_MATCHES = 5000

/** Fields that `r_item_count` tells apart. */
export type Counted = 'kind' | 'state' | 'placeId'

export interface ItemCondition {
  where: string
  parameters: SqlValue[]
  /** Nothing but what the counts by place, kind and state can tell. */
  isCounted: boolean
  /** A text that more items hold than were looked at. */
  isPartial: boolean
}

/** Record numbers of items that hold a text; undefined without one. */
interface TextMatches {
  numbers: string
  isCut: boolean
}

export function textMatches(statements: Statements, { text }: ItemFilter): TextMatches | undefined {
  const terms = searchTermsOf(text ?? '')
  if (terms.length === 0) return undefined
  const { numbers, isCut } = matchingRecords(statements, terms, MOST_MATCHES, 'inventory')
  return { numbers: JSON.stringify(numbers), isCut }
}

/** The filter as a condition on `r_item AS i`, without fields of `without`. */
export function itemCondition(
  statements: Statements,
  filter: ItemFilter,
  without: readonly Counted[] = [],
  matches = textMatches(statements, filter),
): ItemCondition {
  const isCounted =
    !matches && [filter.customerId, filter.siteId, filter.serviceId].every((one) => one === undefined)
  // A customer's items or those with a text are few: no index of all items is to lead to them.
  const column = (name: string): string => (isCounted ? `i.${name}` : `+i.${name}`)
  const conditions = [`${column('archived')} = ?`]
  const parameters: SqlValue[] = [filter.archived ? 1 : 0]
  const add = (sql: string, ...values: SqlValue[]): void => {
    conditions.push(sql)
    parameters.push(...values)
  }
  if (filter.kind !== undefined && !without.includes('kind'))
    add(`${column('kind')} = ?`, kindCode(filter.kind))
  if (filter.state !== undefined && !without.includes('state'))
    add(`${column('state')} = ?`, stateCode(filter.state))
  if (filter.placeId !== undefined && !without.includes('placeId'))
    add(`${column('place_n')} = ?`, placeNumber(statements, filter.placeId))
  if (filter.customerId !== undefined) {
    const n = statements.get(`SELECT n FROM r_customer WHERE id = ?`, [filter.customerId])?.n
    const first = typeof n === 'number' ? n * PER_CUSTOMER : 0
    add('i.n BETWEEN ? AND ?', first, typeof n === 'number' ? first + PER_CUSTOMER - 1 : -1)
  }
  for (const field of ['siteId', 'serviceId'] as const)
    if (filter[field] !== undefined)
      add(`i.id IN (SELECT id FROM d_inventory WHERE f_${field} = ? AND deleted = 0)`, filter[field])
  if (matches) add('i.n IN (SELECT value FROM json_each(?))', matches.numbers)
  return { where: conditions.join(' AND '), parameters, isCounted, isPartial: matches?.isCut ?? false }
}

/** The number of a place in the read model. */
export const placeNumber = (statements: Statements, placeId: string): number =>
  // Nothing is at a place that nobody knows.
  Number(statements.get(`SELECT n FROM r_code WHERE id = ?`, [placeId])?.n ?? -1)

/**
 * The index that has the items of a filter together and in order, so that a page is a stretch of it. Small sets (of a
 * customer, a text) are sorted as they come.
 */
export function indexFor(filter: ItemFilter, sort: ItemSort, { isCounted }: ItemCondition): string {
  if (!isCounted) return ''
  if (sort === 'changed') return 'INDEXED BY r_item_changed'
  if (filter.placeId !== undefined) return 'INDEXED BY r_item_place'
  if (filter.kind !== undefined && filter.state !== undefined) return 'INDEXED BY r_item_kind_state'
  if (filter.kind !== undefined) return 'INDEXED BY r_item_kind'
  return filter.state === undefined ? 'INDEXED BY r_item_serial' : 'INDEXED BY r_item_state'
}
