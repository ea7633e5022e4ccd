import type { FieldRule, MergeClass, StoredDocument } from '../../domain/entity.ts'
import { canonicalJson } from '../../lib/canonical-json.ts'
import { changePath, parseChangePath, type ChangePath } from '../../domain/change-path.ts'
import { ruleOf, type FieldRules } from '../diff.ts'
import { listElements, ownValue, type ListElement } from '../../lib/json-value.ts'
import type { KeptRow } from '../issue.ts'

/** A row as it is merged: content only, without position and salt. */
export type MergeRow = KeptRow

/**
 * What merges, loses and is restored as one: the value of a field or merge group, one member of a set, one element of a
 * list, or a whole document.
 */
export interface Unit {
  type: 'document' | 'value' | 'member' | 'element'
  /** Path of the unit; also the name of its clock. */
  key: string
  merge: MergeClass
  /** The top-level field it lies in; empty for a document. */
  field: string
  /** Of a value inside a list element. */
  elementId?: string
  /** The merge group whose value it is. */
  group?: string
  /** Fields that make up the value, one unless it is a group. */
  members: readonly string[]
  rows: MergeRow[]
}

/** Groups the rows that one op has of one document into units, in the order in which they first appear. */
export function unitsOf(fields: FieldRules, rows: readonly MergeRow[]): Unit[] {
  const units = new Map<string, Unit>()
  for (const row of rows) {
    const unit = unitOf(fields, row)
    const known = units.get(unit.key)
    // An add and a remove of one member stay apart and in order.
    if (known && known.type === 'value') known.rows.push(row)
    else units.set(known ? `${unit.key}#${units.size}` : unit.key, unit)
  }
  return [...units.values()]
}

function unitOf(fields: FieldRules, row: MergeRow): Unit {
  const path = parseChangePath(row.path)
  if (!path) return { type: 'document', key: '', merge: 'immutable', field: '', members: [], rows: [row] }
  const rule = ruleOf(fields, path.field)
  const { field, elementId } = path
  if (row.kind === 'add' || row.kind === 'remove') {
    const member = canonicalJson((row.kind === 'add' ? row.to : row.from) ?? null)
    const key = changePath(field, member)
    return { type: 'member', key, merge: rule.merge, field, members: [], rows: [row] }
  }
  if (elementId !== undefined && path.elementField === undefined)
    return { type: 'element', key: row.path, merge: rule.merge, field, elementId, members: [], rows: [row] }
  return valueUnit(fields, rule, path, row)
}

function valueUnit(fields: FieldRules, rule: FieldRule, path: ChangePath, row: MergeRow): Unit {
  const { field, elementId, elementField } = path
  const scope = elementId === undefined ? fields : rule.elements
  const name = elementField ?? field
  const own = elementId === undefined ? rule : ruleOf(scope, name)
  const within = elementId === undefined ? [] : [field, elementId]
  const key = [
    ...within.map((part) => changePath(part)),
    own.group === undefined ? changePath(name) : `group:${own.group}`,
  ]
  return {
    type: 'value',
    key: key.join('/'),
    merge: own.merge,
    field,
    elementId,
    group: own.group,
    members: own.group === undefined ? [name] : groupMembers(scope, own.group),
    rows: [row],
  }
}

const groupMembers = (fields: FieldRules = {}, group: string): string[] =>
  Object.keys(fields).filter((field) => fields[field]?.group === group)

/** The object that holds the members of a value: the document or one list element. Undefined when it is gone. */
export function containerOf(document: StoredDocument, unit: Unit): StoredDocument | ListElement | undefined {
  if (unit.elementId === undefined) return document
  return listElements(document[unit.field])?.find(({ id }) => id === unit.elementId)
}

/** A value by its members; what is absent is left out. */
export type MemberValues = Readonly<Record<string, unknown>>

export function membersOf(container: object, names: readonly string[]): MemberValues {
  const values: Record<string, unknown> = {}
  for (const name of names) {
    const value = ownValue(container, name)
    if (value !== undefined) values[name] = value
  }
  return values
}

/** What the rows of a value say it was, and is to be. Members that no row names are absent on both sides. */
export function rowValues(unit: Unit, side: 'from' | 'to'): MemberValues {
  const values: Record<string, unknown> = {}
  for (const row of unit.rows) {
    const path = parseChangePath(row.path)
    const value = row[side]
    if (path && value !== undefined) values[path.elementField ?? path.field] = value
  }
  return values
}

/** The document with the members of a value replaced; those that `values` lacks are taken away. */
export function withMembers(document: StoredDocument, unit: Unit, values: MemberValues): StoredDocument {
  if (unit.elementId === undefined) return replaced(document, unit.members, values)
  const elements = listElements(document[unit.field]) ?? []
  const changed = elements.map((element) =>
    element.id === unit.elementId ? replaced(element, unit.members, values) : element,
  )
  return { ...document, [unit.field]: changed }
}

function replaced<T extends object>(object: T, names: readonly string[], values: MemberValues): T {
  const copy: Record<string, unknown> = { ...object, ...values }
  for (const name of names) if (!Object.hasOwn(values, name)) delete copy[name]
  // The same members apart from those whose values come from rows of this very record.
  return copy as T
}

/** A unit's value as an issue shows it: a group as an object, a single field bare. */
export const shownValue = (unit: Unit, values: MemberValues): unknown =>
  unit.group === undefined ? values[unit.members[0] ?? ''] : values

/** What the op says of a unit, as an issue shows it. */
export const shownSide = (unit: Unit, side: 'from' | 'to'): unknown =>
  unit.type === 'value' ? shownValue(unit, rowValues(unit, side)) : unit.rows[0]?.[side]
