import { commands } from '#core/domain/commands.ts'
import { collectionNames, entities, isCollectionName } from '#core/domain/registry.ts'
import type { StoredDocument } from '#core/domain/entity.ts'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import type { ChangeRow, OpHeader } from '#core/sync/op.ts'
import type { LocalOp } from '#core/sync/overlay/device-store.ts'
import type { OpOutcome, WireOp, WireRow } from '#core/sync/wire.ts'
import { readOpRows } from '../activity/change-rows.ts'
import { toOpRecord, OP_COLUMNS } from '../activity/op-reads.ts'
import { preparedFor } from '../projectors/projector.ts'
import { tableOf } from '../query/document-table.ts'
import type { SqliteDatabase, SqlRow } from '../sqlite/port.ts'

/** Kinds of records by which the log finds ops, as JSON. */
const LOGGED = JSON.stringify([...collectionNames, 'transactions'])

const COLUMNS = `${OP_COLUMNS}, device, outcome, seq, offer, partial`

const prepared = preparedFor({
  get: `SELECT ${COLUMNS} FROM ops WHERE device = ? AND n = ?`,
  of: `SELECT ${COLUMNS} FROM ops WHERE device = ? AND n > ? ORDER BY n LIMIT ?`,
  offers: `SELECT ${COLUMNS} FROM ops WHERE offer > ?
    AND device NOT IN (SELECT value FROM json_each(?)) ORDER BY offer LIMIT ?`,
  authors: `SELECT DISTINCT device FROM ops`,
  byId: `SELECT id FROM ops WHERE id = ?`,
  undone: `SELECT role FROM ops WHERE id = ?`,
  undoer: `SELECT id FROM ops WHERE undoes = ? ORDER BY at LIMIT 1`,
  markUndone: `UPDATE ops SET undone_by = ? WHERE id = ? AND undone_by IS NULL`,
  lowest: `SELECT min(commit_no) AS n FROM ops`,
  insert: `INSERT INTO ops (id, device, n, at, command, commit_no, role, undoable, undone_by, header, outcome, seq, offer,
    partial) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  note: `UPDATE ops SET outcome = ?, seq = ?, offer = ?, partial = ? WHERE device = ? AND n = ?`,
  remove: `DELETE FROM ops WHERE device = ? AND n = ?`,
  removeRows: `DELETE FROM changes WHERE op = ?`,
  removeTouched: `DELETE FROM op_touched WHERE collection IN (SELECT value FROM json_each(?)) AND at = ? AND op = ?`,
  row: `INSERT OR REPLACE INTO changes
    (collection, id, op, i, customer_id, path, kind, from_json, to_json, salt, erased)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  touched: `INSERT OR IGNORE INTO op_touched (collection, at, op) VALUES (?, ?, ?)`,
  ownerBefore: `SELECT customer_id FROM changes WHERE collection = ? AND id = ? AND customer_id IS NOT NULL LIMIT 1`,
})

/** What of an op stays in the file when its header is taken out: a new one may take its place. */
interface Loose {
  commit: number
  role: string
  undoable: number
  undoneBy: string | null
}

/** Ops of any device in the file, in one transaction. */
export function createLocalOps(db: SqliteDatabase) {
  const statements = prepared(db)
  const loose = new Map<string, Loose>()
  let nextCommit: number | undefined

  /** Ops of others belong to no commit of this file: they are numbered downwards. */
  const foreignCommit = (): number => {
    nextCommit ??= Math.min(0, Number(statements.lowest.get()?.n ?? 0))
    return --nextCommit
  }

  const read = (row: SqlRow): LocalOp => {
    const record = toOpRecord(row)
    let rows: WireRow[] | undefined
    const op: WireOp = {
      header: record.header,
      // An op may hold very many rows, and most callers look at its header only.
      get rows() {
        return (rows ??= readOpRows(db, record).map(toWireRow))
      },
    }
    return {
      op,
      // Written by `put`.
      ...(row.outcome !== null && { outcome: JSON.parse(row.outcome as string) as OpOutcome }),
      ...(row.seq !== null && { seq: row.seq as number }),
      ...(row.offer !== null && { offer: row.offer as number }),
      ...(row.partial === 1 && { partial: true as const }),
    }
  }

  const roleOf = ({ undoes }: OpHeader): string => {
    if (undoes === undefined) return 'do'
    return statements.undone.get(undoes)?.role === 'undo' ? 'redo' : 'undo'
  }

  const isUndoable = ({ command }: OpHeader): boolean =>
    Object.hasOwn(commands, command) && commands[command]?.undo === 'inverse'

  const insert = ({ op, outcome, seq, offer, partial }: LocalOp): void => {
    const { header } = op
    // The same op may be there twice: written anew by a copy of its file. The second did nothing.
    const isRepeat = statements.byId.get(header.id) !== undefined
    const key = isRepeat ? `${header.id}~${header.device}` : header.id
    const known = loose.get(key)
    loose.delete(key)
    const undoneBy = known
      ? known.undoneBy
      : ((statements.undoer.get(header.id)?.id as string | undefined) ?? null)
    statements.insert.run(
      key,
      header.device,
      header.n,
      header.at,
      header.command,
      known?.commit ?? foreignCommit(),
      known?.role ?? roleOf(header),
      known?.undoable ?? (isUndoable(header) && !isRepeat ? 1 : 0),
      undoneBy,
      JSON.stringify(header),
      outcome ? JSON.stringify(outcome) : null,
      seq ?? null,
      offer ?? null,
      partial ? 1 : null,
    )
    if (header.undoes !== undefined && !isRepeat) statements.markUndone.run(header.id, header.undoes)
    if (!known) for (const row of op.rows) insertRow(key, row, isRepeat)
    if (isRepeat) return
    // By the moment, which is another one under another identity.
    for (const collection of new Set(op.rows.map((row) => row.collection)))
      if (isLogged(collection)) statements.touched.run(collection, header.at, key)
  }

  const insertRow = (op: string, row: WireRow, isRepeat: boolean): void => {
    const text = (value: unknown) => (value === undefined ? null : canonicalJson(value))
    statements.row.run(
      row.collection,
      row.id,
      op,
      row.i,
      isRepeat ? null : customerOf(row),
      row.path,
      row.kind,
      text(row.from),
      text(row.to),
      row.salt ?? '',
      row.hidden ? JSON.stringify(row.hidden) : null,
    )
  }

  /** The customer in whose log the row belongs: by the row, by the record, or by what was known of it before. */
  function customerOf({ collection, id, path, from, to }: WireRow): string | null {
    if (collection === 'transactions') return textOf((to as StoredDocument | undefined)?.customerId)
    if (!isCollectionName(collection)) return null
    if (path === '') {
      const document = (to ?? from) as StoredDocument | undefined
      const owner = document && entities[collection].customerIdOf(document)
      if (owner !== undefined) return owner
    }
    const kept = db
      .prepare(`SELECT customer_id FROM ${tableOf(collection)} WHERE id = ?`)
      .get(id)?.customer_id
    return textOf(kept ?? statements.ownerBefore.get(collection, id)?.customer_id)
  }

  return {
    op(device: string, n: number): LocalOp | undefined {
      const row = statements.get.get(device, n)
      return row && read(row)
    },
    put(local: LocalOp): void {
      const { device, n, hash } = local.op.header
      const there = statements.get.get(device, n)
      // What it says cannot differ under one hash; only what is noted of it.
      if (there && toOpRecord(there).header.hash === hash) {
        const { outcome, seq, offer, partial } = local
        statements.note.run(
          outcome ? JSON.stringify(outcome) : null,
          seq ?? null,
          offer ?? null,
          partial ? 1 : null,
          device,
          n,
        )
        return
      }
      if (there) this.remove(device, n)
      insert(local)
    },
    remove(device: string, n: number): void {
      const row = statements.get.get(device, n)
      if (!row) return
      statements.remove.run(device, n)
      statements.removeTouched.run(LOGGED, row.at as string, row.id as string)
      loose.set(row.id as string, {
        commit: row.commit_no as number,
        role: row.role as string,
        undoable: row.undoable as number,
        undoneBy: row.undone_by as string | null,
      })
    },
    of: (device: string, above: number, limit: number): LocalOp[] =>
      statements.of.all(device, above, limit).map(read),
    offers: (limit: number, without: ReadonlySet<string> = new Set(), above = -1): LocalOp[] =>
      statements.offers.all(above, JSON.stringify([...without]), limit).map(read),
    authors: (): string[] => statements.authors.all().map(({ device }) => device as string),
    /** Drops the rows of ops that were taken out and did not come back; called at the end of the transaction. */
    save(): void {
      for (const key of loose.keys()) statements.removeRows.run(key)
      loose.clear()
    },
  }
}

export type LocalOps = ReturnType<typeof createLocalOps>

const isLogged = (collection: string): boolean =>
  collection === 'transactions' || isCollectionName(collection)

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

export function toWireRow({ erased, ...row }: ChangeRow): WireRow {
  if (!erased) return row
  const { i, collection, id, path, kind } = row
  return { i, collection, id, path, kind, hidden: erased }
}
