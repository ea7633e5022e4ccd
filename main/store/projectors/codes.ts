import { preparedFor, type Projector } from './projector.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'

const prepared = preparedFor({
  code: `SELECT n, rank FROM r_code WHERE id = ?`,
  add: `INSERT INTO r_code (id, rank) VALUES (?, '') RETURNING n, rank`,
  put: `INSERT INTO r_code (id, rank) VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET rank = excluded.rank WHERE rank <> excluded.rank`,
  rerank: `UPDATE r_customer SET status_rank = ?2
    WHERE status_n = (SELECT n FROM r_code WHERE id = ?1) AND status_rank <> ?2`,
})

/**
 * Small numbers for the ids of catalogue records, so that the indexes of the customer list stay narrow, and the rank by
 * which statuses sort.
 */
export const codes: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_code (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rank TEXT NOT NULL);`,
  drop: `DROP TABLE IF EXISTS r_code;`,
  apply({ db, writes }) {
    const statements = prepared(db)
    for (const { collection, id, before, after } of writes) {
      if (collection !== 'catalog') continue
      const rank = typeof after?.rank === 'string' ? after.rank : ''
      const isMoved = statements.put.run(id, rank).changes > 0
      // Looks at every customer, so only where it may change one.
      if (isMoved && (after ?? before)?.kind === 'customerStatus') statements.rerank.run(id, rank)
    }
  },
}

export interface Code {
  n: number
  rank: string
}

/** The code of a catalogue id, made when nothing has named it yet. */
export function codeOf(db: SqliteDatabase, id: string, known: Map<string, Code>): Code {
  const cached = known.get(id)
  if (cached) return cached
  const statements = prepared(db)
  const row = statements.code.get(id) ?? statements.add.get(id)
  if (!row) throw new Error('INSERT … RETURNING answered nothing')
  const code = { n: row.n as number, rank: row.rank as string }
  known.set(id, code)
  return code
}
