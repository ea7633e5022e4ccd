import type { OpHeader } from '#core/sync/op.ts'
import type { SqliteDatabase, SqlRow } from '../sqlite/port.ts'

export interface OpRecord {
  id: string
  /** Place in its device's chain. */
  n: number
  command: string
  at: string
  commit: number
  role: 'do' | 'undo' | 'redo'
  undoable: boolean
  undoneBy?: string
  header: OpHeader
}

/** The columns of `ops` that make an `OpRecord`. */
export const OP_COLUMNS = 'id, n, command, at, commit_no, role, undoable, undone_by, header'

export const toOpRecord = (row: SqlRow): OpRecord => ({
  id: row.id as string,
  n: row.n as number,
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
  const row = db.prepare(`SELECT ${OP_COLUMNS} FROM ops WHERE id = ?`).get(id)
  return row && toOpRecord(row)
}

/** This desktop's last action that has not been taken back. */
export function findUndoable(db: SqliteDatabase, device: string): OpRecord | undefined {
  const row = db
    .prepare(
      `SELECT ${OP_COLUMNS} FROM ops WHERE device = ? AND undoable = 1 AND undone_by IS NULL AND role <> 'undo'
       ORDER BY n DESC LIMIT 1`,
    )
    .get(device)
  return row && toOpRecord(row)
}

/** The last undo, unless something new was done after it. */
export function findRedoable(db: SqliteDatabase, device: string): OpRecord | undefined {
  const row = db
    .prepare(
      `SELECT ${OP_COLUMNS} FROM ops WHERE device = ?1 AND undoable = 1 AND undone_by IS NULL AND role = 'undo'
         AND n > coalesce((SELECT max(n) FROM ops WHERE device = ?1 AND role = 'do'), 0)
       ORDER BY n DESC LIMIT 1`,
    )
    .get(device)
  return row && toOpRecord(row)
}

export const readOps = (
  db: SqliteDatabase,
  where: string,
  parameters: readonly (string | number)[],
): OpRecord[] =>
  db
    .prepare(`SELECT ${OP_COLUMNS} FROM ops WHERE ${where}`)
    .all(...parameters)
    .map(toOpRecord)
