import type { StoredDocument } from '#core/domain/entity.ts'
import type { RecordRef } from '#core/sync/merge/merge-op.ts'
import type { BaseRecord, DeviceTransaction } from '#core/sync/overlay/device-store.ts'
import type { FeedItem, WireRow } from '#core/sync/wire.ts'
import { toChange } from '../activity/change-rows.ts'
import { preparedFor } from '../projectors/projector.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import type { Documents } from '../writer/documents.ts'
import { createLocalOps, toWireRow } from './local-ops.ts'
import { createHearing, putIdentity, putMarks, readIdentity, readMarks } from './marks.ts'
import { createPending } from './pending.ts'
import { createRecords, type RecordChanges, type Records } from './records.ts'

const prepared = preparedFor({
  base: `SELECT body FROM sync_bases WHERE collection = ? AND id = ?`,
  putBase: `INSERT INTO sync_bases (collection, id, body) VALUES (?, ?, ?)
    ON CONFLICT (collection, id) DO UPDATE SET body = excluded.body`,
  anyBase: `SELECT 1 FROM sync_bases LIMIT 1`,
  removeBase: `DELETE FROM sync_bases WHERE collection = ? AND id = ?`,
  based: `SELECT collection, id FROM sync_bases ORDER BY collection, id`,
  stage: `INSERT INTO sync_staged (item, erased) VALUES (?, ?)`,
  staged: `SELECT item FROM sync_staged ORDER BY n`,
  clear: `DELETE FROM sync_staged`,
  anyErased: `SELECT 1 FROM sync_staged WHERE erased = 1 LIMIT 1`,
  rowsOf: `SELECT op, collection, id, i, path, kind, from_json, to_json, salt, erased FROM changes
    WHERE collection = ? AND id = ? AND erased IS NULL`,
  hide: `UPDATE changes SET from_json = NULL, to_json = NULL, salt = '', erased = ? WHERE op = ? AND i = ?`,
})

export interface FileTransaction extends DeviceTransaction {
  /** Ends the work, inside the SQLite transaction: what happened to records, and which were erased. */
  finish(): { changes?: RecordChanges; erased: RecordRef[] }
}

/** Whether what is staged takes values out of the file for good. */
export const stagesErasures = (db: SqliteDatabase): boolean => prepared(db).anyErased.get() !== undefined

/**
 * What `core/sync/overlay` asks of the file, inside one SQLite transaction that the caller opens and ends.
 *
 * @param now the desktop's clock, milliseconds since 1970 UTC.
 */
export function createFileTransaction(
  db: SqliteDatabase,
  documents: Documents,
  now: () => number,
): FileTransaction {
  const statements = prepared(db)
  const ops = createLocalOps(db)
  let opened: Records | undefined
  const records = (): Records => (opened ??= createRecords(db, documents, now))
  const hearing = createHearing(db, now)
  const pending = createPending(db)
  const erased = new Map<string, RecordRef>()
  /** Staged by this transaction: most of it is shown by the same one, and never written aside. */
  let fresh: readonly FeedItem[] = []
  let hasLooked = false
  /** A pull asks for no base of very many records, and mostly there are none at all. */
  let hasBases: boolean | undefined
  let known: readonly string[] | undefined
  const identities = (): readonly string[] => (known ??= readMarks(db)?.identities ?? [readIdentity(db).id])

  return {
    marks: () => readMarks(db),
    putMarks(marks) {
      known = undefined
      pending.forget()
      putMarks(db, marks)
    },
    identity: () => readIdentity(db),
    putIdentity(identity) {
      pending.forget()
      putIdentity(db, identity)
    },
    record(ref) {
      if (!hasLooked) {
        hasLooked = true
        records().look(fresh)
      }
      return records().get(ref)
    },
    putRecord: (ref, body) => records().put(ref, body, erased.has(`${ref.collection}/${ref.id}`)),
    records: (behind) => records().all(behind),
    base({ collection, id }): BaseRecord | undefined {
      const row = statements.base.get(collection, id)
      if (!row) return undefined
      // Written by `putBase`.
      return row.body === null ? {} : { body: JSON.parse(row.body as string) as StoredDocument }
    },
    putBase({ collection, id }, base) {
      hasBases ??= statements.anyBase.get() !== undefined
      if (base) {
        statements.putBase.run(collection, id, base.body ? JSON.stringify(base.body) : null)
        hasBases = true
      } else if (hasBases) statements.removeBase.run(collection, id)
    },
    basedRecords: () => statements.based.all().map(toRef),
    rowsAbove: (applied, ref) => pending.rows(applied, identities(), ref),
    recordsAbove: (applied) => pending.records(applied, identities()),
    op: (device, n) => ops.op(device, n),
    putOp(op) {
      pending.forget()
      ops.put(op)
    },
    removeOp(device, n) {
      pending.forget()
      ops.remove(device, n)
    },
    opsOf: (device, above, limit) => ops.of(device, above, limit),
    offers: (limit, without, above) => ops.offers(limit, without, above),
    authors: () => ops.authors(),
    hear: (at) => hearing.hear(at),
    rewriteRows(ref: RecordRef, rewrite: (row: WireRow) => WireRow) {
      erased.set(`${ref.collection}/${ref.id}`, { collection: ref.collection, id: ref.id })
      for (const row of statements.rowsOf.all(ref.collection, ref.id)) {
        const { hidden } = rewrite(toWireRow(toChange(row)))
        if (hidden) statements.hide.run(JSON.stringify(hidden), row.op ?? null, row.i ?? null)
      }
    },
    stage: (items: readonly FeedItem[]) => void (fresh = fresh.concat(items)),
    // Written by `finish`.
    staged: () => [
      ...statements.staged.all().map(({ item }) => JSON.parse(item as string) as FeedItem),
      ...fresh,
    ],
    clearStaged() {
      fresh = []
      statements.clear.run()
    },
    finish() {
      for (const item of fresh) statements.stage.run(JSON.stringify(item), erases(item) ? 1 : 0)
      ops.save()
      hearing.save()
      return { changes: opened?.save(), erased: [...erased.values()] }
    },
  }
}

export const erases = (item: FeedItem): boolean => item.type === 'record' && item.erased === true

const toRef = ({ collection, id }: Record<string, unknown>): RecordRef => ({
  collection: collection as string,
  id: id as string,
})
