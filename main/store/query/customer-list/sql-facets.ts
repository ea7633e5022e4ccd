import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { CustomerFilter } from '#core/domain/customer/filter.ts'
import { CUSTOMER_FACTS, type CustomerFacet } from '#core/domain/customer/list-columns.ts'
import { CUSTOMER_TYPES } from '#core/domain/customer/schema.ts'
import { PLACE_KINDS } from '../../projectors/customer-places.ts'
import { TYPE_CODES } from '../../projectors/customers.ts'
import type { Statements } from '../statements.ts'
import { FACT_SQL, FROM } from './column-sql.ts'
import { facetOf, type FacetValue } from './facet-values.ts'
import { sqlFilter } from './sql-list.ts'

type Asked = MethodInput<'customers', 'summary'>['facets'][number]
type Facet = MethodOutput<'customers', 'summary'>['facets'][number]

/** Tables that a facet joins, and its key and name. */
interface Grouping {
  join: string
  key: string
  name?: string
}

const ofSet = (table: string, column: string): Grouping => ({
  join: `JOIN ${table} AS x ON x.n = c.n JOIN r_code AS k ON k.n = x.${column}`,
  key: 'k.id',
})
const ofPlace = (kind: number): Grouping => ({
  join: `JOIN r_customer_place AS x ON x.n = c.n JOIN r_place AS k ON k.n = x.place_n AND k.kind = ${kind}`,
  key: 'k.key',
  name: 'k.name',
})

const GROUPINGS: Readonly<Record<Exclude<CustomerFacet, 'facts'>, Grouping>> = {
  types: { join: '', key: 'c.type_n' },
  statusIds: { join: 'JOIN r_code AS k ON k.n = c.status_n', key: 'k.id' },
  officeIds: { join: 'JOIN r_code AS k ON k.n = c.office_n', key: 'k.id' },
  currencies: { join: '', key: 'c.currency' },
  tags: ofSet('r_customer_tag', 'tag_n'),
  products: ofSet('r_customer_product', 'product_n'),
  cities: ofPlace(PLACE_KINDS.city),
  states: ofPlace(PLACE_KINDS.state),
  countries: ofPlace(PLACE_KINDS.country),
  attributes: {
    join: 'JOIN r_customer_attribute AS x ON x.n = c.n JOIN r_attribute AS k ON k.n = x.attribute_n',
    key: 'k.key',
    name: 'k.name',
  },
  archived: { join: '', key: 'c.archived' },
}

export function facet(statements: Statements, filter: CustomerFilter, asked: Asked): Facet {
  const { where, parameters } = sqlFilter(statements, filter, asked.facet)
  if (asked.facet === 'facts') {
    const counts = CUSTOMER_FACTS.map((fact) => `coalesce(sum(${FACT_SQL[fact]} > 0), 0) AS "${fact}"`)
    const row = statements.get(`SELECT ${counts.join(', ')} FROM ${FROM} WHERE ${where}`, parameters)
    return facetOf(
      asked,
      CUSTOMER_FACTS.map((fact) => ({ key: fact, count: row?.[fact] as number })),
    )
  }
  const { join, key, name = 'NULL' } = GROUPINGS[asked.facet]
  const rows = statements.all(
    `SELECT ${key} AS key, ${name} AS name, count(DISTINCT c.n) AS count FROM ${FROM} ${join} WHERE ${where}
     GROUP BY ${key}`,
    parameters,
  )
  return facetOf(
    asked,
    rows.map((row): FacetValue => ({
      key: wordOf(asked.facet, row.key as string | number),
      ...(row.name !== null && { name: row.name as string }),
      count: row.count as number,
    })),
  )
}

function wordOf(name: CustomerFacet, key: string | number): string {
  if (name === 'types') return CUSTOMER_TYPES.find((type) => TYPE_CODES[type] === key) ?? ''
  if (name === 'archived') return key === 1 ? 'archived' : 'inUse'
  return String(key)
}
