import { parseChangePath } from '../change-path.ts'
import type { FieldRule, StoredDocument } from '../entity.ts'
import { listElements, ownValue } from '../../lib/json-value.ts'

type Rules = Readonly<Record<string, FieldRule>>

const GROUP = 'group:'

/** Where the value of an issue stands in its record: the list element, if any, and the fields that are the value. */
export interface IssuePlace {
  /** The top-level field, or the first one of a group. */
  field: string
  elementId?: string
  /** Undefined when the whole element is the value. */
  members?: readonly string[]
  /** The value is an object with the members, not the one member bare. */
  isGroup: boolean
}

/** Undefined for the whole record. Groups of a newer version have no members. */
export function placeOf(path: string, rules: Rules): IssuePlace | undefined {
  const parsed = parseChangePath(path)
  if (!parsed) return undefined
  const { field, elementId, elementField } = parsed
  if (elementId === undefined) return { ...valueOf(field, rules), elementId }
  if (elementField === undefined) return { field, elementId, isGroup: false }
  const { members, isGroup } = valueOf(elementField, rules[field]?.elements ?? {})
  return { field, elementId, members, isGroup }
}

function valueOf(
  name: string,
  rules: Rules,
): { field: string; members: readonly string[]; isGroup: boolean } {
  if (!name.startsWith(GROUP)) return { field: name, members: [name], isGroup: false }
  const group = name.slice(GROUP.length)
  const members = Object.keys(rules).filter((member) => rules[member]?.group === group)
  return { field: members[0] ?? name, members, isGroup: true }
}

/** The value there now, in the form in which the issue has its own; `isGone` when its list element is no longer there. */
export function valueAt(document: StoredDocument, place: IssuePlace): { value?: unknown; isGone: boolean } {
  const container = containerOf(document, place)
  if (!place.members) return { value: container, isGone: false }
  if (!container) return { isGone: true }
  if (!place.isGroup) return { value: ownValue(container, place.members[0] ?? ''), isGone: false }
  const values = place.members.flatMap((name) => {
    const value = ownValue(container, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { value: Object.fromEntries(values), isGone: false }
}

function containerOf(document: StoredDocument, { field, elementId }: IssuePlace) {
  if (elementId === undefined) return document
  return listElements(document[field])?.find(({ id }) => id === elementId)
}

/** The document with another value there; undefined takes the value away. */
export function withValueAt(document: StoredDocument, place: IssuePlace, value: unknown): StoredDocument {
  const { field, elementId, members } = place
  if (elementId === undefined) return withMembers(document, place, value)
  const elements = listElements(document[field]) ?? []
  if (members)
    return {
      ...document,
      [field]: elements.map((one) => (one.id === elementId ? withMembers(one, place, value) : one)),
    }
  const isThere = elements.some(({ id }) => id === elementId)
  const replaced = elements.flatMap((one) =>
    one.id === elementId ? (value === undefined ? [] : [value]) : [one],
  )
  return { ...document, [field]: isThere || value === undefined ? replaced : [...elements, value] }
}

function withMembers<T extends StoredDocument>(
  object: T,
  { members = [], isGroup }: IssuePlace,
  value: unknown,
): T {
  const copy: Record<string, unknown> = { ...object }
  for (const name of members) {
    const member = isGroup && typeof value === 'object' && value !== null ? ownValue(value, name) : value
    if (member === undefined || (isGroup && value === undefined)) delete copy[name]
    else copy[name] = member
  }
  // The same object apart from members whose values an issue about this very record holds.
  return copy as T
}
