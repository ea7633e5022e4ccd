import { jsonEqual, listElements, type ListElement } from '../../lib/json-value.ts'

/** A set that came as a whole value: what the author added and removed is done to the server's. */
export function mergeWholeSet(before: unknown, theirs: unknown, mine: unknown): unknown[] | undefined {
  const [base, left, right] = [before, theirs, mine].map(itemsOf)
  if (!base || !left || !right) return undefined
  const has = (items: unknown[], item: unknown) => items.some((other) => jsonEqual(item, other))
  const kept = left.filter((item) => has(right, item) || !has(base, item))
  return [...kept, ...right.filter((item) => !has(base, item) && !has(left, item))]
}

/** Undefined when the value is no array; an absent one is empty. */
const itemsOf = (value: unknown): unknown[] | undefined =>
  value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : undefined

/**
 * A list that came as a whole value, merged by element. Undefined when one element changed on both sides, or when
 * elements cannot be told apart: then the list is one value.
 */
export function mergeWholeList(before: unknown, theirs: unknown, mine: unknown): ListElement[] | undefined {
  const [base, left, right] = [before, theirs, mine].map((value) => listElements(value ?? []))
  if (!base || !left || !right) return undefined
  const of = (list: ListElement[]) => new Map(list.map((element) => [element.id, element]))
  const [inBase, inLeft, inRight] = [of(base), of(left), of(right)]
  const merged: ListElement[] = []
  for (const id of new Set([...left, ...right].map((element) => element.id))) {
    const [old, server, incoming] = [inBase.get(id), inLeft.get(id), inRight.get(id)]
    if (!jsonEqual(server, incoming) && !jsonEqual(server, old) && !jsonEqual(incoming, old)) return undefined
    const taken = jsonEqual(incoming, old) ? server : incoming
    if (taken) merged.push(taken)
  }
  return merged
}
