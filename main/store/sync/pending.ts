import type { MergeRow } from '#core/sync/merge/units.ts'
import type { RecordRef } from '#core/sync/merge/merge-op.ts'
import { canReplay } from '#core/sync/overlay/replay.ts'
import { toChange } from '../activity/change-rows.ts'
import { preparedFor } from '../projectors/projector.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { toWireRow } from './local-ops.ts'

const prepared = preparedFor({
  any: `SELECT 1 FROM ops WHERE device = ? AND n > ? LIMIT 1`,
  // CROSS JOIN: a record has few changes while thousands of ops may be pending, and SQLite does not know which is which.
  rows: `SELECT c.collection, c.id, c.i, c.path, c.kind, c.from_json, c.to_json, c.salt, c.erased, o.n AS op_n,
      json_extract(o.header, '$.former') IS NOT NULL AS is_anew
    FROM changes c CROSS JOIN ops o ON o.id = c.op
    WHERE c.collection = ?1 AND c.id = ?2 AND o.device = ?3 AND o.n > ?4 ORDER BY o.n, c.i`,
  entry: `SELECT t.body FROM transactions t CROSS JOIN ops o ON o.commit_no = t.commit_no
    WHERE t.key = ? AND o.device = ? AND o.n > ?`,
  records: `SELECT DISTINCT c.collection, c.id FROM ops o JOIN changes c ON c.op = o.id
    WHERE o.device = ?1 AND o.n > ?2
    UNION SELECT 'transactions', t.key FROM ops o JOIN transactions t ON t.commit_no = o.commit_no
    WHERE o.device = ?1 AND o.n > ?2`,
})

/** The changes of the file's own ops that the server's versions do not hold yet. */
export function createPending(db: SqliteDatabase) {
  const statements = prepared(db)

  let known: { applied: unknown; waiting: (readonly [string, number])[] } | undefined

  /** Identities with pending ops; mostly there are none. A pull asks it of every record. */
  const waiting = (applied: Readonly<Record<string, number>>, identities: readonly string[]) => {
    if (known?.applied !== applied)
      known = {
        applied,
        waiting: identities
          .map((id) => [id, applied[id] ?? 0] as const)
          .filter(([id, n]) => statements.any.get(id, n) !== undefined),
      }
    return known.waiting
  }

  return {
    /** Ops or identities have changed. */
    forget: () => void (known = undefined),
    rows(
      applied: Readonly<Record<string, number>>,
      identities: readonly string[],
      { collection, id }: RecordRef,
    ): MergeRow[] {
      /** What was written anew for other desktops: own changes were made on top of it. */
      const anew: MergeRow[] = []
      const own = waiting(applied, identities).flatMap(([device, n]) => {
        const rows: MergeRow[] = []
        for (const found of statements.rows.all(collection, id, device, n)) {
          const row = toWireRow(toChange(found))
          if (canReplay(row)) (found.is_anew === 1 ? anew : rows).push(row)
        }
        const entry = collection === 'transactions' ? statements.entry.get(id, device, n) : undefined
        if (entry)
          rows.push({ collection, id, path: '', kind: 'create', to: JSON.parse(entry.body as string) })
        return rows
      })
      return [...anew, ...own]
    },
    records: (applied: Readonly<Record<string, number>>, identities: readonly string[]): RecordRef[] =>
      waiting(applied, identities).flatMap(([device, n]) =>
        statements.records
          .all(device, n)
          .map(({ collection, id }) => ({ collection: collection as string, id: id as string })),
      ),
  }
}
