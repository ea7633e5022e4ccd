import type { HostReply } from '#core/contract/envelope.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Issue } from '#core/domain/issue/schema.ts'
import { isCollectionName, titleOf } from '#core/domain/registry.ts'
import { hlcMoment } from '#core/sync/hlc.ts'
import type { ChangeRow } from '#core/sync/op.ts'
import { tableOf } from '../query/document-table.ts'
import { getMeta } from '../meta.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import type { DeviceIdentity } from '../store.ts'
import { findOps, recordsNamed } from './find-ops.ts'
import {
  countOpRecords,
  countOpRows,
  countRowsOfCustomer,
  countRowsOfDocument,
  readChangedRows,
  readRowsOfCustomer,
  readRowsOfDocument,
  type NamedRecords,
} from './change-rows.ts'
import { findRedoable, findUndoable, type OpRecord } from './op-reads.ts'

/** Changes shown with one entry; the rest is counted. */
const SHOWN = 50

type ListInput = MethodInput<'activity', 'list'>
type Entry = MethodOutput<'activity', 'list'>['entries'][number]

/** The activity log: a projection of the ops, newest first. */
export function listActivity(db: SqliteDatabase, input: ListInput): MethodOutput<'activity', 'list'> {
  const { ops, next } = findOps(db, input)
  const titles = createTitles(db)
  // Of an entry with very many changes, those that were looked for are the ones to show.
  const named = input.text?.trim() ? recordsNamed(db, input.text) : undefined
  return {
    entries: ops.map((op) => entryOf(db, op, input, { titles, named })),
    more: next !== undefined,
    ...(next !== undefined && { next }),
  }
}

function entryOf(
  db: SqliteDatabase,
  op: OpRecord,
  { customerId, entity }: ListInput,
  { titles, named }: { titles: Titles; named: NamedRecords | undefined },
): Entry {
  const rows = entity
    ? readRowsOfDocument(db, op, entity.id, SHOWN)
    : customerId === undefined
      ? readChangedRows(db, op, SHOWN, named)
      : readRowsOfCustomer(db, op, customerId, SHOWN, named)
  const changeCount = entity
    ? countRowsOfDocument(db, op, entity.id)
    : customerId === undefined
      ? countOpRows(db, op)
      : countRowsOfCustomer(db, op, customerId)
  const isOfAll = !entity && customerId === undefined
  return {
    opId: op.id,
    at: op.at,
    time: hlcMoment(op.at),
    command: op.command,
    personId: op.header.person,
    officeId: op.header.office,
    deviceId: op.header.device,
    role: op.role,
    ...(op.undoneBy === undefined ? {} : { undoneBy: op.undoneBy }),
    canUndo: op.undoable && op.undoneBy === undefined,
    changes: rows.map((row) => ({
      collection: row.collection,
      id: row.id,
      title: titles.of(row),
      path: row.path,
      kind: row.kind,
      ...('from' in row ? { from: row.from } : {}),
      ...('to' in row ? { to: row.to } : {}),
      i: row.i,
      ...(row.erased ? { erased: true as const } : {}),
    })),
    changeCount,
    ...(isOfAll && changeCount > rows.length && { recordCounts: countOpRecords(db, op) }),
  }
}

interface Titles {
  of(row: ChangeRow): string
}

/** Names of records as they are now; of deleted ones, as the change row tells. */
function createTitles(db: SqliteDatabase): Titles {
  const known = new Map<string, string>()
  const read = (collection: CollectionName, id: string): StoredDocument | undefined => {
    const body = db.prepare(`SELECT body FROM ${tableOf(collection)} WHERE id = ?`).get(id)?.body
    return typeof body === 'string' ? (JSON.parse(body) as StoredDocument) : undefined
  }
  /** An issue is called after the record that it is about. */
  const titled = (collection: CollectionName, document: StoredDocument | undefined): string => {
    if (collection !== 'issues' || !document) return nameOf(collection, document)
    // Only documents that passed their schema reach the store.
    const { entity, entityId } = document as unknown as Issue
    return isCollectionName(entity) && entity !== 'issues' ? nameOf(entity, read(entity, entityId)) : ''
  }
  return {
    of({ collection, id, to }) {
      if (collection === 'transactions') return (to as Partial<LedgerEntry> | undefined)?.description ?? ''
      const key = `${collection}/${id}`
      const title = known.get(key) ?? titled(collection, read(collection, id))
      known.set(key, title)
      return title
    },
  }
}

/** Catalogue records carry their name in their data, in one language or in two. */
export function nameOf(collection: CollectionName, document: StoredDocument | undefined): string {
  const title = titleOf(collection, document)
  if (title !== '') return title
  const data = document?.data as { name?: unknown; labels?: { es?: unknown } } | undefined
  const name = data?.name ?? data?.labels?.es ?? document?.number
  return typeof name === 'string' ? name : ''
}

export function readUndoState(db: SqliteDatabase): HostReply<MethodOutput<'command', 'undoState'>> {
  const text = getMeta(db, 'device')
  if (text === undefined) return { ok: true, value: {} }
  // Written at the set-up.
  const device = JSON.parse(text) as DeviceIdentity
  const brief = (op: OpRecord | undefined) => op && { opId: op.id, command: op.command, at: hlcMoment(op.at) }
  const undo = brief(findUndoable(db, device.id))
  const redo = brief(findRedoable(db, device.id))
  return { ok: true, value: { ...(undo ? { undo } : {}), ...(redo ? { redo } : {}) } }
}
