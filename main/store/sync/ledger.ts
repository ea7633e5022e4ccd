import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { preparedFor, type PostedEntry } from '../projectors/projector.ts'
import { putMeta, removeMeta } from '../meta.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'

const prepared = preparedFor({
  get: `SELECT n, body FROM transactions WHERE key = ?`,
  last: `SELECT max(n) AS n FROM transactions`,
  insert: `INSERT INTO transactions (n, key, commit_no, i, salt, body) VALUES (?, ?, ?, ?, '', ?)`,
  remove: `DELETE FROM transactions WHERE n = ?`,
  // The row is also the change row of an own op, whose chain has to verify for ever.
  keepRow: `INSERT OR IGNORE INTO changes (collection, id, op, i, customer_id, path, kind, to_json, salt)
    SELECT 'transactions', t.key, o.id, t.i, json_extract(t.body, '$.customerId'), '', 'create', t.body, t.salt
    FROM transactions t JOIN ops o ON o.commit_no = t.commit_no WHERE t.n = ?`,
})

/**
 * Entries of the ledger as a pull brings them. On one desktop the ledger only grows; with others an entry may still go:
 * one that the server refused, or of which it had another version under the same key first.
 */
export function createSyncedLedger(db: SqliteDatabase, commit: () => number) {
  const statements = prepared(db)
  const posted = new Map<number, LedgerEntry>()
  const withdrawn: PostedEntry[] = []
  // Read before anything is withdrawn: a number is given again only once read models have let go of it.
  let last = Number(statements.last.get()?.n ?? 0)
  let i = 0

  const find = (key: string): PostedEntry | undefined => {
    const row = statements.get.get(key)
    // Only entries that passed the schema reach the table.
    return row && { n: row.n as number, entry: JSON.parse(row.body as string) as LedgerEntry }
  }

  const withdraw = (known: PostedEntry): void => {
    statements.keepRow.run(known.n)
    putMeta(db, 'withdraws', 1)
    statements.remove.run(known.n)
    removeMeta(db, 'withdraws')
    // What this very transaction posted is in no read model yet.
    if (!posted.delete(known.n)) withdrawn.push(known)
  }

  return {
    get: (key: string): LedgerEntry | undefined => find(key)?.entry,
    put(key: string, entry: LedgerEntry | undefined): void {
      const known = find(key)
      if (known) withdraw(known)
      if (!entry) return
      statements.insert.run(++last, key, commit(), i++, JSON.stringify(entry))
      posted.set(last, entry)
    },
    posted: (): PostedEntry[] => [...posted].map(([n, entry]) => ({ n, entry })),
    withdrawn: (): readonly PostedEntry[] => withdrawn,
  }
}
