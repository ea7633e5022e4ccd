import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { ImportCounts } from '#core/domain/import/report.ts'
import { hlcMoment } from '#core/sync/hlc.ts'
import type { OpHeader } from '#core/sync/op.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'

/** Imports that were carried out, newest first, with what this desktop remembers of them. */
export function listPastImports(
  db: SqliteDatabase,
  { limit }: MethodInput<'imports', 'past'>,
): MethodOutput<'imports', 'past'> {
  const rows = db
    .prepare(
      `SELECT ops.id, ops.at, ops.header, local.value AS note FROM ops
       LEFT JOIN local ON local.area = 'import' AND local.key = ops.id
       WHERE ops.command = 'import.run' AND ops.role = 'do' ORDER BY ops.at DESC LIMIT ?`,
    )
    .all(limit)
  return {
    imports: rows.map((row) => {
      // Written by the commit and by the host's own note.
      const header = JSON.parse(row.header as string) as OpHeader
      const note =
        row.note === null
          ? undefined
          : (JSON.parse(row.note as string) as { name: string; counts: ImportCounts })
      return {
        ...latest(db, row.id as string),
        time: hlcMoment(header.at),
        personId: header.person,
        ...(note && { name: note.name, counts: note.counts }),
      }
    }),
  }
}

/** The last link of the chain of undos and redos behind an import: an odd number of links means that it is undone. */
function latest(db: SqliteDatabase, opId: string): { opId: string; isUndone: boolean } {
  const next = db.prepare('SELECT undone_by FROM ops WHERE id = ?')
  let state = { opId, isUndone: false }
  for (;;) {
    const by = next.get(state.opId)?.undone_by
    if (typeof by !== 'string') return state
    state = { opId: by, isUndone: !state.isUndone }
  }
}
