import type { DocumentWrite } from '#core/domain/command.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { keepBases } from '#core/sync/overlay/replay.ts'
import { getMeta } from '../meta.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import type { Documents } from '../writer/documents.ts'
import { createFileTransaction } from './transaction.ts'

/**
 * Called inside the commit of a command before anything of it is written: keeps the server's version of every record
 * that it changes. Costs nothing on a desktop that works alone.
 */
export function keepServerVersions(
  db: SqliteDatabase,
  documents: Documents,
  writes: readonly Pick<DocumentWrite, 'collection' | 'id' | 'before'>[],
  entries: readonly LedgerEntry[],
): void {
  if (getMeta(db, 'sync') === undefined) return
  const before = new Map(writes.map((write) => [`${write.collection}/${write.id}`, write.before]))
  const transaction = createFileTransaction(db, documents, () => 0)
  const refs = [
    ...writes.map(({ collection, id }) => ({ collection, id })),
    ...entries.map(({ key }) => ({ collection: 'transactions', id: key })),
  ]
  keepBases(
    {
      ...transaction,
      // As the command read it; entries are new.
      record: ({ collection, id }) => before.get(`${collection}/${id}`),
    },
    refs,
  )
}
