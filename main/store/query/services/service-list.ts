import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { ServiceFilter, ServiceSort } from '#core/domain/service/filter.ts'
import { SERVICE_STATUSES, SERVICE_TYPES } from '#core/domain/service/schema.ts'
import { fold } from '#core/lib/fold.ts'
import { PLACE_KINDS } from '../../projectors/customer-places.ts'
import { statusCode, typeCode } from '../../projectors/service-list.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { COUNTED, indexFor, serviceCondition, type Counted, type ServiceCondition } from './service-filter.ts'
import { keptDay, serviceRows } from './service-rows.ts'

type Input<V extends 'list' | 'summary' | 'towns'> = MethodInput<'services', V>
type Output<V extends 'list' | 'summary' | 'towns'> = MethodOutput<'services', V>

const ORDER: Readonly<Record<ServiceSort, string>> = {
  name: 'i.sort_key',
  customer: 'i.customer_key',
  since: 'i.since',
}

/** Record numbers of one page of a list. */
export function pageNumbers(
  statements: Statements,
  filter: ServiceFilter,
  sort: Input<'list'>['sort'],
  condition: ServiceCondition,
  page: { skip: number; limit: number },
): number[] {
  const direction = sort.direction === 'desc' ? 'DESC' : 'ASC'
  const { index, also } = indexFor(filter, sort.field, condition)
  return statements
    .all(
      `SELECT i.n AS n FROM r_service_list AS i ${index} WHERE ${condition.where}${also}
       ORDER BY ${ORDER[sort.field]} ${direction}, i.n ${direction} LIMIT ? OFFSET ?`,
      [...condition.parameters, page.limit, page.skip],
    )
    .map(({ n }) => n as number)
}

export function listServices(
  statements: Statements,
  { filter, sort, skip, limit }: Input<'list'>,
): Output<'list'> {
  const condition = serviceCondition(statements, filter)
  const numbers = pageNumbers(statements, filter, sort, condition, { skip, limit })
  return {
    commit: currentCommit(statements),
    total: countServices(statements, filter, condition),
    isPartial: condition.isPartial,
    rows: serviceRows(statements, numbers, keptDay(statements)),
  }
}

/** From the counts where they can tell, else along the narrowest index. */
export function countServices(
  statements: Statements,
  filter: ServiceFilter,
  condition: ServiceCondition,
): number {
  const { where, parameters, isCounted } = condition
  const { index, also } = indexFor(filter, 'name', condition)
  const sql = isCounted
    ? `SELECT coalesce(sum(services), 0) AS n FROM r_service_count AS i WHERE ${where}`
    : `SELECT count(*) AS n FROM r_service_list AS i ${index} WHERE ${where}${also}`
  return Number(statements.get(sql, parameters)?.n)
}

/** Services of one state, type, product and office, as the read model numbers them. */
type Group = Record<Counted, number> & { count: number }

export function summariseServices(statements: Statements, { filter }: Input<'summary'>): Output<'summary'> {
  const condition = serviceCondition(statements, filter, COUNTED)
  const { where, parameters, isCounted } = condition
  const { index } = indexFor({ ...filter, productId: undefined, status: undefined }, 'name', condition)
  const [from, count] = isCounted
    ? ['r_service_count AS i', 'sum(services)']
    : [`r_service_list AS i ${index}`, 'count(*)']
  const groups = statements
    .all(
      `SELECT i.status AS status, i.type AS type, i.product_n AS product, i.office_n AS office, ${count} AS services
        FROM ${from} WHERE ${where} GROUP BY 1, 2, 3, 4`,
      parameters,
    )
    .map((row): Group => ({
      status: row.status as number,
      type: row.type as number,
      productId: row.product as number,
      officeId: row.office as number,
      count: row.services as number,
    }))
  const code = (id: string | undefined) =>
    id === undefined ? undefined : Number(statements.get(`SELECT n FROM r_code WHERE id = ?`, [id])?.n ?? -1)
  const wanted: Readonly<Record<Counted, number | undefined>> = {
    status: filter.status && statusCode(filter.status),
    type: filter.type && typeCode(filter.type),
    productId: code(filter.productId),
    officeId: code(filter.officeId),
  }
  const countsOf = (field: Counted) => countBy(groups, field, wanted)
  const named = <K extends string>(field: Counted, key: K) =>
    countsOf(field).flatMap(([n, services]) => {
      const id = n > 0 ? statements.get(`SELECT id FROM r_code WHERE n = ?`, [n])?.id : undefined
      return typeof id === 'string'
        ? [{ [key]: id, count: services } as Record<K, string> & { count: number }]
        : []
    })
  return {
    commit: currentCommit(statements),
    statuses: countsOf('status').flatMap(([n, services]) => {
      const status = SERVICE_STATUSES[n]
      return status ? [{ status, count: services }] : []
    }),
    types: countsOf('type').flatMap(([n, services]) => {
      const type = SERVICE_TYPES[n]
      return type ? [{ type, count: services }] : []
    }),
    products: named('productId', 'productId'),
    offices: named('officeId', 'officeId'),
  }
}

/** How many there are of each value of a field, as if nothing were chosen of it. */
function countBy(
  groups: readonly Group[],
  field: Counted,
  wanted: Readonly<Record<Counted, number | undefined>>,
): [code: number, count: number][] {
  const counts = new Map<number, number>()
  for (const group of groups) {
    const others = COUNTED.filter((one) => one !== field)
    if (others.some((one) => wanted[one] !== undefined && wanted[one] !== group[one])) continue
    counts.set(group[field], (counts.get(group[field]) ?? 0) + group.count)
  }
  return [...counts].filter(([, count]) => count > 0).sort((a, b) => a[0] - b[0])
}

/** Towns are looked through by name, which are as many as a country has; services are counted along their index. */
export function townsWithServices(
  statements: Statements,
  { text, withKey, limit }: Input<'towns'>,
): Output<'towns'> {
  const rows = statements.all(
    `SELECT p.key AS key, p.name AS name,
        (SELECT count(*) FROM r_service_list AS i INDEXED BY r_service_list_town
          WHERE i.archived = 0 AND i.town_n = p.n) AS services
      FROM r_place AS p WHERE p.kind = ${PLACE_KINDS.city} AND (instr(p.key, ?1) > 0 OR p.key = ?2)
      ORDER BY p.key = ?2 DESC, services DESC, p.key LIMIT ?3`,
    [fold(text ?? ''), withKey ?? '', limit],
  )
  return {
    commit: currentCommit(statements),
    towns: rows
      .filter(({ services, key }) => Number(services) > 0 || key === withKey)
      .map(({ key, name, services }) => ({
        key: key as string,
        name: name as string,
        country: String(key).slice(0, 2),
        count: services as number,
      })),
  }
}

/** Record numbers of all that match, or of the named ones, in the order of a sort: for exports. */
export function matchingServices(
  statements: Statements,
  filter: ServiceFilter,
  sort: Input<'list'>['sort'],
  ids?: readonly string[],
): number[] {
  if (ids)
    return statements
      .all(
        `SELECT i.n AS n FROM json_each(?) AS j JOIN r_service_list AS i ON i.id = j.value
          ORDER BY ${ORDER[sort.field]}, i.n`,
        [JSON.stringify(ids)],
      )
      .map(({ n }) => n as number)
  return pageNumbers(statements, filter, sort, serviceCondition(statements, filter), { skip: 0, limit: -1 })
}
