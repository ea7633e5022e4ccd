import { isJsonObject, jsonTypeOf } from './json-order.ts'

/**
 * How RxDB's matcher reads a dotted path through lists: a name met at a list is read from every element, a number is
 * an index. Verified against RxDB itself by test/contract/rx-storage-query.test.ts.
 */
export type JsonPath = readonly string[]

const isIndex = (name: string): boolean => /^\d*$/.test(name)
const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null

function member(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value[Number(name)] as unknown
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** The value at `path`; plain values answer themselves, as elements of lists do inside `$elemMatch`. */
export function valueAt(document: unknown, path: JsonPath): unknown {
  return readThroughLists(document, path).value
}

/** The value that RxDB sorts by: names and indexes only, nothing is read through lists. */
export const sortValueAt = (document: unknown, path: JsonPath): unknown =>
  path.reduce((value, name) => member(value, name), document)

/** As `valueAt`, with lists of one list unwrapped as often as lists were walked through. */
export function unwrappedValueAt(document: unknown, path: JsonPath): unknown {
  const { value, lists } = readThroughLists(document, path)
  if (!Array.isArray(value)) return value
  let list: unknown[] = value
  for (let left = lists; left > 0 && list.length === 1 && Array.isArray(list[0]); left--) list = list[0]
  return list
}

function readThroughLists(document: unknown, path: JsonPath): { value: unknown; lists: number } {
  if (isPlain(document)) return { value: document, lists: 0 }
  let lists = 0
  const read = (start: unknown, from: number, isElement: boolean): unknown => {
    let value = start
    for (let i = from; i < path.length; i++) {
      const name = path[i] ?? ''
      if (!isIndex(name) && Array.isArray(value)) {
        // A list directly inside a list is not walked into.
        if (i === from && isElement) return value
        lists++
        return value.map((item) => read(item, i, true)).filter((found) => found !== undefined)
      }
      value = member(value, name)
      if (value === undefined) return undefined
    }
    return value
  }
  return { value: read(document, 0, false), lists }
}

/** `$exists` of a dotted path: true when the last name is there in the object, or in any element of the lists on the way. */
export function existsAt(document: unknown, path: JsonPath): boolean {
  const last = path[path.length - 1] ?? ''
  if (path.length === 1 || (last !== '' && isIndex(last))) return valueAt(document, path) !== undefined
  const parent = valueAt(onlyPath(document, path, 0), path.slice(0, -1))
  return Array.isArray(parent) ? parent.some((item) => item !== undefined) : parent !== undefined
}

/** A copy of the document that holds nothing but `path`; list elements without it become `undefined`. */
function onlyPath(value: unknown, path: JsonPath, i: number): unknown {
  const name = path[i] ?? ''
  if (Array.isArray(value)) {
    if (!isIndex(name)) return value.map((item: unknown) => onlyPath(item, path, i))
    const copy: unknown[] = [...(value as unknown[])]
    const at = member(value, name)
    copy[Number(name)] = i + 1 < path.length ? onlyPath(at, path, i + 1) : at
    return copy
  }
  const own = member(value, name)
  const found = i + 1 < path.length ? onlyPath(own, path, i + 1) : own
  return found === undefined ? undefined : { [name]: found }
}

/** Lists inside a list taken apart, `depth` levels deep. */
export function flattened(list: readonly unknown[], depth: number): unknown[] {
  return list.flatMap((item) => (Array.isArray(item) && depth > 0 ? flattened(item, depth - 1) : [item]))
}

export const typeIs = (value: unknown, wanted: unknown): boolean => {
  const type = jsonTypeOf(value)
  switch (String(wanted)) {
    case 'array':
    case '4':
      return type === 'array'
    case 'boolean':
    case 'bool':
    case '8':
      return type === 'boolean'
    case 'number':
    case 'double':
    case 'decimal':
    case '1':
    case '19':
      return type === 'number'
    case 'int':
    case 'long':
    case '16':
    case '18':
      return Number.isInteger(value)
    case 'null':
    case '10':
      return type === 'null'
    case 'object':
    case '3':
      return type === 'object'
    case 'string':
    case '2':
      return type === 'string'
    case 'undefined':
    case '6':
      return type === 'undefined' || type === 'null'
    default:
      return false
  }
}
