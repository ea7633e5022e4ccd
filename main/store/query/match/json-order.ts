/** Values as JSON holds them; `undefined` stands for a missing field. */
export type JsonType = 'undefined' | 'null' | 'number' | 'string' | 'object' | 'array' | 'boolean'

export function jsonTypeOf(value: unknown): JsonType {
  if (value === undefined) return 'undefined'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  switch (typeof value) {
    case 'number':
      return 'number'
    case 'string':
      return 'string'
    case 'boolean':
      return 'boolean'
    default:
      return 'object'
  }
}

export const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  jsonTypeOf(value) === 'object'

/** Equal by content; the order of members does not count. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => equalJson(item, b[i]))
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
  )
}

/** The order between values of different types, lowest first. */
const RANK: Record<JsonType, number> = {
  undefined: 1,
  null: 2,
  number: 3,
  string: 4,
  object: 6,
  array: 7,
  boolean: 9,
}

/** The order of RxDB's matcher within selectors: arrays compare by their sorted elements. */
export function compareJson(a: unknown, b: unknown): number {
  if (a === b) return 0
  const typeA = jsonTypeOf(a)
  const typeB = jsonTypeOf(b)
  if (typeA !== typeB) return RANK[typeA] - RANK[typeB]
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(sorted(a), sorted(b))
  if (isJsonObject(a) && isJsonObject(b)) {
    const keys = Object.keys(a).sort()
    const byKeys = compareLists(keys, Object.keys(b).sort())
    if (byKeys !== 0) return byKeys
    return firstDifference(keys.map((key) => compareJson(a[key], b[key])))
  }
  return comparePlain(a, b)
}

/** The order of RxDB's sort: as `compareJson`, but an array stands for its lowest element against other types. */
export function compareForSort(a: unknown, b: unknown): number {
  const typeA = jsonTypeOf(a)
  const typeB = jsonTypeOf(b)
  if (typeA === typeB || typeA === 'undefined' || typeB === 'undefined') return compareJson(a, b)
  if (Array.isArray(a))
    return a.length === 0 ? -1 : Math.min(1, ...a.map((item) => Math.sign(compareJson(item, b))))
  if (Array.isArray(b))
    return b.length === 0 ? 1 : Math.max(-1, ...b.map((item) => Math.sign(compareJson(a, item))))
  return compareJson(a, b)
}

const sorted = (list: readonly unknown[]): unknown[] => [...list].sort(compareJson)

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const order = compareJson(a[i], b[i])
    if (order !== 0) return order
  }
  return a.length - b.length
}

const firstDifference = (orders: readonly number[]): number => orders.find((order) => order !== 0) ?? 0

/** Numbers, text by UTF-16 code units, false before true: the caller has found the same plain type on both sides. */
function comparePlain(a: unknown, b: unknown): number {
  const [x, y] = [a as number, b as number]
  return x < y ? -1 : x > y ? 1 : 0
}
