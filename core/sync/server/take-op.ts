import { isObject } from '../../lib/json-value.ts'
import { worksAt } from '../../domain/people/offices.ts'
import { refusedByRole } from '../../domain/people/rights.ts'
import { seesRow, hiddenRow } from '../scope.ts'
import {
  addIssue,
  mergeOp,
  repeatedOp,
  raiseIssue,
  refKey,
  refsOf,
  type MergedOp,
  type MergeInput,
  type RecordRef,
} from '../merge/merge-op.ts'
import { NO_RECORD, type ServerRecord } from '../merge/merge-document.ts'
import { MOST_PARTS } from '../parts.ts'
import { receiptOf } from '../receipt.ts'
import { recordRulesOf } from '../record-rules.ts'
import { follows, headerHolds, rowsHold } from '../verify-op.ts'
import type { OpOutcome, PushResult, WireOp, WireRow } from '../wire.ts'
import { eraseRecord } from './erase-record.ts'
import type { ServerOptions } from './server-options.ts'
import type { DeviceRecord, OpAuthor, SyncTransaction } from './sync-store.ts'

interface Taken {
  answer: PushResult
  /** The op used up the sequence number. */
  wrote: boolean
}

/** Where an op comes from, and the sequence number it gets. */
interface Arrival {
  pushedBy: string
  seq: number
}

/** Takes one op, or says why not. */
export async function takeOp(
  transaction: SyncTransaction,
  op: WireOp,
  arrival: Arrival,
  options: ServerOptions,
): Promise<Taken> {
  const { device, n, hash } = op.header
  const answer = (rest: { status: 'forked' | 'tampered' } | { status: 'gap'; head: number }): Taken => ({
    answer: { device, n, ...rest },
    wrote: false,
  })
  const author = await transaction.device(device)
  if (!author) return { answer: { device, n, status: 'refused', reason: 'unknownDevice' }, wrote: false }
  const head = await transaction.head(device)
  const last = head?.n ?? 0
  if (n > last + 1) return answer({ status: 'gap', head: last })
  const known = n <= last ? await transaction.op(device, n) : undefined
  if (known?.op.header.hash === hash)
    return { answer: { device, n, status: 'taken', outcome: known.outcome }, wrote: false }
  if (!headerHolds(op.header, author.publicKey, options)) return answer({ status: 'tampered' })
  if (known || !follows(op.header, head)) {
    // Two machines write under this identity: neither may go on under it.
    if (arrival.pushedBy === device && author.state === 'active')
      await transaction.putDevice({ ...author, state: 'quarantined' })
    return answer({ status: 'forked' })
  }
  const receipt = receiptOf(await transaction.secret(), op.header, options.sha256)
  // Nobody brings what a revoked device wrote, unless a server had it before.
  if (author.state === 'revoked' && op.receipt !== receipt)
    return { answer: { device, n, status: 'refused', reason: 'revoked' }, wrote: false }
  const whole = await wholeOf(transaction, op)
  if (typeof whole === 'number') return { answer: { device, n, status: 'part', next: whole }, wrote: false }
  if (!whole || !rowsHold(whole, options)) return answer({ status: 'tampered' })
  return {
    answer: {
      device,
      n,
      status: 'taken',
      outcome: await mergeAndWrite(transaction, whole, { author, receipt, seq: arrival.seq }, options),
    },
    wrote: true,
  }
}

/**
 * The op with all its rows, once the last part has come; the number of the first missing part before that, also when all
 * have to come again. Undefined for a part that there cannot be.
 */
async function wholeOf(transaction: SyncTransaction, op: WireOp): Promise<WireOp | number | undefined> {
  if (!op.part) return op
  const { index, of } = op.part
  if (index >= of || of > MOST_PARTS) return undefined
  const next = await transaction.putPart(op.header, index, op.rows)
  if (next < of) return next
  const rows = await transaction.takeParts(op.header)
  // Parts of another size, of an earlier try by another version of the program, do not go together with these.
  if (rows.some(({ i }, place) => i !== place)) return 0
  return { header: op.header, rows }
}

async function mergeAndWrite(
  transaction: SyncTransaction,
  { header, rows }: WireOp,
  { author, receipt, seq }: { author: DeviceRecord; receipt: string; seq: number },
  options: ServerOptions,
): Promise<OpOutcome> {
  const records = await recordsFor(transaction, rows)
  const input: MergeInput = {
    header,
    rows,
    records,
    received: options.clock.now(),
    sha256: options.sha256,
    isWhole: options.isWhole,
    refuse:
      refusalOf(author, { header, rows }, options) ??
      personRefusal(await transaction.author(header.person, header.device), { header, rows }, records),
  }
  const earlier = await transaction.opById(header.id)
  const merged = earlier ? repeatedOp(input, earlier.outcome) : (options.merge ?? mergeOp)(input)
  for (const ref of merged.created) await claimFor(transaction, input, ref, merged)
  for (const { collection, id, record } of merged.records.values())
    await transaction.putRecord({ collection, id, record, seq })
  // What was erased before the op came is not kept with it either.
  const kept = rows.map((row) =>
    merged.records.get(refKey(row))?.record.erased ? hiddenRow(row, options.sha256) : row,
  )
  const outcome = { ...merged.outcome, receipt }
  await transaction.putOp({ op: { header, rows: kept }, outcome, seq })
  for (const ref of merged.erased) await eraseRecord(transaction, ref, seq, options.sha256)
  return outcome
}

/** Why nothing of the op may be merged. */
function refusalOf(
  author: DeviceRecord,
  { header, rows }: WireOp,
  options: ServerOptions,
): string | undefined {
  for (const row of rows) {
    if (row.collection === 'issues' && row.path !== 'settled') return 'issuesAreTheServers'
    if (!seesRow(author.scope, row)) return 'scope'
    const refused = options.refuses?.(header, row)
    if (refused !== undefined) return refused
  }
  return undefined
}

/**
 * Why the person may not do this. The first op of a device may be its set-up, made before anybody could sign in there:
 * the device could join because somebody who may gave it a code.
 */
function personRefusal(
  author: OpAuthor | undefined,
  { header, rows }: WireOp,
  records: ReadonlyMap<string, ServerRecord>,
): string | undefined {
  if (!author) return undefined
  if (isSetUp(header, rows)) return undefined
  if (!author.active) return 'personInactive'
  if (author.role === undefined || !author.signedIn) return 'personUnknown'
  if (!worksAt(author, header.office)) return 'office'
  const kindOf = (id: string): string | undefined => {
    const kind = records.get(refKey({ collection: 'catalog', id }))?.body?.kind
    return typeof kind === 'string' ? kind : undefined
  }
  // What is not only that is no set-up, whatever it is called.
  if (header.command === JOIN) return 'role'
  return refusedByRole(author.role, header.command, rows, kindOf)
}

const SET_UP = 'setup.initialise'
/** A person becomes one of the organisation's people by their own name. */
const JOIN = 'setup.joinOffice'

function isSetUp({ n, command, person }: WireOp['header'], rows: readonly WireRow[]): boolean {
  if (command !== JOIN && (command !== SET_UP || n !== 1)) return false
  return rows.every(
    ({ collection, path, kind, id, to }) =>
      collection === 'catalog' &&
      path === '' &&
      kind === 'create' &&
      (command === SET_UP || (id === person && isObject(to) && to.kind === 'person')),
  )
}

/** The records that rows name, and the issues in which refused creations wait. */
async function recordsFor(
  transaction: SyncTransaction,
  rows: readonly RecordRef[],
): Promise<Map<string, ServerRecord>> {
  const found = await transaction.records(refsOf(rows))
  const records = new Map([...found].map(([key, { record }]) => [key, record]))
  const waiting = [...new Set([...records.values()].flatMap(({ rejectedBy }) => rejectedBy ?? []))]
  const issues = await transaction.records(waiting.map((id) => ({ collection: 'issues', id })))
  for (const [key, { record }] of issues) records.set(key, record)
  return records
}

/** Notes the numbers and charges that a new record claims; a clash is shown, and both records stand. */
async function claimFor(
  transaction: SyncTransaction,
  input: MergeInput,
  ref: RecordRef,
  merged: MergedOp,
): Promise<void> {
  const record = merged.records.get(refKey(ref))?.record ?? NO_RECORD
  for (const { kind, value } of (record.body && recordRulesOf(ref.collection)?.claimsOf(record.body)) ?? []) {
    const holder = await transaction.claim(`${ref.collection}/${kind}`, value, ref.id)
    if (holder === undefined) continue
    const issue = raiseIssue(input, ref, {
      kind: kind === 'billed' ? 'billedTwice' : 'claim',
      path: `${kind}/${value}`,
      mine: ref.id,
      theirs: holder,
      kept: 'both',
    })
    addIssue(merged, issue)
    merged.outcome.result = 'merged'
  }
}
