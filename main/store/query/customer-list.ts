import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { SqlValue } from '../sqlite/port.ts'
import { TYPE_CODES } from '../projectors/customers.ts'
import { customersWithTerms, type CustomerSet } from './search-sets.ts'
import { searchTermsOf } from './search-terms.ts'
import { currentCommit, type Statements } from './statements.ts'

type Input = MethodInput<'customers', 'list'>
type Output = MethodOutput<'customers', 'list'>

/** The columns of each sort; `r_customer` has an index over each that holds all filters as well. */
const ORDERS: Readonly<Record<Input['sort']['field'], readonly string[]>> = {
  sortName: ['sort_name', 'n'],
  number: ['number', 'n'],
  createdAt: ['created_at', 'sort_name', 'n'],
  status: ['status_rank', 'sort_name', 'n'],
  city: ['city_key', 'sort_name', 'n'],
}

/** One page of the customer list and how many match in all. */
export function listCustomers(statements: Statements, input: Input): Output {
  const terms = searchTermsOf(input.text ?? '')
  const filter = conditions(input)
  const commit = currentCommit(statements)
  const { total, page } =
    terms.length === 0
      ? pageOfAll(statements, input, filter)
      : pageOfHits(statements, input, filter, customersWithTerms(statements, terms))
  return { commit, total, rows: shownRows(statements, page) }
}

interface Page {
  total: number
  /** Row numbers of the customers on the page. */
  page: number[]
}

const orderOf = ({ field, direction }: Input['sort']): string =>
  ORDERS[field].map((column) => `${column} ${direction === 'asc' ? 'ASC' : 'DESC'}`).join(', ')

function pageOfAll(statements: Statements, input: Input, { where, parameters }: Filter): Page {
  const { skip, limit, sort } = input
  const total = statements.get(`SELECT count(*) AS n FROM r_customer WHERE ${where}`, parameters)?.n
  const rows = statements.all(
    `SELECT n FROM r_customer WHERE ${where} ORDER BY ${orderOf(sort)} LIMIT ? OFFSET ?`,
    [...parameters, limit, skip],
  )
  return { total: Number(total), page: rows.map((row) => row.n as number) }
}

/** Up to so many hits of a text are sorted by themselves; for more, the whole list is walked in its order. */
const FEW = 3000

function pageOfHits(statements: Statements, input: Input, filter: Filter, hits: CustomerSet): Page {
  const { skip, limit, sort } = input
  const numbers: number[] = []
  for (let n = hits.indexOf(1); n >= 0 && numbers.length <= FEW; n = hits.indexOf(1, n + 1)) numbers.push(n)
  const ordered =
    numbers.length <= FEW
      ? orderedNumbers(statements, sort, filter, numbers)
      : wholeOrder(statements, sort, filter).filter((n) => hits[n] === 1)
  return { total: ordered.length, page: [...ordered.slice(skip, skip + limit)] }
}

/** As one JSON text: a row object for each customer takes longer than finding them. */
function orderedNumbers(
  statements: Statements,
  sort: Input['sort'],
  { where, parameters }: Filter,
  among?: readonly number[],
): number[] {
  const from = among ? 'json_each(?) AS hit CROSS JOIN r_customer ON n = hit.value' : 'r_customer'
  const row = statements.get(
    `SELECT json_group_array(n) AS list FROM (SELECT n FROM ${from} WHERE ${where} ORDER BY ${orderOf(sort)})`,
    among ? [JSON.stringify(among), ...parameters] : parameters,
  )
  return JSON.parse(row?.list as string) as number[]
}

interface KnownOrder {
  key: string
  numbers: Uint32Array
}

/** The last whole order of each connection: while a person types, only the text changes. */
const knownOrders = new WeakMap<Statements, KnownOrder>()

function wholeOrder(statements: Statements, sort: Input['sort'], filter: Filter): Uint32Array {
  const key = JSON.stringify([currentCommit(statements), sort, filter])
  const known = knownOrders.get(statements)
  if (known?.key === key) return known.numbers
  const numbers = Uint32Array.from(orderedNumbers(statements, sort, filter))
  knownOrders.set(statements, { key, numbers })
  return numbers
}

interface Filter {
  where: string
  parameters: SqlValue[]
}

function conditions(input: Input): Filter {
  const parts = ['present = 1']
  const parameters: SqlValue[] = []
  const add = (sql: string, ...values: SqlValue[]): void => {
    parts.push(sql)
    parameters.push(...values)
  }
  if (input.archived !== 'with') parts.push(`archived = ${input.archived === 'only' ? 1 : 0}`)
  if (input.types)
    add(
      `type_n IN (SELECT value FROM json_each(?))`,
      JSON.stringify(input.types.map((type) => TYPE_CODES[type])),
    )
  const coded = (ids: readonly string[]): [string, string] => [
    `(SELECT r_code.n FROM r_code WHERE r_code.id IN (SELECT value FROM json_each(?)))`,
    JSON.stringify(ids),
  ]
  if (input.statusIds) {
    const [codes, ids] = coded(input.statusIds)
    add(`status_n IN ${codes}`, ids)
  }
  if (input.officeIds) {
    const [codes, ids] = coded(input.officeIds)
    add(`office_n IN ${codes}`, ids)
  }
  if (input.tagIds) {
    const [codes, ids] = coded(input.tagIds)
    add(`n IN (SELECT t.n FROM r_customer_tag AS t WHERE t.tag_n IN ${codes})`, ids)
  }
  return { where: parts.join(' AND '), parameters }
}

function shownRows(statements: Statements, numbers: readonly number[]): Output['rows'] {
  const rows = statements.all(
    `SELECT n, id, first_city, contacts, sites FROM r_customer WHERE n IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(numbers)],
  )
  const byNumber = new Map(rows.map((row) => [row.n, row]))
  return numbers.flatMap((n) => {
    const row = byNumber.get(n)
    if (!row) return []
    const city = row.first_city === null ? {} : { city: row.first_city as string }
    return { id: row.id as string, ...city, contacts: row.contacts as number, sites: row.sites as number }
  })
}
