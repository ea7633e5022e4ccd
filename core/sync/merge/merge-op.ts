import { commands } from '../../domain/commands.ts'
import { issueId, type Issue } from '../issue.ts'
import type { Sha256 } from '../op-hash.ts'
import type { OpHeader } from '../op.ts'
import { recordRulesOf } from '../record-rules.ts'
import type { OpOutcome, WireRow } from '../wire.ts'
import { effectiveClock } from './clock.ts'
import {
  mergeDocument,
  NO_RECORD,
  type DocumentMerge,
  type RaisedIssue,
  type ServerRecord,
} from './merge-document.ts'
import type { MergeRow } from './units.ts'

/** The command that deletes all values of records on every device and on the server. */
export const ERASE_COMMAND = 'customer.erase'

export interface RecordRef {
  collection: string
  id: string
}

export const refKey = ({ collection, id }: RecordRef): string => `${collection}/${id}`

/** The records that rows name, each once. */
export const refsOf = (rows: readonly RecordRef[]): RecordRef[] => [
  ...new Map(rows.map(({ collection, id }) => [refKey({ collection, id }), { collection, id }])).values(),
]

export interface MergeInput {
  header: OpHeader
  rows: readonly WireRow[]
  /** Every record that the rows name, and the issues that their refused creations wait in. */
  records: ReadonlyMap<string, ServerRecord>
  /** Milliseconds since 1970 UTC when the server took the op. */
  received: number
  sha256: Sha256
  /** By default what the registry says. */
  isWhole?: (command: string) => boolean
  /** A refusal of the whole op before anything is merged. */
  refuse?: string
}

export interface MergedOp {
  outcome: OpOutcome
  /** Every record that the op names, changed or not, and the issues it raised or joined. */
  records: Map<string, RecordRef & { record: ServerRecord }>
  /** Records that came to be. */
  created: RecordRef[]
  erased: RecordRef[]
}

/** Merges one op into the records that it names. Pure: the same input gives the same result on every server. */
export function mergeOp(input: MergeInput): MergedOp {
  const { header, records } = input
  if (input.refuse !== undefined) return rejectOp(input, input.refuse)
  if (header.command === ERASE_COMMAND) return eraseRecords(input)
  const clock = effectiveClock(header, input.received)
  const merges: (RecordRef & { merge: DocumentMerge; rows: MergeRow[] })[] = []
  const joined: (RecordRef & { issue: string; rows: MergeRow[] })[] = []
  for (const [ref, rows] of rowsByRecord(input.rows)) {
    const record = records.get(refKey(ref)) ?? NO_RECORD
    const rules = recordRulesOf(ref.collection)
    if (!rules) return rejectOp(input, 'unknownCollection')
    const isCreate = rows[0]?.path === '' && rows[0].kind === 'create'
    if (record.rejectedBy !== undefined && !isCreate) {
      joined.push({ ...ref, issue: record.rejectedBy, rows })
      continue
    }
    merges.push({ ...ref, rows, merge: mergeDocument(rules, record, rows, clock) })
  }
  const isLost = joined.length > 0 || merges.some(({ merge }) => merge.lost)
  if (isLost && (input.isWhole ?? isWhole)(header.command))
    return rejectOp(input, merges.find(({ merge }) => merge.refused)?.merge.refused ?? 'whole')

  const result: MergedOp = {
    outcome: { result: 'applied', issues: [] },
    records: new Map(),
    created: [],
    erased: [],
  }
  for (const { merge, rows, collection, id } of merges) {
    // Who settles an issue second adds nothing to it: what they chose merged in the record itself.
    const raised = collection === 'issues' ? [] : merge.raised
    const issues = raised.map((one) => issueOf(input, { collection, id }, one))
    let { record } = merge
    if (merge.refused !== undefined) {
      const refusal = rejection(input, { collection, id }, rows, merge.refused)
      issues.push(refusal)
      record = { clocks: {}, rejectedBy: refusal.id }
    }
    result.records.set(refKey({ collection, id }), { collection, id, record })
    if (merge.created) result.created.push({ collection, id })
    for (const issue of issues) addIssue(result, issue)
  }
  for (const { issue, rows, collection, id } of joined) {
    const record = records.get(refKey({ collection, id })) ?? NO_RECORD
    result.records.set(refKey({ collection, id }), { collection, id, record })
    joinIssue(result, records, issue, rows)
  }
  if (result.outcome.issues.length > 0) result.outcome.result = 'merged'
  return result
}

const isWhole = (command: string): boolean =>
  (Object.hasOwn(commands, command) && commands[command]?.whole) === true

/** Rows by the record they name, in the order of the op. Values that are gone cannot be merged. */
function rowsByRecord(rows: readonly WireRow[]): [RecordRef, MergeRow[]][] {
  const byRecord = new Map<string, [RecordRef, MergeRow[]]>()
  for (const { collection, id, path, kind, from, to, hidden } of rows) {
    const key = refKey({ collection, id })
    const entry = byRecord.get(key) ?? [{ collection, id }, []]
    byRecord.set(key, entry)
    if (hidden) continue
    entry[1].push({
      collection,
      id,
      path,
      kind,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    })
  }
  return [...byRecord.values()]
}

/** Nothing of the op is taken; one issue holds all of it, and its records wait in that issue. */
export function rejectOp(input: MergeInput, reason: string): MergedOp {
  const byRecord = rowsByRecord(input.rows)
  const [first] = byRecord
  const result: MergedOp = {
    outcome: { result: 'rejected', reason, issues: [] },
    records: new Map(),
    created: [],
    erased: [],
  }
  if (!first) return result
  const issue = rejection(
    input,
    first[0],
    byRecord.flatMap(([, rows]) => rows),
    reason,
  )
  for (const [ref, [row]] of byRecord) {
    const record = input.records.get(refKey(ref)) ?? NO_RECORD
    const isRefusedCreate = !record.body && !record.erased && row?.path === '' && row.kind === 'create'
    result.records.set(refKey(ref), {
      ...ref,
      record: isRefusedCreate ? { clocks: {}, rejectedBy: issue.id } : record,
    })
  }
  addIssue(result, issue)
  return result
}

/** An op that was written anew although the server had it: nothing is done twice, but its author hears of its records. */
export const repeatedOp = ({ rows, records }: MergeInput, { result, reason }: OpOutcome): MergedOp => ({
  outcome: { result, ...(reason !== undefined && { reason }), issues: [], repeats: true },
  records: new Map(
    rowsByRecord(rows).map(([ref]) => [
      refKey(ref),
      { ...ref, record: records.get(refKey(ref)) ?? NO_RECORD },
    ]),
  ),
  created: [],
  erased: [],
})

function eraseRecords({ rows, records }: MergeInput): MergedOp {
  const erased = rowsByRecord(rows)
    .map(([ref]) => ref)
    // What the law demands to keep is not erased.
    .filter(({ collection }) => recordRulesOf(collection)?.insertOnly === false)
  return {
    outcome: { result: 'applied', issues: [] },
    records: new Map(
      rowsByRecord(rows).map(([ref]) => {
        const isErased = erased.some((one) => refKey(one) === refKey(ref))
        const record: ServerRecord = isErased
          ? { clocks: {}, erased: true }
          : (records.get(refKey(ref)) ?? NO_RECORD)
        return [refKey(ref), { ...ref, record }]
      }),
    ),
    created: [],
    erased,
  }
}

function issueOf(input: MergeInput, { collection, id }: RecordRef, { rows, ...raised }: RaisedIssue): Issue {
  const { header, sha256, received } = input
  const identity = { op: header.id, entity: collection, entityId: id, path: raised.path, kind: raised.kind }
  return withoutAbsent({
    id: issueId(identity, sha256),
    ...identity,
    by: { device: header.device, at: header.at, person: header.person, office: header.office },
    ...raised,
    ...(rows && { rows }),
    raisedAt: new Date(received).toISOString(),
  })
}

const rejection = (input: MergeInput, ref: RecordRef, rows: MergeRow[], reason: string): Issue =>
  issueOf(input, ref, { kind: 'rejected', path: '', kept: 'theirs', reason, rows })

/** An issue about something that the op only touches, such as a number that another record has. */
export const raiseIssue = (input: MergeInput, ref: RecordRef, raised: RaisedIssue): Issue =>
  issueOf(input, ref, raised)

const withoutAbsent = (issue: Issue): Issue =>
  // Only members that are absent go.
  Object.fromEntries(Object.entries(issue).filter(([, value]) => value !== undefined)) as Issue

export function addIssue(result: MergedOp, issue: Issue): void {
  result.records.set(refKey({ collection: 'issues', id: issue.id }), {
    collection: 'issues',
    id: issue.id,
    record: { body: issue, clocks: {} },
  })
  result.outcome.issues.push(issue.id)
}

function joinIssue(
  result: MergedOp,
  records: MergeInput['records'],
  id: string,
  rows: readonly MergeRow[],
): void {
  const key = refKey({ collection: 'issues', id })
  const known = result.records.get(key)?.record ?? records.get(key)
  if (!known?.body) return
  // Only the merger writes issues.
  const issue = known.body as Issue
  const joined: Issue = { ...issue, rows: [...(issue.rows ?? []), ...rows] }
  result.records.set(key, { collection: 'issues', id, record: { ...known, body: joined } })
  if (!result.outcome.issues.includes(id)) result.outcome.issues.push(id)
}
