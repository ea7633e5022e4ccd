import { compareJson, equalJson, isJsonObject, jsonTypeOf } from './json-order.ts'
import { existsAt, flattened, typeIs, unwrappedValueAt, type JsonPath } from './json-path.ts'

/**
 * Mango selectors over plain JSON documents, with the meaning that RxDB's own matcher gives them. RxDB itself may be
 * imported in renderer/data only (architecture.md §2), and the reader needs no more than these sixteen operators.
 */
export type Selector = Readonly<Record<string, unknown>>
export type Matcher = (document: unknown) => boolean

/** A selector that nothing can be matched against: unknown operator, operand of the wrong form. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError'
}

/** @throws SelectorError when the selector is not valid. */
export function createMatcher(selector: Selector): Matcher {
  const tests = Object.entries(selector).map(([key, operand]): Matcher => {
    if (isLogical(key)) return logical(key, operand)
    if (key.startsWith('$')) throw new SelectorError(`unknown top-level operator ${key}`)
    return fieldMatcher(pathOf(key), operand)
  })
  return (document) => tests.every((test) => test(document))
}

export const isLogical = (key: string): key is '$and' | '$or' | '$nor' =>
  key === '$and' || key === '$or' || key === '$nor'

/** The operand of `$and`, `$or` or `$nor`. */
export function selectorsOf(key: string, operand: unknown): Selector[] {
  if (!Array.isArray(operand) || !operand.every(isJsonObject))
    throw new SelectorError(`${key} takes a list of selectors`)
  return operand
}

function logical(key: '$and' | '$or' | '$nor', operand: unknown): Matcher {
  const tests = selectorsOf(key, operand).map(createMatcher)
  if (key === '$and') return (document) => tests.every((test) => test(document))
  if (key === '$or') return (document) => tests.some((test) => test(document))
  return (document) => !tests.some((test) => test(document))
}

function pathOf(key: string): JsonPath {
  const path = key.split('.')
  if (path.includes('__proto__')) throw new SelectorError('__proto__ cannot be read')
  return path
}

/** The operators of one field: a plain value means `$eq`. `$regex` takes `$options` with it. */
export function operatorsOf(condition: unknown): [operator: string, operand: unknown][] {
  if (!isJsonObject(condition) || !Object.keys(condition).some((key) => /^\$\w+$/.test(key)))
    return [['$eq', condition]]
  if (!Object.hasOwn(condition, '$regex')) return Object.entries(condition)
  const { $regex: pattern, $options: flags, ...others } = condition
  return [...Object.entries(others), ['$regex', regularExpression(pattern, flags)]]
}

function regularExpression(pattern: unknown, flags: unknown): RegExp {
  if (typeof pattern !== 'string' || (flags !== undefined && typeof flags !== 'string'))
    throw new SelectorError('$regex and $options take text')
  try {
    // Sticky and global searches would remember where the last document ended.
    return new RegExp(pattern, flags?.replace(/[gy]/g, ''))
  } catch (error) {
    throw new SelectorError(error instanceof Error ? error.message : 'not a regular expression')
  }
}

function fieldMatcher(path: JsonPath, condition: unknown): Matcher {
  const tests = operatorsOf(condition).map(([operator, operand]) => operatorMatcher(path, operator, operand))
  return (document) => tests.every((test) => test(document))
}

function operatorMatcher(path: JsonPath, operator: string, operand: unknown): Matcher {
  if (operator === '$not') {
    const test = fieldMatcher(path, operand)
    return (document) => !test(document)
  }
  if (operator === '$exists') return (document) => existsAt(document, path) === Boolean(operand)
  const test = valueTest(operator, operand, path.length - 1)
  return (document) => test(unwrappedValueAt(document, path))
}

type ValueTest = (value: unknown) => boolean

const isMissing = (value: unknown): boolean => value === null || value === undefined
const elementsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/** `depth` is the number of dots in the path: so deep are lists in lists searched. */
function valueTest(operator: string, operand: unknown, depth: number): ValueTest {
  switch (operator) {
    case '$eq':
      return equals(operand, depth)
    case '$ne':
      return not(equals(operand, depth))
    case '$in':
      return isIn(operand)
    case '$nin':
      return not(isIn(operand))
    case '$lt':
      return ordered(operand, (order) => order < 0)
    case '$lte':
      return ordered(operand, (order) => order <= 0)
    case '$gt':
      return ordered(operand, (order) => order > 0)
    case '$gte':
      return ordered(operand, (order) => order >= 0)
    case '$mod':
      return remainder(operand)
    case '$size':
      return (value) => Array.isArray(value) && value.length === operand
    case '$type': {
      const wanted = elementsOf(operand)
      return (value) => wanted.some((type) => typeIs(value, type))
    }
    case '$regex':
      return matchesExpression(operand)
    case '$elemMatch':
      return hasElement(operand)
    default:
      throw new SelectorError(`unknown operator ${operator}`)
  }
}

const not =
  (test: ValueTest): ValueTest =>
  (value) =>
    !test(value)

const equals =
  (operand: unknown, depth: number): ValueTest =>
  (value) => {
    if (equalJson(value, operand) || (isMissing(value) && isMissing(operand))) return true
    if (!Array.isArray(value)) return false
    const list: readonly unknown[] = value
    return [...list, ...flattened(list, depth)].some((item) => equalJson(item, operand))
  }

function isIn(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) throw new SelectorError('$in and $nin take a list')
  return (value) =>
    isMissing(value)
      ? operand.includes(null)
      : elementsOf(value).some((item) => operand.some((wanted) => equalJson(item, wanted)))
}

function ordered(operand: unknown, holds: (order: number) => boolean): ValueTest {
  const type = jsonTypeOf(operand)
  return (value) =>
    elementsOf(value).some((item) => jsonTypeOf(item) === type && holds(compareJson(item, operand)))
}

function remainder(operand: unknown): ValueTest {
  if (!Array.isArray(operand) || operand.length !== 2)
    throw new SelectorError('$mod takes [divisor, remainder]')
  const [divisor, wanted] = operand as [number, number]
  return (value) => elementsOf(value).some((item) => (item as number) % divisor === wanted)
}

function matchesExpression(operand: unknown): ValueTest {
  if (!(operand instanceof RegExp)) throw new SelectorError('$regex takes text')
  return (value) =>
    flattened(elementsOf(value), 1).some((item) => typeof item === 'string' && operand.test(item))
}

function hasElement(operand: unknown): ValueTest {
  if (!isJsonObject(operand)) throw new SelectorError('$elemMatch takes an object')
  const keys = Object.keys(operand)
  const test: Matcher =
    keys.length === 0
      ? isJsonObject
      : keys.every((key) => key.startsWith('$') && !isLogical(key))
        ? elementMatcher(operand)
        : createMatcher(operand)
  return (value) => Array.isArray(value) && value.some(test)
}

/** `{$elemMatch: {$gt: 5}}`: operators on the element itself. */
function elementMatcher(operand: Selector): Matcher {
  const test = fieldMatcher(['element'], operand)
  return (element) => test({ element })
}
