import type { DocumentWrite } from '#core/domain/command.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { entities } from '#core/domain/registry.ts'
import { applyChanges } from '#core/domain/apply-changes.ts'
import { changePath, parseChangePath } from '#core/domain/change-path.ts'
import { diffDocument, type Change } from '#core/sync/diff.ts'
import { invertChange } from '#core/sync/invert.ts'
import { isObject, jsonEqual, listElements, ownValue } from '#core/lib/json-value.ts'

export interface TakenBack {
  writes: DocumentWrite[]
  /** Fields that somebody changed since: they stay as they are. */
  kept: { collection: CollectionName; id: string; path: string }[]
}

/**
 * The writes that take an op back: field by field, or merge group by merge group, where the value is still the one that
 * the op left (architecture.md §4). `changes` are the op's rows in order; `read` gives the documents as they are now.
 */
export function takeBack(
  changes: readonly Change[],
  read: (collection: CollectionName, id: string) => StoredDocument | undefined,
): TakenBack {
  const byDocument = groupedByDocument(changes.flatMap(byElement))
  const firstValues = groupedByDocument(changes.filter(isFirstValue))
  const result: TakenBack = { writes: [], kept: [] }
  // Last document first, so that a customer made before its contact goes after it.
  for (const rows of [...byDocument.values()].reverse()) {
    const [first] = rows
    if (!first) continue
    const { collection, id } = first
    const before = read(collection, id)
    const keep = heldGroups(collection, rows, before)
    const inverse = rows
      .filter((row) => !keep.has(groupOf(collection, row)))
      .map(invertChange)
      .reverse()
    for (const row of rows)
      if (keep.has(groupOf(collection, row)) && !jsonEqual(row.from, row.to))
        result.kept.push({ collection, id, path: row.path })
    const after = withoutEmptied(applyChanges(before, inverse), firstValues.get(keyOf(first)) ?? [])
    if (inverse.length > 0) result.writes.push({ collection, id, before, after })
  }
  return result
}

const keyOf = ({ collection, id }: Change): string => `${collection}/${id}`

function groupedByDocument(changes: readonly Change[]): Map<string, Change[]> {
  const groups = new Map<string, Change[]>()
  for (const change of changes) {
    const known = groups.get(keyOf(change))
    if (known) known.push(change)
    else groups.set(keyOf(change), [change])
  }
  return groups
}

/** Whether a row brought in a set or list where there was none. */
const isFirstValue = ({ collection, path, kind, from, to }: Change): boolean => {
  const merge = entities[collection].fields[path]?.merge
  return kind === 'set' && from === undefined && Array.isArray(to) && (merge === 'set' || merge === 'list')
}

/** A first value is one row: it is taken back element by element, so that what came to it since stays. */
function byElement(change: Change): Change[] {
  if (!isFirstValue(change)) return [change]
  const { collection, id, path, to } = change
  const elements = listElements(to)
  return entities[collection].fields[path]?.merge === 'list' && elements
    ? elements.map((one) => ({ collection, id, path: changePath(path, one.id), kind: 'create', to: one }))
    : (to as unknown[]).map((one) => ({ collection, id, path, kind: 'add', to: one }))
}

/** A set or list that the op brought in is no longer there when nothing is left in it. */
function withoutEmptied(
  document: StoredDocument | undefined,
  firstValues: readonly Change[],
): StoredDocument | undefined {
  if (!document) return undefined
  const emptied = firstValues
    .map(({ path }) => path)
    .filter((field) => Array.isArray(document[field]) && document[field].length === 0)
  if (emptied.length === 0) return document
  const copy = { ...document }
  for (const field of emptied) delete copy[field]
  return copy
}

/** The group of a row's field, or the row's own path: what is taken back or kept as one. */
function groupOf(collection: CollectionName, { path }: Change): string {
  const field = parseChangePath(path)?.field
  if (field === undefined) return ''
  const group = entities[collection].fields[field]?.group
  return group === undefined ? path : `group:${group}`
}

function heldGroups(
  collection: CollectionName,
  rows: readonly Change[],
  document: StoredDocument | undefined,
): Set<string> {
  return new Set(rows.filter((row) => !isStill(row, document)).map((row) => groupOf(collection, row)))
}

/** Equal apart from the order of sets and lists, which undoing does not keep. */
const isSame = ({ collection, id }: Change, document: StoredDocument | undefined, other: unknown): boolean =>
  // The row of a whole document holds one.
  diffDocument(collection, id, entities[collection].fields, document, other as StoredDocument | undefined)
    .length === 0

/** Whether the document still is as the row left it. */
function isStill(row: Change, document: StoredDocument | undefined): boolean {
  const path = parseChangePath(row.path)
  if (!path) return isSame(row, document, row.kind === 'delete' ? undefined : row.to)
  if (!document) return false
  const value = ownValue(document, path.field)
  switch (row.kind) {
    case 'add':
      return Array.isArray(value) && value.some((item) => jsonEqual(item, row.to))
    case 'remove':
      return !Array.isArray(value) || !value.some((item) => jsonEqual(item, row.from))
    default: {
      if (path.elementId === undefined) return jsonEqual(value, row.to)
      const element = listElements(value)?.find((candidate) => candidate.id === path.elementId)
      if (row.kind === 'delete') return element === undefined
      if (path.elementField === undefined) return jsonEqual(element, row.to)
      return isObject(element) && jsonEqual(ownValue(element, path.elementField), row.to)
    }
  }
}
