import type { ServiceFilter, ServiceSort } from '#core/domain/service/filter.ts'
import { PLACE_KINDS } from '../../projectors/customer-places.ts'
import { COLLECTION_CODES, PER_COLLECTION_BITS, PER_CUSTOMER } from '../../projectors/records.ts'
import { ACTIVE, statusCode, typeCode } from '../../projectors/service-list.ts'
import type { SqlValue } from '../../sqlite/port.ts'
import { matchingRecords } from '../search-records.ts'
import { searchTermsOf } from '../search-terms.ts'
import type { Statements } from '../statements.ts'

/** Records looked at for a text that very many hold. */
const MOST_MATCHES = 5000
/** Customers and sites whose services are listed because they hold the text themselves. */
const MOST_OWNERS = 500

/** Fields that `r_service_count` tells apart. */
export const COUNTED = ['status', 'type', 'productId', 'officeId'] as const
export type Counted = (typeof COUNTED)[number]

export interface ServiceCondition {
  where: string
  parameters: SqlValue[]
  /** Nothing but what the counts by state, type, product and office can tell. */
  isCounted: boolean
  /** Few enough to be sorted as they come: of a customer, a site or a text. */
  isSmall: boolean
  /** A text that more records hold than were looked at. */
  isPartial: boolean
}

interface TextMatches {
  numbers: string
  isCut: boolean
}

/** Record numbers of services that hold a text, or whose customer or site does; undefined without one. */
function textMatches(statements: Statements, { text }: ServiceFilter): TextMatches | undefined {
  const terms = searchTermsOf(text ?? '')
  if (terms.length === 0) return undefined
  const own = matchingRecords(statements, terms, MOST_MATCHES, 'services')
  const customers = matchingRecords(statements, terms, MOST_OWNERS, 'customers')
  const sites = matchingRecords(statements, terms, MOST_OWNERS, 'sites')
  const first = COLLECTION_CODES.services * 2 ** PER_COLLECTION_BITS
  const owned = statements.all(
    `SELECT i.n AS n FROM json_each(?1) AS j JOIN r_service_list AS i
        ON i.n BETWEEN j.value + ${first} AND j.value + ${PER_CUSTOMER - 1}
      UNION SELECT i.n FROM json_each(?2) AS j JOIN r_record AS r ON r.n = j.value
        JOIN r_service_list AS i ON i.site_id = r.id`,
    [JSON.stringify(customers.numbers), JSON.stringify(sites.numbers)],
  )
  const numbers = new Set([...own.numbers, ...owned.map(({ n }) => n as number)])
  return {
    numbers: JSON.stringify([...numbers]),
    isCut: own.isCut || customers.isCut || sites.isCut,
  }
}

/** The filter as a condition on `r_service_list AS i`, without fields of `without`. */
export function serviceCondition(
  statements: Statements,
  filter: ServiceFilter,
  without: readonly Counted[] = [],
): ServiceCondition {
  const matches = textMatches(statements, filter)
  const isSmall = matches !== undefined || filter.customerId !== undefined || filter.siteId !== undefined
  const isCounted = !isSmall && filter.town === undefined && !filter.metered
  // Of a customer or with a text there are few: no index of all services is to lead to them.
  const column = (name: string): string => (isSmall ? `+i.${name}` : `i.${name}`)
  const conditions = [`${column('archived')} = ?`]
  const parameters: SqlValue[] = [filter.archived ? 1 : 0]
  const add = (sql: string, ...values: SqlValue[]): void => {
    conditions.push(sql)
    parameters.push(...values)
  }
  const counted: Readonly<Record<Counted, [string, number] | undefined>> = {
    status: filter.status && ['status', statusCode(filter.status)],
    type: filter.type && ['type', typeCode(filter.type)],
    productId:
      filter.productId === undefined ? undefined : ['product_n', codeNumber(statements, filter.productId)],
    officeId:
      filter.officeId === undefined ? undefined : ['office_n', codeNumber(statements, filter.officeId)],
  }
  for (const field of COUNTED) {
    const condition = counted[field]
    if (condition && !without.includes(field)) add(`${column(condition[0])} = ?`, condition[1])
  }
  if (filter.town !== undefined) add(`${column('town_n')} = ?`, townNumber(statements, filter.town))
  if (filter.metered) add('i.metered = 1')
  if (filter.customerId !== undefined) {
    const n = statements.get(`SELECT n FROM r_customer WHERE id = ?`, [filter.customerId])?.n
    const first = typeof n === 'number' ? n * PER_CUSTOMER : 0
    add('i.n BETWEEN ? AND ?', first, typeof n === 'number' ? first + PER_CUSTOMER - 1 : -1)
  }
  if (filter.siteId !== undefined) add('i.site_id = ?', filter.siteId)
  if (matches) add('i.n IN (SELECT value FROM json_each(?))', matches.numbers)
  return {
    where: conditions.join(' AND '),
    parameters,
    isCounted,
    isSmall,
    isPartial: matches?.isCut ?? false,
  }
}

/** The number of a catalogue record in the read model; nothing has the one that nobody knows. */
const codeNumber = (statements: Statements, id: string): number =>
  Number(statements.get(`SELECT n FROM r_code WHERE id = ?`, [id])?.n ?? -1)

const townNumber = (statements: Statements, key: string): number =>
  Number(statements.get(`SELECT n FROM r_place WHERE kind = ${PLACE_KINDS.city} AND key = ?`, [key])?.n ?? -1)

/** The index that has the services of a filter together and in order, and what has to be said so that it serves. */
export function indexFor(
  filter: ServiceFilter,
  sort: ServiceSort,
  { isSmall }: ServiceCondition,
): { index: string; also: string } {
  const by = (name: string, also = '') => ({ index: `INDEXED BY r_service_list_${name}`, also })
  if (isSmall) return { index: '', also: '' }
  if (filter.metered) return by('meters')
  if (sort === 'customer') return by('customer')
  if (sort === 'since') return by('since')
  if (filter.town !== undefined) return by('town')
  if (filter.productId !== undefined) return by('product')
  const isRare = filter.status !== undefined && filter.status !== 'active'
  return isRare ? by('rare', ` AND i.status <> ${ACTIVE}`) : by('name')
}
