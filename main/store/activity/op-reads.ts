import type { CollectionName } from '#core/domain/entity.ts'
import type { Change } from '#core/sync/diff.ts'
import type { ChangeKind, ChangeRow, OpHeader } from '#core/sync/op.ts'
import type { SqliteDatabase, SqlRow } from '../sqlite/port.ts'

export interface OpRecord {
  id: string
  command: string
  at: string
  commit: number
  role: 'do' | 'undo' | 'redo'
  undoable: boolean
  undoneBy?: string
  header: OpHeader
}

const COLUMNS = 'id, command, at, commit_no, role, undoable, undone_by, header'

const toRecord = (row: SqlRow): OpRecord => ({
  id: row.id as string,
  command: row.command as string,
  at: row.at as string,
  commit: row.commit_no as number,
  role: row.role as OpRecord['role'],
  undoable: row.undoable === 1,
  ...(row.undone_by === null ? {} : { undoneBy: row.undone_by as string }),
  // Written by the commit itself.
  header: JSON.parse(row.header as string) as OpHeader,
})

export function readOp(db: SqliteDatabase, id: string): OpRecord | undefined {
  const row = db.prepare(`SELECT ${COLUMNS} FROM ops WHERE id = ?`).get(id)
  return row && toRecord(row)
}

/** This desktop's last action that has not been taken back. */
export function findUndoable(db: SqliteDatabase, device: string): OpRecord | undefined {
  const row = db
    .prepare(
      `SELECT ${COLUMNS} FROM ops WHERE device = ? AND undoable = 1 AND undone_by IS NULL AND role <> 'undo'
       ORDER BY n DESC LIMIT 1`,
    )
    .get(device)
  return row && toRecord(row)
}

/** The last undo, unless something new was done after it. */
export function findRedoable(db: SqliteDatabase, device: string): OpRecord | undefined {
  const row = db
    .prepare(
      `SELECT ${COLUMNS} FROM ops WHERE device = ?1 AND undoable = 1 AND undone_by IS NULL AND role = 'undo'
         AND n > coalesce((SELECT max(n) FROM ops WHERE device = ?1 AND role = 'do'), 0)
       ORDER BY n DESC LIMIT 1`,
    )
    .get(device)
  return row && toRecord(row)
}

export const readOps = (
  db: SqliteDatabase,
  where: string,
  parameters: readonly (string | number)[],
): OpRecord[] =>
  db
    .prepare(`SELECT ${COLUMNS} FROM ops WHERE ${where}`)
    .all(...parameters)
    .map(toRecord)

const valueOf = (json: unknown): unknown => (json === null ? undefined : JSON.parse(json as string))

function toChange(row: SqlRow): ChangeRow {
  const from = valueOf(row.from_json)
  const to = valueOf(row.to_json)
  return {
    i: row.i as number,
    collection: row.collection as CollectionName,
    id: row.id as string,
    path: row.path as string,
    kind: row.kind as ChangeKind,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    salt: row.salt as string,
  }
}

const CHANGE_COLUMNS = 'collection, id, i, path, kind, from_json, to_json, salt'

/** The rows of an op in order; at most `limit`. */
export const readOpRows = (db: SqliteDatabase, opId: string, limit = -1): ChangeRow[] =>
  db
    .prepare(`SELECT ${CHANGE_COLUMNS} FROM changes WHERE op = ? ORDER BY i LIMIT ?`)
    .all(opId, limit)
    .map(toChange)

export const readOpChanges = (db: SqliteDatabase, opId: string): Change[] =>
  readOpRows(db, opId).map(({ i: _i, salt: _salt, ...change }) => change)

/** The rows of an op that belong to one customer or one document; at most `limit`. */
export const readRowsOf = (
  db: SqliteDatabase,
  opId: string,
  column: 'customer_id' | 'id',
  value: string,
  limit: number,
): ChangeRow[] =>
  db
    .prepare(`SELECT ${CHANGE_COLUMNS} FROM changes WHERE op = ? AND ${column} = ? ORDER BY i LIMIT ?`)
    .all(opId, value, limit)
    .map(toChange)
