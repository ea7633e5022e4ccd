import type { Sha256 } from '../op-hash.ts'
import { hiddenRow, isPart } from '../scope.ts'
import { refKey, type RecordRef } from '../merge/merge-op.ts'
import type { Cursor, FeedItem, Head, WireOp } from '../wire.ts'
import type { DeviceTransaction, SyncMarks } from './device-store.ts'
import { joinParts } from '../parts.ts'
import { reissue, type Sign } from './renew.ts'
import { recordsOf, takeServerVersion, type RecordWrite } from './replay.ts'

/** What the last page of a pull says beside its items. */
export interface LastPage {
  next: Cursor
  applied?: Head
}

/**
 * Makes a whole pull visible in one transaction: the server's versions replace the bases, ops up to the last page's
 * `applied` are no longer pending, the rest is put on top again, and the checkpoint moves. Answers what changed.
 */
export function applyStaged(
  transaction: DeviceTransaction,
  { next, applied }: LastPage,
  ports: { sha256: Sha256; sign: Sign },
): RecordWrite[] {
  const marks = transaction.marks()
  // Another way in (a file, or the network) has gone on from these pages meanwhile.
  if (!marks || marks.staged?.seq !== next.seq || marks.staged.item !== next.item) return []
  const items = joinParts(transaction.staged())
  const written = items.flatMap((item) => (item.type === 'op' ? saveForked(transaction, item.op, ports) : []))
  const moved: SyncMarks = { ...marks, cursor: next, applied: { ...marks.applied } }
  delete moved.staged
  if (marks.first) {
    delete moved.first
    moved.history = { after: { seq: 0 }, until: next.seq }
  }
  for (const item of items) if (item.type === 'op') keepPulledOp(transaction, moved, item)
  moved.applied[transaction.identity().id] = applied?.n ?? 0
  const taken = newest(items).flatMap((item) => takeItem(transaction, moved, item, ports.sha256) ?? [])
  const writes = [...written, ...taken]
  // While many own ops go through, only what this pull brought of them can have changed: the rest waits for the last one.
  // Of a file with former identities ops are also given up, or written anew, between two pulls.
  const { id, n } = transaction.identity()
  const isThrough = moved.identities.length > 1 || (moved.applied[id] ?? 0) >= n
  const based = isThrough ? transaction.basedRecords() : newlyApplied(transaction, marks, moved)
  writes.push(...settleBases(transaction, moved, based))
  transaction.clearStaged()
  transaction.putMarks(moved)
  return writes
}

/**
 * Shows what has come of a first pull so far. Nothing of it is counted as applied, so that own edits stay on top, and
 * the checkpoint stays where it is.
 */
export function applyPart(transaction: DeviceTransaction, { sha256 }: { sha256: Sha256 }): RecordWrite[] {
  const marks = transaction.marks()
  if (!marks?.first) return []
  const writes = newest(transaction.staged()).flatMap(
    (item) => takeItem(transaction, marks, item, sha256) ?? [],
  )
  transaction.clearStaged()
  return writes
}

/** Keeps ops that the first pull left out, all of them whole, up to a place in the feed. */
export function keepHistory(
  transaction: DeviceTransaction,
  { after, items, next }: { after: Cursor; items: readonly FeedItem[]; next: Cursor },
  ports: { sha256: Sha256; sign: Sign },
): RecordWrite[] {
  const marks = transaction.marks()
  const history = marks?.history
  if (!marks || !history || history.after.seq !== after.seq || history.after.item !== after.item) return []
  const moved: SyncMarks = { ...marks, applied: { ...marks.applied }, history: { ...history, after: next } }
  // What is past the end of the first pull comes with the ordinary ones.
  const ops = joinParts(items).filter((item) => item.type === 'op' && item.seq <= history.until)
  const written = ops.flatMap((item) => (item.type === 'op' ? saveForked(transaction, item.op, ports) : []))
  for (const item of ops) if (item.type === 'op') keepPulledOp(transaction, moved, item)
  if (next.seq >= history.until && (next.item === undefined || next.seq > history.until)) delete moved.history
  transaction.putMarks(moved)
  return written
}

type RecordItem = Extract<FeedItem, { type: 'record' }>

/** Each record once, as the last page that has it tells. */
function newest(items: readonly FeedItem[]): RecordItem[] {
  const byRef = new Map<string, RecordItem>()
  for (const item of items) if (item.type === 'record') byRef.set(refKey(item), item)
  return [...byRef.values()]
}

export function takeItem(
  transaction: DeviceTransaction,
  marks: SyncMarks,
  { collection, id, body, erased }: RecordItem,
  sha256: Sha256,
): RecordWrite | undefined {
  const ref = { collection, id }
  if (erased) forgetValues(transaction, ref, sha256)
  return takeServerVersion(transaction, marks, ref, body)
}

/** Deletes the values of a record in all ops of the file; their hashes stay. */
export function forgetValues(transaction: DeviceTransaction, ref: RecordRef, sha256: Sha256): void {
  transaction.rewriteRows(ref, (row) => hiddenRow(row, sha256))
}

/** The server has another op in this place of a chain: what the file holds of it from there is written anew as own. */
function saveForked(
  transaction: DeviceTransaction,
  { header }: WireOp,
  ports: { sha256: Sha256; sign: Sign },
): RecordWrite[] {
  const { device, n, hash } = header
  const known = transaction.op(device, n)
  if (device === transaction.identity().id || !known || known.op.header.hash === hash) return []
  return reissue(transaction, device, n, ports)
}

function keepPulledOp(
  transaction: DeviceTransaction,
  marks: SyncMarks,
  { op, outcome, seq }: Extract<FeedItem, { type: 'op' }>,
): void {
  const { device, n } = op.header
  transaction.hear(op.header.at)
  const known = transaction.op(device, n)
  // What the device has in full stays so: the feed may hide values.
  if (known?.op.header.hash === op.header.hash) {
    const { offer: _offer, ...kept } = known
    transaction.putOp({ ...kept, outcome, seq })
  } else {
    // On a device that may hold everything, values are hidden because they were erased: nobody has them any more.
    const isPartial = isPart(marks.scope) && op.rows.some(({ hidden }) => hidden)
    transaction.putOp({ op, outcome, seq, ...(isPartial && { partial: true }) })
  }
  if (marks.identities.includes(device)) marks.applied[device] = Math.max(marks.applied[device] ?? 0, n)
}

/** Records that own ops name which are in the server's versions since this pull. */
function newlyApplied(transaction: DeviceTransaction, before: SyncMarks, after: SyncMarks): RecordRef[] {
  return recordsOf(
    after.identities.flatMap((device) => {
      const [from, to] = [before.applied[device] ?? 0, after.applied[device] ?? 0]
      return to > from ? transaction.opsOf(device, from, to - from) : []
    }),
  )
}

/** A base is only kept beside pending changes: where none are left, the server's version is the record. */
function settleBases(
  transaction: DeviceTransaction,
  marks: SyncMarks,
  refs: readonly RecordRef[],
): RecordWrite[] {
  return refs.flatMap((ref) => {
    const base = transaction.base(ref)
    if (!base || transaction.rowsAbove(marks.applied, ref).length > 0) return []
    return takeServerVersion(transaction, marks, ref, base.body) ?? []
  })
}
