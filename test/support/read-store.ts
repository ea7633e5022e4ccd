import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { collectionNames, entities } from '#core/domain/registry.ts'
import type { DocumentWrite } from '#core/domain/command.ts'
import { projectReadModels } from '#main/store/projectors/index.ts'
import { createReader } from '#main/store/query/reader.ts'
import { growSchema } from '#main/store/schema.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'

/** Documents and read models without ops and threads: what the reader reads, written by the real projectors. */
export function createReadStore(file = ':memory:') {
  const db = openSqlite(file)
  if (file !== ':memory:') db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  growSchema(db)
  const read = createReader(db)
  const statements = new Map(
    collectionNames.map((name) => [
      name,
      {
        read: db.prepare(`SELECT body FROM d_${name} WHERE id = ? AND deleted = 0`),
        put: db.prepare(
          `INSERT INTO d_${name} (id, commit_no, lwt, deleted, customer_id, body) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET commit_no = excluded.commit_no, lwt = excluded.lwt,
             deleted = excluded.deleted, customer_id = excluded.customer_id, body = excluded.body`,
        ),
      },
    ]),
  )
  const post = db.prepare(
    `INSERT INTO transactions (n, key, commit_no, i, salt, body) VALUES (?, ?, ?, ?, '', ?)`,
  )
  let commit = 0
  let n = 0
  return {
    db,
    read,
    /** Commits documents as they are; `undefined` deletes. */
    write(
      writes: readonly { collection: CollectionName; id: string; after: object | undefined }[],
      entries: readonly LedgerEntry[] = [],
    ): number {
      commit++
      inTransaction(db, () => {
        const done: DocumentWrite[] = []
        for (const { collection, id, after: given } of writes) {
          const own = statements.get(collection)
          if (!own) throw new Error(`no table for ${collection}`)
          const row = own.read.get(id)
          const before = row ? (JSON.parse(row.body as string) as StoredDocument) : undefined
          const body = JSON.stringify(given ?? before ?? { id })
          const after = given && (JSON.parse(body) as StoredDocument)
          const last = after ?? before
          const owner = last && entities[collection].customerIdOf(last)
          own.put.run(id, commit, commit, after ? 0 : 1, owner ?? null, body)
          done.push({ collection, id, before, after })
        }
        const posted = entries.map((entry, i) => {
          n++
          post.run(n, entry.key, commit, i, JSON.stringify(entry))
          return { n, entry }
        })
        projectReadModels(db, done, undefined, posted)
        db.prepare(
          `INSERT INTO meta VALUES ('commit', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
        ).run(commit)
      })
      return commit
    },
    close: () => db.close(),
  }
}

export type ReadStore = ReturnType<typeof createReadStore>
