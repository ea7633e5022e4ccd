import type { SqlValue } from '../sqlite/port.ts'
import type { Field, Fields, ScalarType } from './fields.ts'
import { isLogical, operatorsOf, selectorsOf, type Selector } from './match/matcher.ts'

/** A condition with its parameters. SQL's NULL counts as false; `negate` turns it into true. */
export interface Condition {
  sql: string
  parameters: SqlValue[]
}

export interface CompiledSelector {
  /** What SQL decides; undefined when SQL cannot narrow anything down. */
  where: Condition | undefined
  /** What the matcher decides of the rows that SQL lets through; undefined when SQL has decided all. */
  rest: Selector | undefined
}

/**
 * Splits a Mango selector between SQL and the matcher. To SQL go fields that the schema declares scalar with an
 * operand of the same type (architecture.md §4); a branch of `$or`, `$nor` or `$not` goes as a whole or not at all.
 *
 * @throws SelectorError for operands that no selector can have.
 */
export function compileSelector(selector: Selector, fields: Fields): CompiledSelector {
  const conditions: Condition[] = []
  const rest: [string, unknown][] = []
  const restOfAnd: Selector[] = []
  for (const [key, operand] of Object.entries(selector)) {
    if (key === '$and') {
      for (const part of selectorsOf(key, operand)) {
        const compiled = compileSelector(part, fields)
        if (compiled.where) conditions.push(compiled.where)
        if (compiled.rest) restOfAnd.push(compiled.rest)
      }
      continue
    }
    if (isLogical(key)) {
      const whole = compileLogical(key, operand, fields)
      if (whole) conditions.push(whole)
      else rest.push([key, operand])
      continue
    }
    const left: [string, unknown][] = []
    for (const entry of operatorsOf(operand)) {
      const condition = compileOperator(fields.get(key), ...entry)
      if (condition) conditions.push(condition)
      else left.push(entry)
    }
    // One operator that SQL cannot decide sends the field's whole condition to the matcher, which keeps `$options`.
    if (left.length > 0) rest.push([key, operand])
  }
  if (restOfAnd.length > 0) rest.push(['$and', restOfAnd])
  return {
    where: conditions.length > 0 ? all(conditions) : undefined,
    rest: rest.length > 0 ? Object.fromEntries(rest) : undefined,
  }
}

/** A selector that SQL decides entirely, or undefined. */
function compileWhole(selector: Selector, fields: Fields): Condition | undefined {
  const { where, rest } = compileSelector(selector, fields)
  return rest ? undefined : (where ?? always)
}

const always: Condition = { sql: '1', parameters: [] }
const never: Condition = { sql: '0', parameters: [] }

function compileLogical(
  key: '$or' | '$nor' | '$and',
  operand: unknown,
  fields: Fields,
): Condition | undefined {
  const branches: Condition[] = []
  for (const branch of selectorsOf(key, operand)) {
    const compiled = compileWhole(branch, fields)
    if (!compiled) return undefined
    branches.push(compiled)
  }
  const some = branches.length > 0 ? join(branches, ' OR ') : never
  return key === '$nor' ? negate(some) : some
}

const all = (conditions: readonly Condition[]): Condition => join(conditions, ' AND ')

const join = (conditions: readonly Condition[], operator: string): Condition => ({
  sql:
    conditions.length === 1
      ? (conditions[0]?.sql ?? '1')
      : `(${conditions.map(({ sql }) => sql).join(operator)})`,
  parameters: conditions.flatMap(({ parameters }) => parameters),
})

const negate = ({ sql, parameters }: Condition): Condition => ({ sql: `(${sql}) IS NOT TRUE`, parameters })

const COMPARISONS: Readonly<Record<string, string>> = { $lt: '<', $lte: '<=', $gt: '>', $gte: '>=' }

/** What one operator asks of a field; undefined when SQL cannot decide it. */
export function compileOperator(
  field: Field | undefined,
  operator: string,
  operand: unknown,
): Condition | undefined {
  if (!field) return undefined
  if (operator === '$exists')
    return { sql: `${field.sql} IS ${operand ? 'NOT NULL' : 'NULL'}`, parameters: [] }
  if (!field.type) return undefined
  if (operator === '$not') {
    const parts: Condition[] = []
    for (const entry of operatorsOf(operand)) {
      const part = compileOperator(field, ...entry)
      if (!part) return undefined
      parts.push(part)
    }
    return negate(all(parts))
  }
  if (operator === '$regex') return field.type === 'string' ? compileExpression(field, operand) : undefined
  if (operator === '$in' || operator === '$nin') {
    const inside = compileIn(field, field.type, operand)
    return inside && operator === '$nin' ? negate(inside) : inside
  }
  if (operator === '$eq' || operator === '$ne') {
    const not = operator === '$ne' ? ' NOT' : ''
    if (operand === null) return { sql: `${field.sql} IS${not} NULL`, parameters: [] }
    // Written out, since an index `WHERE deleted = 0` is not used for a parameter.
    if (field.type === 'boolean' && typeof operand === 'boolean')
      return { sql: `${field.sql} ${not ? 'IS NOT' : '='} ${operand ? '1' : '0'}`, parameters: [] }
    const value = sqlOperand(field.type, operand)
    if (value === undefined) return undefined
    return { sql: not ? `${field.sql} IS NOT ?` : `${field.sql} = ?`, parameters: [value] }
  }
  const comparison = COMPARISONS[operator]
  const value = sqlOperand(field.type, operand)
  if (!comparison || value === undefined) return undefined
  return { sql: `${field.sql} ${comparison} ?`, parameters: [value] }
}

/** Above so many, a list goes as one JSON parameter: SQLite limits the number of parameters. */
const MOST_PARAMETERS = 100

function compileIn(field: Field, type: ScalarType, operand: unknown): Condition | undefined {
  if (!Array.isArray(operand)) return undefined
  const values: SqlValue[] = []
  for (const item of operand) {
    if (item === null) continue
    const value = sqlOperand(type, item)
    if (value === undefined) return undefined
    values.push(value)
  }
  const isMissing = operand.includes(null) ? `${field.sql} IS NULL` : undefined
  if (values.length === 0) return isMissing ? { sql: isMissing, parameters: [] } : never
  const isListed: Condition =
    values.length > MOST_PARAMETERS
      ? { sql: `${field.sql} IN (SELECT value FROM json_each(?))`, parameters: [JSON.stringify(values)] }
      : { sql: `${field.sql} IN (${values.map(() => '?').join(',')})`, parameters: values }
  return isMissing ? join([isListed, { sql: isMissing, parameters: [] }], ' OR ') : isListed
}

/** An expression of plain letters, at the start or anywhere: what a search for part of a name comes to. */
function compileExpression(field: Field, operand: unknown): Condition | undefined {
  if (!(operand instanceof RegExp) || !/^i?$/.test(operand.flags)) return undefined
  const [, start, escaped = ''] = /^(\^?)((?:[^\\^$.*+?()[\]{}|]|\\[^\w\s])*)$/.exec(operand.source) ?? []
  const letters = escaped.replace(/\\(.)/g, '$1')
  if (start === undefined || !isSafeText(letters)) return undefined
  // Both fold A to Z only, and no other letter matches one of those in an expression without `u`.
  if (operand.flags === 'i' && !/^[\x01-\x7f]*$/.test(letters)) return undefined
  const [sql, value] =
    operand.flags === 'i' ? [`lower(${field.sql})`, letters.toLowerCase()] : [field.sql, letters]
  return start === '^'
    ? { sql: `substr(${sql}, 1, ?) = ?`, parameters: [value.length, value] }
    : { sql: `instr(${sql}, ?) > 0`, parameters: [value] }
}

/**
 * Text that SQLite orders as JavaScript does: UTF-8 and UTF-16 order differ above U+D7FF, and a zero character would
 * end the text in some functions of SQLite.
 */
const isSafeText = (text: string): boolean => !/[\ud800-\uffff]/.test(text) && !text.includes('\0')

/** The parameter for an operand of the field's own type; undefined when SQL would compare it in another way. */
function sqlOperand(type: ScalarType, operand: unknown): SqlValue | undefined {
  if (typeof operand !== type) return undefined
  switch (typeof operand) {
    case 'string':
      return isSafeText(operand) ? operand : undefined
    case 'boolean':
      return operand ? 1 : 0
    case 'number':
      // Whole numbers beyond 2^53 are not the same in JSON text, JavaScript and SQLite.
      return Math.abs(operand) <= Number.MAX_SAFE_INTEGER ? operand : undefined
    default:
      return undefined
  }
}
