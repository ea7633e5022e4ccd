import type {
  CustomerAttributeCondition,
  CustomerFilter,
  CustomerSetRule,
} from '#core/domain/customer/filter.ts'
import { CUSTOMER_FIGURES, type CustomerFacet } from '#core/domain/customer/list-columns.ts'
import { fold } from '#core/lib/fold.ts'
import { attributeKey } from '../../projectors/customer-attributes.ts'
import { PLACE_KINDS } from '../../projectors/customer-places.ts'
import { TYPE_CODES } from '../../projectors/customers.ts'
import type { SqlValue } from '../../sqlite/port.ts'
import { FACT_SQL, FIGURE_SQL } from './column-sql.ts'
import { attributeTest } from './attribute-test.ts'

/** The facet that leaves the condition out, or another name for conditions that no facet counts. */
export type ConditionGroup = CustomerFacet | 'text' | 'anywhere' | 'figures' | 'dates'

export interface SqlCondition {
  group: ConditionGroup
  sql: string
  parameters: SqlValue[]
}

/** The words of `filter.text`, as they stand in `r_customer_fact.text`. */
export const wordsOf = (text: string | undefined): string[] =>
  fold(text ?? '')
    .split(' ')
    .filter(Boolean)

/** The conditions of a filter in SQL, but for `anywhere`, which the full text index answers. */
export function conditionsOf(filter: CustomerFilter): SqlCondition[] {
  const conditions: SqlCondition[] = []
  const add = (group: ConditionGroup, sql: string, ...parameters: SqlValue[]): void => {
    conditions.push({ group, sql, parameters })
  }
  const addList = (
    group: ConditionGroup,
    column: string,
    values: readonly (string | number)[] | undefined,
  ) => {
    if (values) add(group, `${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values))
  }
  const archived = filter.archived ?? 'without'
  if (archived !== 'with') add('archived', `c.archived = ${archived === 'only' ? 1 : 0}`)
  for (const word of wordsOf(filter.text)) add('text', 'instr(f.text, ?) > 0', word)
  addList(
    'types',
    'c.type_n',
    filter.types?.map((type) => TYPE_CODES[type]),
  )
  if (filter.statusIds) add('statusIds', `c.status_n IN ${CODES}`, JSON.stringify(filter.statusIds))
  if (filter.officeIds) add('officeIds', `c.office_n IN ${CODES}`, JSON.stringify(filter.officeIds))
  addList('currencies', 'c.currency', filter.currencies)
  for (const [group, table, column] of SETS)
    for (const part of ruleParts(filter[group], table, column)) add(group, ...part)
  for (const [group, kind] of PLACES) {
    const keys = filter[group]
    if (keys)
      add(
        group,
        `EXISTS (SELECT 1 FROM r_customer_place AS x JOIN r_place AS p ON p.n = x.place_n
          WHERE x.n = c.n AND p.kind = ${kind} AND p.key IN (SELECT value FROM json_each(?)))`,
        JSON.stringify(keys),
      )
  }
  for (const figure of CUSTOMER_FIGURES) {
    const { min, max } = filter.figures?.[figure] ?? {}
    if (min !== undefined) add('figures', `${FIGURE_SQL[figure]} >= ?`, min)
    if (max !== undefined) add('figures', `${FIGURE_SQL[figure]} <= ?`, max)
  }
  for (const fact of filter.has ?? []) add('facts', `${FACT_SQL[fact]} > 0`)
  for (const fact of filter.lacks ?? []) add('facts', `${FACT_SQL[fact]} = 0`)
  if (filter.oldestDue?.from !== undefined) add('dates', 'c.oldest_due >= ?', filter.oldestDue.from)
  if (filter.oldestDue?.to !== undefined) add('dates', 'c.oldest_due <= ?', filter.oldestDue.to)
  if (filter.oldestDue) add('dates', 'c.oldest_due IS NOT NULL')
  for (const [column, range] of [
    ['f.created_ms', filter.createdAt],
    ['f.changed_ms', filter.changedAt],
  ] as const) {
    if (range?.from !== undefined) add('dates', `${column} >= ?`, Date.parse(range.from))
    if (range?.before !== undefined) add('dates', `${column} < ?`, Date.parse(range.before))
  }
  for (const condition of filter.attributes ?? []) conditions.push(attributeCondition(condition))
  return conditions
}

const CODES = `(SELECT r_code.n FROM r_code WHERE r_code.id IN (SELECT value FROM json_each(?)))`

const SETS = [
  ['tags', 'r_customer_tag', 'tag_n'],
  ['products', 'r_customer_product', 'product_n'],
] as const

const PLACES = [
  ['cities', PLACE_KINDS.city],
  ['states', PLACE_KINDS.state],
  ['countries', PLACE_KINDS.country],
] as const

function ruleParts(
  rule: CustomerSetRule | undefined,
  table: string,
  column: string,
): [sql: string, ...parameters: SqlValue[]][] {
  const holds = `EXISTS (SELECT 1 FROM ${table} AS x WHERE x.n = c.n AND x.${column} IN ${CODES})`
  const parts: [string, ...SqlValue[]][] = []
  if (rule?.any) parts.push([holds, JSON.stringify(rule.any)])
  for (const id of rule?.all ?? []) parts.push([holds, JSON.stringify([id])])
  if (rule?.none) parts.push([`NOT ${holds}`, JSON.stringify(rule.none)])
  return parts
}

function attributeCondition(condition: CustomerAttributeCondition): SqlCondition {
  const test = attributeTest(condition)
  const parts = ['x.n = c.n', 'a.key = ?']
  const parameters: SqlValue[] = [attributeKey(condition)]
  if (test.equals) {
    parts.push(`(x.text IN (SELECT value FROM json_each(?)) OR x.number IN (SELECT value FROM json_each(?)))`)
    parameters.push(JSON.stringify(test.equals.texts), JSON.stringify(test.equals.numbers))
  }
  for (const [ends, kind] of [
    [test.numbers, ''],
    [test.dates, ` AND x.kind = ${test.dateKind}`],
  ] as const) {
    if (!ends) continue
    const column = kind === '' ? 'x.number' : 'x.text'
    if (ends.min !== undefined) {
      parts.push(`${column} >= ?${kind}`)
      parameters.push(ends.min)
    }
    if (ends.max !== undefined) {
      parts.push(`${column} <= ?${kind}`)
      parameters.push(ends.max)
    }
  }
  if (test.isImpossible) parts.push('0')
  const exists = `EXISTS (SELECT 1 FROM r_customer_attribute AS x JOIN r_attribute AS a ON a.n = x.attribute_n
    WHERE ${parts.join(' AND ')})`
  return { group: 'attributes', sql: test.isNegated ? `NOT ${exists}` : exists, parameters }
}
