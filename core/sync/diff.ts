import type { CollectionName, FieldRule, StoredDocument } from '../domain/entity.ts'
import { changePath } from '../domain/change-path.ts'
import { isObject, jsonEqual, listElements, ownValue, type ListElement } from '../lib/json-value.ts'
import type { ChangeRow } from './op.ts'

/** A change row of a document before it is placed in an op: no position and no salt yet. */
export type Change = Omit<ChangeRow, 'i' | 'salt' | 'collection'> & { collection: CollectionName }

export type FieldRules = Readonly<Record<string, FieldRule>>

/**
 * The changes that lead from one state of a document to another, by the rules of its fields: `set` fields as adds and
 * removes, `list` fields by element id and then by field, all others as whole values. When a field of a merge group
 * changes, its other fields are told as well, with `from` equal to `to`: the group merges as one value, so the op holds
 * the whole value as the person saw it. A new or deleted document is one row. The order of sets and lists is no change:
 * where order matters, elements carry a rank.
 */
export function diffDocument(
  collection: CollectionName,
  id: string,
  rules: FieldRules,
  before: StoredDocument | undefined,
  after: StoredDocument | undefined,
): Change[] {
  const row = (path: string, kind: Change['kind'], from: unknown, to: unknown): Change => ({
    collection,
    id,
    path,
    kind,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  })
  if (before === undefined) return after === undefined ? [] : [row('', 'create', undefined, after)]
  if (after === undefined) return [row('', 'delete', before, undefined)]

  const changes: Change[] = []
  for (const field of changedMembers(before, after, rules)) {
    const from = ownValue(before, field)
    const to = ownValue(after, field)
    const rule = ruleOf(rules, field)
    const rows =
      rule.merge === 'set'
        ? setChanges(field, from, to)
        : rule.merge === 'list'
          ? listChanges(field, from, to, rule.elements)
          : undefined
    for (const [path, kind, old, value] of rows ?? [[changePath(field), 'set', from, to] as const])
      changes.push(row(path, kind, old, value))
  }
  return changes
}

const PLAIN: FieldRule = { merge: 'plain' }
const NO_RULES: FieldRules = {}

/** The rule of a field; `plain` when none is declared. */
export const ruleOf = (rules: FieldRules = NO_RULES, field: string): FieldRule =>
  (Object.hasOwn(rules, field) ? rules[field] : undefined) ?? PLAIN

type FieldChange = readonly [path: string, kind: Change['kind'], from: unknown, to: unknown]

/** Undefined when a side is no array: then the whole value is the change. */
function setChanges(field: string, from: unknown, to: unknown): FieldChange[] | undefined {
  if (!Array.isArray(from) || !Array.isArray(to)) return undefined
  const path = changePath(field)
  const missing = (items: unknown[], others: unknown[]) =>
    items.filter(
      (item, index) =>
        !others.some((other) => jsonEqual(item, other)) &&
        items.findIndex((earlier) => jsonEqual(item, earlier)) === index,
    )
  return [
    ...missing(from, to).map((item): FieldChange => [path, 'remove', item, undefined]),
    ...missing(to, from).map((item): FieldChange => [path, 'add', undefined, item]),
  ]
}

/** Undefined when a side is no list of elements with ids. */
function listChanges(
  field: string,
  from: unknown,
  to: unknown,
  rules: FieldRules | undefined,
): FieldChange[] | undefined {
  const old = listElements(from)
  const now = listElements(to)
  if (!old || !now) return undefined
  const oldById = new Map(old.map((element) => [element.id, element]))
  const nowIds = new Set(now.map((element) => element.id))
  return [
    ...old
      .filter((element) => !nowIds.has(element.id))
      .map((element): FieldChange => [changePath(field, element.id), 'delete', element, undefined]),
    ...now.flatMap((element): FieldChange[] => {
      const previous = oldById.get(element.id)
      if (!previous) return [[changePath(field, element.id), 'create', undefined, element]]
      return elementChanges(field, previous, element, rules)
    }),
  ]
}

const elementChanges = (
  field: string,
  from: ListElement,
  to: ListElement,
  rules: FieldRules | undefined,
): FieldChange[] =>
  changedMembers(from, to, rules).map((name) => [
    changePath(field, to.id, name),
    'set',
    ownValue(from, name),
    ownValue(to, name),
  ])

/** The members that differ, and those that share a merge group with one that does. */
function changedMembers(from: object, to: object, rules: FieldRules | undefined): string[] {
  const names = memberNames(from, to)
  const changed = names.filter((name) => !jsonEqual(ownValue(from, name), ownValue(to, name)))
  const groups = new Set(changed.flatMap((name) => ruleOf(rules, name).group ?? []))
  if (groups.size === 0) return changed
  const isChanged = new Set(changed)
  return names.filter((name) => isChanged.has(name) || groups.has(ruleOf(rules, name).group ?? ''))
}

/** Names of both sides in a fixed order, so that equal edits give equal ops. */
function memberNames(a: object, b: object): string[] {
  const names = new Set(Object.keys(a))
  for (const name of Object.keys(b)) names.add(name)
  return [...names].sort()
}

/**
 * The same document without members that are `undefined`, at any depth: what JSON would keep. A value that has none is
 * answered itself, since most have none.
 */
export function withoutUndefined<T>(value: T): T {
  return holdsUndefined(value) ? kept(value) : value
}

function holdsUndefined(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  for (const member of Object.values(value)) if (member === undefined || holdsUndefined(member)) return true
  return false
}

function kept<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => kept(item)) as T
  if (!isObject(value)) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(members.map(([name, member]) => [name, kept(member)])) as T
}
