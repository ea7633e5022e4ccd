import type { StoredDocument } from '../../domain/entity.ts'
import { assertNever } from '../../lib/assert-never.ts'
import type { IssueKind } from '../issue.ts'
import { jsonEqual, listElements } from '../../lib/json-value.ts'
import {
  clockOf,
  heldBy,
  heldByBoth,
  isLater,
  isSameHand,
  laterOf,
  otherSide,
  type Clocks,
  type FieldClock,
} from './clock.ts'
import { mergeWholeList, mergeWholeSet } from './merge-array.ts'
import { mergeText } from './merge-text.ts'
import {
  containerOf,
  membersOf,
  rowValues,
  shownValue,
  withMembers,
  type MemberValues,
  type Unit,
} from './units.ts'

/** What became of one unit of an op. */
export interface UnitOutcome {
  document: StoredDocument
  /** The unit's clock from now on. */
  clock?: FieldClock
  /** Something that a person should see. */
  issue?: UnitIssue
  /** The incoming value stands, alone or merged, or was there already. */
  taken: boolean
}

export interface UnitIssue {
  kind: IssueKind
  mine?: unknown
  theirs?: unknown
  before?: unknown
  theirsBy?: FieldClock
  kept: 'mine' | 'theirs' | 'both'
}

/** Merges one unit into a document that is there. `clock` is the op's effective one. */
export function mergeUnit(
  document: StoredDocument,
  clocks: Clocks,
  unit: Unit,
  clock: FieldClock,
): UnitOutcome {
  switch (unit.type) {
    case 'value':
      return mergeValue(document, clocks, unit, clock)
    case 'member':
      return mergeMember(document, clocks, unit, clock)
    case 'element':
      return mergeElement(document, clocks, unit, clock)
    case 'document':
      throw new Error('whole documents are merged elsewhere')
    default:
      return assertNever(unit.type)
  }
}

function mergeValue(document: StoredDocument, clocks: Clocks, unit: Unit, clock: FieldClock): UnitOutcome {
  const before = rowValues(unit, 'from')
  const mine = rowValues(unit, 'to')
  const container = containerOf(document, unit)
  if (!container) return gone(document, shownValue(unit, mine), shownValue(unit, before))
  const theirs = membersOf(container, unit.members)
  const known = clockOf(clocks, unit.key)
  const take = (values: MemberValues, by: FieldClock): UnitOutcome => ({
    document: withMembers(document, unit, values),
    clock: by,
    taken: true,
  })
  if (jsonEqual(theirs, mine)) return take(theirs, heldBy(clock, known))
  const isFixed = unit.merge === 'immutable' && Object.keys(theirs).length > 0
  if (jsonEqual(theirs, before) && !isFixed) return take(mine, heldBy(clock, known))
  if (isOwnSuccessor(unit, known, clock, before, theirs, mine)) return take(mine, heldBy(clock, known))

  const shown = {
    mine: shownValue(unit, mine),
    theirs: shownValue(unit, theirs),
    before: shownValue(unit, before),
    ...(known && { theirsBy: otherSide(clock, known) }),
  }
  const merged = mergedByParts(unit, before, theirs, mine)
  if (merged) {
    const issue: UnitIssue | undefined = merged.overlaps
      ? { kind: 'conflict', ...shown, kept: 'both' }
      : undefined
    return { ...take(merged.values, heldByBoth(clock, known)), issue }
  }
  if (unit.merge !== 'guarded' && unit.merge !== 'immutable' && isLater(clock, known))
    return { ...take(mine, clock), issue: { kind: 'conflict', ...shown, kept: 'mine' } }
  return { document, taken: false, issue: { kind: 'conflict', ...shown, kept: 'theirs' } }
}

/**
 * The desktop changes once more what it wrote itself last: nobody else is involved, whatever the op says was there
 * before (a record that was damaged in the file, a restored server that lacks an op in between). Of a group that holds
 * only where the members that the op leaves alone are the server's: otherwise a damaged one would come along unseen.
 */
function isOwnSuccessor(
  { merge, members }: Unit,
  known: FieldClock | undefined,
  clock: FieldClock,
  before: MemberValues,
  theirs: MemberValues,
  mine: MemberValues,
): boolean {
  if (!isSameHand(clock, known) || (merge !== 'plain' && merge !== 'guarded')) return false
  return members.every((name) => !jsonEqual(before[name], mine[name]) || jsonEqual(mine[name], theirs[name]))
}

/** The value of a class that can take in both sides. Undefined when it is one value of which one side must lose. */
function mergedByParts(
  { merge, members, group }: Unit,
  before: MemberValues,
  theirs: MemberValues,
  mine: MemberValues,
): { values: MemberValues; overlaps: boolean } | undefined {
  const [name] = members
  if (name === undefined || group !== undefined) return undefined
  const sides = [before[name], theirs[name], mine[name]] as const
  if (merge === 'longText') {
    const [base = '', left, right] = sides
    if (typeof base !== 'string' || typeof left !== 'string' || typeof right !== 'string') return undefined
    const { text, overlaps } = mergeText(base, left, right)
    return { values: { [name]: text }, overlaps }
  }
  const merged =
    merge === 'set' ? mergeWholeSet(...sides) : merge === 'list' ? mergeWholeList(...sides) : undefined
  return merged && { values: { [name]: merged }, overlaps: false }
}

/** Sets merge by member. An add beats a remove of which it is not known that it came later. */
function mergeMember(document: StoredDocument, clocks: Clocks, unit: Unit, clock: FieldClock): UnitOutcome {
  const [row] = unit.rows
  if (!row) return { document, taken: true }
  const known = clocks[unit.key]
  if (row.kind === 'remove' && known && !isSameHand(clock, known) && isLater(known, clock))
    return { document, taken: true }
  const value = document[unit.field]
  const items: unknown[] = Array.isArray(value) ? value : []
  const member = row.kind === 'add' ? row.to : row.from
  const others = items.filter((item) => !jsonEqual(item, member))
  const isThere = others.length < items.length
  const next = row.kind === 'remove' ? others : isThere ? items : [...items, member]
  return { document: { ...document, [unit.field]: next }, clock: laterOf(clock, known), taken: true }
}

/** A list element that was made or taken away. */
function mergeElement(document: StoredDocument, clocks: Clocks, unit: Unit, clock: FieldClock): UnitOutcome {
  const [row] = unit.rows
  if (!row) return { document, taken: true }
  const elements = listElements(document[unit.field] ?? [])
  const there = elements?.find(({ id }) => id === unit.elementId)
  const known = clockOf(clocks, unit.key)
  const wanted = row.kind === 'create' ? row.to : undefined
  if (jsonEqual(there, wanted)) return { document, clock: heldBy(clock, known), taken: true }
  if (!elements || !jsonEqual(there, row.kind === 'create' ? undefined : row.from)) {
    const other = writerWithin(clocks, unit.key, clock)
    // What is there the desktop wrote itself, and takes away: the element as it saw it was damaged in its file.
    const isOwn = elements !== undefined && other === undefined && known && row.kind === 'delete'
    if (!isOwn) {
      const theirsBy = other ?? (known && otherSide(clock, known))
      const sides = { mine: wanted, theirs: there, before: row.from, ...(theirsBy && { theirsBy }) }
      return { document, taken: false, issue: { kind: 'conflict', ...sides, kept: 'theirs' } }
    }
  }
  const others = elements.filter(({ id }) => id !== unit.elementId)
  const after = { ...document, [unit.field]: wanted === undefined ? others : [...others, wanted] }
  return { document: after, clock: heldBy(clock, known), taken: true }
}

/** The last other desktop that wrote the element or a part of it; undefined when the author alone did. */
function writerWithin(clocks: Clocks, key: string, author: FieldClock): FieldClock | undefined {
  let last: FieldClock | undefined
  for (const [place, clock] of Object.entries(clocks)) {
    if (place !== key && !place.startsWith(`${key}/`)) continue
    const other = otherSide(author, clock)
    const isOther = other.device !== author.device || !isSameHand(author, clock)
    if (isOther && (!last || isLater(other, last))) last = other
  }
  if (last) return last
  // An element that came with its record.
  const created = clocks[key] ? undefined : clocks['']
  return created && !isSameHand(author, created) ? { at: created.at, device: created.device } : undefined
}

export const gone = (document: StoredDocument, mine: unknown, before: unknown): UnitOutcome => ({
  document,
  taken: false,
  issue: { kind: 'gone', mine, before, kept: 'theirs' },
})
