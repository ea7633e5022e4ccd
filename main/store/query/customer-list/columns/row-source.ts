import { CUSTOMER_FACTS, CUSTOMER_FIGURES } from '#core/domain/customer/list-columns.ts'
import type { Statements } from '../../statements.ts'
import { FACT_SQL, FIGURE_SQL } from '../column-sql.ts'

/** A value of an attribute as `r_customer_attribute` holds it. */
export type AttributeTuple = readonly [attribute: number, kind: number, text: string, number: number | null]

/** One customer as its columns hold it. */
export interface ListRow {
  n: number
  present: number
  number: string
  sortName: string
  type: number
  status: number
  office: number
  archived: number
  cityKey: string | null
  currency: string
  due: string | null
  text: string
  created: number
  changed: number
  figures: readonly number[]
  /** Counts in the order of CUSTOMER_FACTS; 0 is no. */
  facts: readonly number[]
  /** JSON arrays of whole numbers, unread: many customers have the same. */
  tags: string
  products: string
  places: string
  attributes: readonly AttributeTuple[]
}

const list = (values: string, from: string): string =>
  `(SELECT json_group_array(${values}) FROM ${from} AS x WHERE x.n = c.n)`

const FIELDS: Readonly<Record<keyof ListRow, string>> = {
  n: 'c.n',
  present: 'c.present',
  number: 'c.number',
  sortName: 'c.sort_name',
  type: 'c.type_n',
  status: 'c.status_n',
  office: 'c.office_n',
  archived: 'c.archived',
  cityKey: 'c.city_key',
  currency: 'c.currency',
  due: 'c.oldest_due',
  text: `coalesce(f.text, '')`,
  created: 'coalesce(f.created_ms, 0)',
  changed: 'coalesce(f.changed_ms, 0)',
  figures: `json_array(${CUSTOMER_FIGURES.map((figure) => `coalesce(${FIGURE_SQL[figure]}, 0)`).join(', ')})`,
  facts: `json_array(${CUSTOMER_FACTS.map((fact) => `coalesce(${FACT_SQL[fact]}, 0)`).join(', ')})`,
  // Without the end `|| ''` the outer JSON would take them in as arrays.
  tags: `${list('x.tag_n', 'r_customer_tag')} || ''`,
  products: `${list('x.product_n', 'r_customer_product')} || ''`,
  places: `${list('x.place_n', 'r_customer_place')} || ''`,
  attributes: `json(${list('json_array(x.attribute_n, x.kind, x.text, x.number)', 'r_customer_attribute')})`,
}

/** As one JSON text: a row object of so many columns takes longer than finding it. */
const select = (where: string): string =>
  `SELECT json_group_array(json_object(${Object.entries(FIELDS)
    .map(([name, sql]) => `'${name}', ${sql}`)
    .join(', ')})) AS list
   FROM r_customer AS c LEFT JOIN r_customer_fact AS f ON f.n = c.n WHERE ${where}`

const BETWEEN = select('c.n > ? AND c.n <= ?')
const AMONG = select('c.n IN (SELECT value FROM json_each(?))')

/** Customers by row number, `after` left out and `to` included. */
export const rowsBetween = (statements: Statements, after: number, to: number): ListRow[] =>
  parse(statements.get(BETWEEN, [after, to])?.list)

export const rowsOf = (statements: Statements, numbers: readonly number[]): ListRow[] =>
  parse(statements.get(AMONG, [JSON.stringify(numbers)])?.list)

// The statement above has made the text.
const parse = (list: unknown): ListRow[] => JSON.parse(list as string) as ListRow[]
