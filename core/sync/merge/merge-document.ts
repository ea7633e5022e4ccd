import type { StoredDocument } from '../../domain/entity.ts'
import { diffDocument, type Change } from '../diff.ts'
import { isObject, jsonEqual, ownValue } from '../../lib/json-value.ts'
import type { RecordRules } from '../record-rules.ts'
import type { Clocks, FieldClock } from './clock.ts'
import { gone, mergeUnit, type UnitIssue } from './merge-unit.ts'
import { shownSide, unitsOf, type MergeRow, type Unit } from './units.ts'

/** A record as the server holds it. */
export interface ServerRecord {
  /** Absent when it was deleted, never came to be, or was erased. */
  body?: StoredDocument
  clocks: Clocks
  /** The issue that holds its refused creation: later rows of the record join it. */
  rejectedBy?: string
  erased?: true
}

export const NO_RECORD: ServerRecord = { clocks: {} }

/** An issue of one unit before it gets its op and id. */
export type RaisedIssue = UnitIssue & { path: string; reason?: string; rows?: MergeRow[] }

export interface DocumentMerge {
  record: ServerRecord
  raised: RaisedIssue[]
  /** Something of the op does not stand. */
  lost: boolean
  /** The record came to be by this op. */
  created: boolean
  /** The creation was refused, and why. */
  refused?: string
}

const nothing = (record: ServerRecord): DocumentMerge => ({ record, raised: [], lost: false, created: false })

/** Merges all rows that one op has of one record. */
export function mergeDocument(
  rules: RecordRules,
  record: ServerRecord,
  rows: readonly MergeRow[],
  clock: FieldClock,
): DocumentMerge {
  if (record.erased) return nothing(record)
  const [first] = rows
  if (!first) return nothing(record)
  if (first.path === '')
    return first.kind === 'delete'
      ? deleteDocument(rules, record, first)
      : createDocument(rules, record, first, clock)
  if (!record.body) {
    const { issue } = gone({ id: first.id }, undefined, undefined)
    // `gone` always raises.
    return { ...nothing(record), raised: issue ? [{ ...issue, path: '', rows: [...rows] }] : [], lost: true }
  }
  return mergeFields(rules, record, record.body, unitsOf(rules.fields, rows), clock)
}

/** The moment of creation tells apart seeded records that desktops made for themselves; it is no content. */
const CREATION = 'createdAt'

function createDocument(
  rules: RecordRules,
  record: ServerRecord,
  row: MergeRow,
  clock: FieldClock,
): DocumentMerge {
  const document = row.to
  if (!isDocument(document) || (ownValue(document, 'id') ?? row.id) !== row.id)
    return { ...nothing(record), lost: true, refused: 'schema' }
  if (!record.body) {
    const [fault] = rules.faultsOf(document)
    if (fault) return { ...nothing(record), lost: true, refused: fault.code }
    return { record: { body: document, clocks: { '': clock } }, raised: [], lost: false, created: true }
  }
  const { body } = record
  if (rules.insertOnly) {
    if (jsonEqual(body, document)) return nothing(record)
    const theirsBy = record.clocks['']
    const issue: RaisedIssue = { kind: 'conflict', path: '', mine: document, theirs: body, kept: 'theirs' }
    return { ...nothing(record), raised: [{ ...issue, ...(theirsBy && { theirsBy }) }], lost: true }
  }
  const twin = { ...document, [CREATION]: body[CREATION] }
  const merged = mergeFields(rules, record, body, unitsOf(rules.fields, rowsOfTwin(rules, row, twin)), clock)
  return merged
}

/** A second creation of the same id, as two desktops make of seeded records: every value it has, set from nothing. */
const rowsOfTwin = (rules: RecordRules, { collection, id }: MergeRow, twin: StoredDocument): MergeRow[] =>
  // The collection is only copied into the rows.
  diffDocument(collection as Change['collection'], id, rules.fields, { id }, twin)

const isDocument = (value: unknown): value is StoredDocument => isObject(value)

function deleteDocument(rules: RecordRules, record: ServerRecord, row: MergeRow): DocumentMerge {
  const { body } = record
  if (!body) return nothing(record)
  const before = isDocument(row.from) ? row.from : undefined
  const isUnchanged =
    before !== undefined &&
    diffDocument(row.collection as Change['collection'], row.id, rules.fields, body, before).length === 0
  if (isUnchanged && !rules.insertOnly) return nothing({ clocks: record.clocks })
  const issue: RaisedIssue = { kind: 'conflict', path: '', theirs: body, before, kept: 'theirs' }
  return { ...nothing(record), raised: [issue], lost: true }
}

function mergeFields(
  rules: RecordRules,
  record: ServerRecord,
  body: StoredDocument,
  units: readonly Unit[],
  clock: FieldClock,
): DocumentMerge {
  const excluded = new Map<Unit, string>()
  let older: Set<string> | undefined
  for (;;) {
    const merged = mergeUnits(record, body, units, excluded, clock)
    let faults = rules.faultsOf(merged.body)
    if (faults.length > 0) {
      // A record that no longer fits a rule made later can still be changed in its other fields.
      older ??= new Set(rules.faultsOf(body).map(({ field }) => field))
      faults = faults.filter(({ field }) => older?.has(field) === false)
    }
    const [fault] = faults
    if (!fault || merged.taken.length === 0) return finished(record, units, excluded, merged)
    const guilty = merged.taken.filter((unit) => faults.some(({ field }) => field === unit.field))
    for (const unit of guilty.length > 0 ? guilty : merged.taken)
      excluded.set(unit, faults.find(({ field }) => field === unit.field)?.code ?? fault.code)
  }
}

interface MergedUnits {
  body: StoredDocument
  clocks: Clocks
  taken: Unit[]
  raised: RaisedIssue[]
  lost: boolean
}

function mergeUnits(
  record: ServerRecord,
  start: StoredDocument,
  units: readonly Unit[],
  excluded: ReadonlyMap<Unit, string>,
  clock: FieldClock,
): MergedUnits {
  const clocks: Record<string, FieldClock> = { ...record.clocks }
  const merged: MergedUnits = { body: start, clocks, taken: [], raised: [], lost: false }
  for (const unit of units) {
    const reason = excluded.get(unit)
    // What a rule keeps out is merged all the same, to learn both sides.
    const outcome = mergeUnit(merged.body, clocks, unit, clock)
    if (reason !== undefined) {
      const sides = outcome.issue ?? { mine: shownSide(unit, 'to'), before: shownSide(unit, 'from') }
      merged.raised.push({ ...sides, kind: 'rule', kept: 'theirs', path: unit.key, reason })
      merged.lost = true
      continue
    }
    merged.body = outcome.document
    if (outcome.clock) clocks[unit.key] = outcome.clock
    if (outcome.issue) merged.raised.push({ ...outcome.issue, path: unit.key })
    if (outcome.taken) merged.taken.push(unit)
    else merged.lost = true
  }
  return merged
}

const finished = (
  record: ServerRecord,
  units: readonly Unit[],
  excluded: ReadonlyMap<Unit, string>,
  { body, clocks, raised, lost }: MergedUnits,
): DocumentMerge => ({
  record: excluded.size === units.length ? record : { ...record, body, clocks },
  raised,
  lost,
  created: false,
})
