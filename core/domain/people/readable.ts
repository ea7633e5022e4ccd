import { isObject, listElements, ownValue } from '../../lib/json-value.ts'
import { parseChangePath } from '../change-path.ts'
import { FIELD_RIGHTS, type FieldRight, type Role } from './roles.ts'

/** Fields that the role may not see; none where nobody signs in. */
export const hiddenFrom = (role: Role | undefined): readonly FieldRight[] =>
  role === undefined ? [] : FIELD_RIGHTS.filter(({ read }) => !read.includes(role))

type Json = Readonly<Record<string, unknown>>

/** The record without what may not be seen; itself when there is nothing of the kind. */
export function readableRecord<T extends Json>(
  hidden: readonly FieldRight[],
  collection: string,
  record: T,
): T {
  let seen: Json = record
  for (const right of hidden) {
    const { collection: of, field, element } = right
    if (of !== collection || ownValue(seen, field) === undefined) continue
    if (element === undefined) {
      const { [field]: value, ...rest } = seen
      // Whoever reads a list finds one.
      seen = Array.isArray(value) ? { ...rest, [field]: [] } : rest
    } else seen = { ...seen, [field]: readableField(right, ownValue(seen, field)) }
  }
  // Only optional members are missing from it.
  return seen as T
}

/** A change as it may be seen: without hidden parts of its values; undefined when it is about a hidden field. */
export function readableChange<T extends { collection: string; path: string; from?: unknown; to?: unknown }>(
  hidden: readonly FieldRight[],
  change: T,
): T | undefined {
  let seen = change
  const sides = (view: (value: unknown) => unknown) => {
    seen = {
      ...seen,
      ...('from' in seen && { from: view(seen.from) }),
      ...('to' in seen && { to: view(seen.to) }),
    }
  }
  for (const right of hidden) {
    const { collection, field, element } = right
    if (collection !== change.collection) continue
    const at = parseChangePath(change.path)
    if (!at) sides((value) => (isObject(value) ? readableRecord([right], collection, value) : value))
    else if (at.field !== field) continue
    else if (element === undefined || at.elementField === element) return undefined
    else if (at.elementId === undefined) sides((value) => readableField(right, value))
    else if (at.elementField === undefined || at.elementField.startsWith('group:'))
      sides((value) => without(value, element))
  }
  return seen
}

/** Whether a selector or an order asks about a hidden field: what it answers would tell the value. */
export const asksHidden = (hidden: readonly FieldRight[], collection: string, asked: unknown): boolean =>
  hidden.some((right) => right.collection === collection && names(asked, right.element ?? right.field))

function names(asked: unknown, field: string): boolean {
  if (Array.isArray(asked)) return asked.some((one) => names(one, field))
  if (!isObject(asked)) return false
  return Object.entries(asked).some(
    ([key, value]) =>
      key.split('.').includes(field) ||
      (key === 'field' && typeof value === 'string' && value.split('.').includes(field)) ||
      names(value, field),
  )
}

const without = (value: unknown, field: string): unknown => {
  if (!isObject(value)) return value
  const { [field]: _hidden, ...rest } = value
  return rest
}

/** The value of a field whose list has a hidden part. */
function readableField({ list, element = '' }: FieldRight, value: unknown): unknown {
  if (list === undefined) return withoutElementField(value, element)
  const inside = isObject(value) ? ownValue(value, list) : undefined
  return inside === undefined ? value : { ...(value as object), [list]: withoutElementField(inside, element) }
}

const withoutElementField = (list: unknown, field: string): unknown =>
  Array.isArray(list) ? list.map((one: unknown) => without(one, field)) : list

/**
 * What somebody writes who did not see all of a record: what was hidden from them stays as it is. A new element keeps what
 * it was given.
 */
export function withUnseen<T extends Json>(
  hidden: readonly FieldRight[],
  collection: string,
  before: Json | undefined,
  after: T,
): T {
  if (!before) return after
  let whole: Json = after
  for (const right of hidden) {
    const { collection: of, field, list, element } = right
    if (of !== collection) continue
    const was = ownValue(before, field)
    if (element === undefined) {
      if (was !== undefined) whole = { ...whole, [field]: was }
      continue
    }
    const is = ownValue(whole, field)
    if (list === undefined) whole = { ...whole, [field]: withElements(was, is, element) }
    else if (isObject(is) && isObject(was))
      whole = {
        ...whole,
        [field]: { ...is, [list]: withElements(ownValue(was, list), ownValue(is, list), element) },
      }
  }
  return whole as T
}

/** The list with what its elements had before in a member. */
function withElements(was: unknown, is: unknown, element: string): unknown {
  const known = new Map((listElements(was) ?? []).map((one) => [ownValue(one, 'id'), ownValue(one, element)]))
  return (
    listElements(is)?.map((one) => {
      const value = known.get(ownValue(one, 'id'))
      return value === undefined ? one : { ...one, [element]: value }
    }) ?? is
  )
}
