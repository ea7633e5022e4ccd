/** Equality of JSON values. A member that is `undefined` counts as absent; absent and null differ. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => jsonEqual(item, b[index]))
  }
  if (!isObject(a) || !isObject(b)) return false
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => jsonEqual(ownValue(a, name), ownValue(b, name)))
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A member of the value itself, never of its prototype. */
export const ownValue = (object: object, name: string): unknown =>
  Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined

/** A list element: an object with its own text `id`. */
export interface ListElement {
  id: string
  [field: string]: unknown
}

/** The elements of a list field, or undefined when they cannot be told apart by id. */
export function listElements(value: unknown): ListElement[] | undefined {
  if (!Array.isArray(value)) return undefined
  const elements = value as unknown[]
  if (!elements.every(isListElement)) return undefined
  return new Set(elements.map((element) => element.id)).size === elements.length ? elements : undefined
}

const isListElement = (value: unknown): value is ListElement =>
  isObject(value) && typeof ownValue(value, 'id') === 'string' && value.id !== ''
