import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { CustomerFilter, CustomerSelection } from '#core/domain/customer/filter.ts'
import { CUSTOMER_AMOUNTS, type CustomerSort } from '#core/domain/customer/list-columns.ts'
import type { SqlValue } from '../../sqlite/port.ts'
import { customersWithTerms } from '../search-sets.ts'
import { searchTermsOf } from '../search-terms.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { FIGURE_SQL, FROM } from './column-sql.ts'
import { conditionsOf, type SqlCondition } from './conditions.ts'
import { shownRows } from './shown-rows.ts'

/*
 * The customer list straight from the tables: until the columns in memory are ready, and in the writer, which has none.
 * Every answer is the same as theirs.
 */

type ListInput = MethodInput<'customers', 'list'>

/** Expressions of each sort; all go in the same direction, and ties by number. */
const SORT_SQL: Readonly<Record<Exclude<CustomerSort, keyof typeof FIGURE_SQL>, readonly string[]>> = {
  sortName: ['c.sort_name'],
  number: [],
  createdAt: ['f.created_ms'],
  changedAt: ['f.changed_ms'],
  type: ['c.type_n'],
  status: ['c.status_rank', 'c.status_n'],
  office: ['(SELECT r_code.rank FROM r_code WHERE r_code.n = c.office_n)', 'c.office_n'],
  city: ['c.city_key'],
  oldestDue: ['c.oldest_due'],
}

function orderOf({ field, direction }: ListInput['sort']): string {
  const columns =
    field in FIGURE_SQL
      ? [FIGURE_SQL[field as keyof typeof FIGURE_SQL]]
      : SORT_SQL[field as keyof typeof SORT_SQL]
  const terms = [...columns, 'c.number', 'c.n'].map(
    (column) => `${column} ${direction === 'asc' ? 'ASC' : 'DESC'}`,
  )
  if (field === 'oldestDue') terms.unshift('c.oldest_due IS NULL')
  return terms.join(', ')
}

export interface SqlFilter {
  where: string
  parameters: SqlValue[]
}

/** All conditions, or all but those of one group. */
export function sqlFilter(
  statements: Statements,
  filter: CustomerFilter,
  without?: SqlCondition['group'],
): SqlFilter {
  const conditions = conditionsOf(filter)
  const terms = searchTermsOf(filter.anywhere ?? '')
  if (terms.length > 0) {
    const hits = customersWithTerms(statements, terms)
    const numbers: number[] = []
    for (let n = hits.indexOf(1); n >= 0; n = hits.indexOf(1, n + 1)) numbers.push(n)
    conditions.push({
      group: 'anywhere',
      sql: 'c.n IN (SELECT value FROM json_each(?))',
      parameters: [JSON.stringify(numbers)],
    })
  }
  const used = conditions.filter(({ group }) => group !== without)
  return {
    where: ['c.present = 1', ...used.map(({ sql }) => `(${sql})`)].join(' AND '),
    parameters: used.flatMap(({ parameters }) => parameters),
  }
}

function count(statements: Statements, { where, parameters }: SqlFilter): number {
  // Every customer has its facts: without a condition on them, an index alone says how many there are.
  const from = /\bf\./.test(where) ? FROM : 'r_customer AS c'
  return Number(statements.get(`SELECT count(*) AS n FROM ${from} WHERE ${where}`, parameters)?.n)
}

export function list(statements: Statements, input: ListInput): MethodOutput<'customers', 'list'> {
  const filter = sqlFilter(statements, input.filter)
  const rows = statements.all(
    `SELECT c.n FROM ${FROM} WHERE ${filter.where} ORDER BY ${orderOf(input.sort)} LIMIT ? OFFSET ?`,
    [...filter.parameters, input.limit, input.skip],
  )
  return {
    commit: currentCommit(statements),
    total: count(statements, filter),
    rows: shownRows(
      statements,
      rows.map((row) => row.n as number),
    ),
  }
}

export function position(
  statements: Statements,
  { filter, sort, id }: MethodInput<'customers', 'position'>,
): MethodOutput<'customers', 'position'> {
  const { where, parameters } = sqlFilter(statements, filter)
  const row = statements.get(
    `SELECT json_group_array(id) AS list FROM (SELECT c.id FROM ${FROM} WHERE ${where} ORDER BY ${orderOf(sort)})`,
    parameters,
  )
  const ids = JSON.parse(row?.list as string) as string[]
  const index = ids.indexOf(id)
  return { commit: currentCommit(statements), total: ids.length, ...(index >= 0 && { index }) }
}

/** Row numbers of all that match, in the order of a sort: for exports, which read them all. */
export function matchingRows(
  statements: Statements,
  filter: CustomerFilter,
  sort: ListInput['sort'],
): { n: number; id: string }[] {
  const { where, parameters } = sqlFilter(statements, filter)
  return statements
    .all(`SELECT c.n AS n, c.id AS id FROM ${FROM} WHERE ${where} ORDER BY ${orderOf(sort)}`, parameters)
    .map((row) => ({ n: row.n as number, id: row.id as string }))
}

/** Ids of all that match, in the order in which they came into the file. */
export function matchingIds(statements: Statements, filter: CustomerFilter): string[] {
  const { where, parameters } = sqlFilter(statements, filter)
  const row = statements.get(
    `SELECT json_group_array(id) AS list FROM (SELECT c.id FROM ${FROM} WHERE ${where} ORDER BY c.n)`,
    parameters,
  )
  return JSON.parse(row?.list as string) as string[]
}

export function selected(
  statements: Statements,
  { filter, except = [] }: CustomerSelection,
): MethodOutput<'customers', 'selected'> {
  const { where, parameters } = sqlFilter(statements, filter)
  const all = count(statements, {
    where: `${where} AND c.id NOT IN (SELECT value FROM json_each(?))`,
    parameters: [...parameters, JSON.stringify(except)],
  })
  return { commit: currentCommit(statements), count: all }
}

export function sums(
  statements: Statements,
  filter: CustomerFilter,
): Pick<MethodOutput<'customers', 'summary'>, 'total' | 'sums'> {
  const { where, parameters } = sqlFilter(statements, filter)
  const amounts = CUSTOMER_AMOUNTS.map((amount) => `sum(${FIGURE_SQL[amount]}) AS "${amount}"`).join(', ')
  const rows = statements.all(
    `SELECT c.currency AS currency, count(*) AS customers, ${amounts} FROM ${FROM} WHERE ${where}
     GROUP BY c.currency ORDER BY c.currency`,
    parameters,
  )
  // Named by the columns of the query.
  const all = rows as unknown as MethodOutput<'customers', 'summary'>['sums']
  return { total: all.reduce((total, { customers }) => total + customers, 0), sums: all }
}
