import type { StoredDocument } from './entity.ts'
import { assertNever } from '../lib/assert-never.ts'
import { parseChangePath, type ChangePath } from './change-path.ts'
import type { KeptRow } from './issue/schema.ts'
import { jsonEqual, listElements, type ListElement } from '../lib/json-value.ts'

/** What a change says, of whatever record. */
type Change = Pick<KeptRow, 'path' | 'kind' | 'from' | 'to'>

/**
 * The document after the changes, in their order; the given one is left as it is. New elements of sets and lists come
 * last. Changes to a document or list that is not there leave it so.
 */
export function applyChanges(
  document: StoredDocument | undefined,
  changes: readonly Change[],
): StoredDocument | undefined {
  return changes.reduce(applyChange, document)
}

function applyChange(document: StoredDocument | undefined, change: Change): StoredDocument | undefined {
  const path = parseChangePath(change.path)
  // A whole document: creates and deletes are the only rows with an empty path.
  if (!path) return change.kind === 'delete' ? undefined : (change.to as StoredDocument)
  if (!document) return undefined
  const value = fieldAfter(document[path.field], path, change)
  return withMember(document, path.field, value)
}

function fieldAfter(value: unknown, path: ChangePath, change: Change): unknown {
  switch (change.kind) {
    case 'set':
      if (path.elementId === undefined) return change.to
      return mapElement(value, path.elementId, (element) =>
        path.elementField === undefined ? element : withMember(element, path.elementField, change.to),
      )
    case 'create':
      return [...withoutElement(value, path.elementId), change.to]
    case 'delete':
      return withoutElement(value, path.elementId)
    case 'add':
      return [...itemsOtherThan(value, change.to), change.to]
    case 'remove':
      return itemsOtherThan(value, change.from)
    default:
      return assertNever(change.kind)
  }
}

/** A copy with one member replaced, added last, or left out when the value is `undefined`. */
function withMember<T extends Record<string, unknown>>(object: T, name: string, value: unknown): T {
  const copy: Record<string, unknown> = { ...object, [name]: value }
  if (value === undefined) delete copy[name]
  // The same members apart from the one whose value comes from a change row of this very document.
  return copy as T
}

const itemsOtherThan = (value: unknown, item: unknown): unknown[] =>
  Array.isArray(value) ? value.filter((other) => !jsonEqual(other, item)) : []

const withoutElement = (value: unknown, id: string | undefined): ListElement[] =>
  (listElements(value) ?? []).filter((element) => element.id !== id)

const mapElement = (value: unknown, id: string, change: (element: ListElement) => ListElement): unknown =>
  listElements(value)?.map((element) => (element.id === id ? change(element) : element)) ?? value
