import type { StoredDocument } from '../../domain/entity.ts'
import { applyChanges } from '../../domain/apply-changes.ts'
import { jsonEqual } from '../../lib/json-value.ts'
import { seesCollection } from '../scope.ts'
import { refsOf, type RecordRef } from '../merge/merge-op.ts'
import type { MergeRow } from '../merge/units.ts'
import type { WireRow } from '../wire.ts'
import type { DeviceTransaction, LocalOp, SyncMarks } from './device-store.ts'

/** A record as it was before and is now, for read models and open windows. */
export interface RecordWrite extends RecordRef {
  before: StoredDocument | undefined
  after: StoredDocument | undefined
}

/** Whether a row still says what to do: without values only a delete does. */
export const canReplay = ({ hidden, kind, path }: WireRow): boolean =>
  !hidden || (kind === 'delete' && path === '')

/** The server's version with the pending changes on top: what the person sees. */
export const replay = (
  base: StoredDocument | undefined,
  pending: readonly MergeRow[],
): StoredDocument | undefined =>
  // Rows of the own ops, so the collection is one that this version has.
  applyChanges(base, pending)

/** Takes in a version of the server and puts the pending changes on top of it. */
export function takeServerVersion(
  transaction: DeviceTransaction,
  marks: SyncMarks,
  ref: RecordRef,
  body: StoredDocument | undefined,
): RecordWrite | undefined {
  const pending = transaction.rowsAbove(marks.applied, ref)
  transaction.putBase(ref, pending.length > 0 ? { ...(body && { body }) } : undefined)
  return show(transaction, ref, replay(body, pending))
}

/** Puts a record in place; undefined when it is so already. */
function show(
  transaction: DeviceTransaction,
  ref: RecordRef,
  after: StoredDocument | undefined,
): RecordWrite | undefined {
  const before = transaction.record(ref)
  if (jsonEqual(before, after)) return undefined
  transaction.putRecord(ref, after)
  return { ...ref, before, after }
}

/**
 * Called inside the commit of a command, before its records change: keeps the server's version of those that have no
 * pending changes yet.
 */
export function keepBases(transaction: DeviceTransaction, refs: readonly RecordRef[]): void {
  const marks = transaction.marks()
  // A desktop that works alone has nothing of a server: the base of everything is absent.
  if (!marks) return
  for (const ref of refs) {
    if (transaction.base(ref) || transaction.rowsAbove(marks.applied, ref).length > 0) continue
    const body = transaction.record(ref)
    transaction.putBase(ref, { ...(body && { body }) })
  }
}

/** The records that ops write, each once. */
export const recordsOf = (ops: readonly LocalOp[]): RecordRef[] => refsOf(ops.flatMap(({ op }) => op.rows))

/** Puts the pending changes of records, among which there are new ones, on top of the server's versions again. */
export function showAgain(transaction: DeviceTransaction, refs: readonly RecordRef[]): RecordWrite[] {
  const marks = transaction.marks()
  if (!marks) return []
  return refs
    .filter(({ collection }) => seesCollection(marks.scope, collection))
    .flatMap((ref) => takeServerVersion(transaction, marks, ref, transaction.base(ref)?.body) ?? [])
}

/** Shows pending changes of records that have no version of the server, as after a fresh start. */
export function showPending(transaction: DeviceTransaction, marks: SyncMarks): RecordWrite[] {
  return transaction
    .recordsAbove(marks.applied)
    .filter(({ collection }) => seesCollection(marks.scope, collection))
    .flatMap(
      (ref) => show(transaction, ref, replay(undefined, transaction.rowsAbove(marks.applied, ref))) ?? [],
    )
}
