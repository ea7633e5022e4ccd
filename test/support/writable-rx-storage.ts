import {
  addRxStorageMultiInstanceSupport,
  categorizeBulkWriteRows,
  ensureRxStorageInstanceParamsAreCorrect,
  getPrimaryFieldOfPrimaryKey,
  now,
  RXDB_VERSION,
  type EventBulk,
  type PreparedQuery,
  type RxDocumentData,
  type RxStorage,
  type RxStorageChangeEvent,
  type RxStorageInstance,
  type RxStorageInstanceCreationParams,
} from 'rxdb/plugins/core'
import { Subject } from 'rxjs'
import type { DocumentTable } from '#main/store/query/document-table.ts'
import { fieldsOf, type FieldSchema } from '#main/store/query/fields.ts'
import type { Selector } from '#main/store/query/match/matcher.ts'
import { countDocuments, queryDocuments } from '#main/store/query/query-documents.ts'
import { createStatements } from '#main/store/query/statements.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'

/** What the storage keeps of a collection: a database of its own in memory, for as long as the process lives. */
interface Kept {
  db: ReturnType<typeof openSqlite>
  removed: boolean
}

interface Checkpoint {
  id: string
  lwt: number
}

/**
 * A writable RxStorage for any schema over the store's own selector compiler. Nothing of the program uses it: it lets
 * RxDB's test suite for storages and the bench judge the compiler.
 */
export function createWritableRxStorage(): RxStorage<Kept, object> {
  const kept = new Map<string, Kept>()
  const storage: RxStorage<Kept, object> = {
    name: 'enlace-writable',
    rxdbVersion: RXDB_VERSION,
    createStorageInstance<D>(parameters: RxStorageInstanceCreationParams<D, object>) {
      ensureRxStorageInstanceParamsAreCorrect(parameters)
      const { databaseName, collectionName, schema } = parameters
      const key = JSON.stringify([databaseName, collectionName, schema.version])
      const open = kept.get(key) ?? { db: openSqlite(':memory:'), removed: false }
      if (!kept.has(key)) createTable(open, schema)
      kept.set(key, open)
      const instance = createInstance(parameters, open, () => kept.delete(key))
      addRxStorageMultiInstanceSupport(storage.name, parameters, instance)
      return Promise.resolve(instance)
    },
  }
  return storage
}

type Schema = FieldSchema & { indexes?: readonly (string | readonly string[])[] }

/** Top-level scalar fields of the schema's indexes get a column, as the store's tables have. */
function indexedFields(schema: Schema): string[] {
  const plain = fieldsOf(schema, { body: 'body', columns: {} })
  const named = new Set((schema.indexes ?? []).flat())
  return [...named].filter((field) => /^[A-Za-z]\w*$/.test(field) && plain.get(field)?.type)
}

function createTable({ db }: Kept, schema: Schema): void {
  const columns = indexedFields(schema).map(
    (field) => `, f_${field} AS (json_extract(body, '$."${field}"')) VIRTUAL`,
  )
  db.exec(`CREATE TABLE documents (id TEXT PRIMARY KEY, lwt REAL NOT NULL, deleted INTEGER NOT NULL, body TEXT NOT NULL
    ${columns.join('')});
    CREATE INDEX documents_lwt ON documents (lwt, id);
    ${indexedFields(schema)
      .map((field) => `CREATE INDEX documents_${field} ON documents (f_${field}, id) WHERE deleted = 0;`)
      .join('\n')}`)
}

function createInstance<D>(
  parameters: RxStorageInstanceCreationParams<D, object>,
  kept: Kept,
  forget: () => void,
): RxStorageInstance<D, Kept, object, Checkpoint> {
  const { db } = kept
  const { schema } = parameters
  const primary = getPrimaryFieldOfPrimaryKey(schema.primaryKey) as string
  const table = tableOf<D>(schema, primary, indexedFields(schema))
  const statements = createStatements(db)
  const changes = new Subject<EventBulk<RxStorageChangeEvent<RxDocumentData<D>>, Checkpoint>>()
  let closed: Promise<void> | undefined

  const checkOpen = (): void => {
    if (closed) throw new Error('the storage instance is closed')
    if (kept.removed) throw new Error('the storage instance is removed already')
  }
  const byIds = (ids: readonly string[], withDeleted: boolean): RxDocumentData<D>[] =>
    statements
      .all(
        `SELECT body FROM documents WHERE id IN (SELECT value FROM json_each(?)) ${withDeleted ? '' : 'AND deleted = 0'}`,
        [JSON.stringify(ids)],
      )
      .map((row) => table.toRow(row))
  const put = (document: RxDocumentData<D>): void => {
    db.prepare('INSERT OR REPLACE INTO documents (id, lwt, deleted, body) VALUES (?, ?, ?, ?)').run(
      primaryOf(document),
      document._meta.lwt,
      document._deleted ? 1 : 0,
      JSON.stringify(document),
    )
  }
  const primaryOf = (document: RxDocumentData<D>): string =>
    (document as unknown as Record<string, string>)[primary] ?? ''

  const instance: RxStorageInstance<D, Kept, object, Checkpoint> = {
    databaseName: parameters.databaseName,
    collectionName: parameters.collectionName,
    schema,
    internals: kept,
    options: parameters.options,
    // Promises are made by `async` so that a closed instance rejects and does not throw.
    async bulkWrite(writes, context) {
      checkOpen()
      const ids = writes.map(({ document }) => primaryOf(document))
      const inStore = new Map<string, RxDocumentData<D>>(
        byIds(ids, true).map((found) => [primaryOf(found), found]),
      )
      const sorted = categorizeBulkWriteRows<D>(instance, primary as never, inStore, writes, context)
      inTransaction(db, () => {
        for (const { document } of [...sorted.bulkInsertDocs, ...sorted.bulkUpdateDocs]) put(document)
      })
      if (sorted.newestRow && sorted.eventBulk.events.length > 0) {
        const { document } = sorted.newestRow
        const checkpoint = { id: primaryOf(document), lwt: document._meta.lwt }
        changes.next({ ...sorted.eventBulk, checkpoint })
      }
      return Promise.resolve({ error: sorted.errors })
    },
    async findDocumentsById(ids, withDeleted) {
      checkOpen()
      return Promise.resolve(byIds(ids, withDeleted))
    },
    async query({ query }: PreparedQuery<D>) {
      checkOpen()
      const limit = query.limit ?? Number.MAX_SAFE_INTEGER
      const selector: Selector = query.selector
      const sort = query.sort.map((part) => {
        const [field = '', direction] = Object.entries(part)[0] ?? []
        return { field, direction: direction === 'desc' ? ('desc' as const) : ('asc' as const) }
      })
      const documents =
        limit === 0
          ? []
          : queryDocuments(statements, table, { selector: all(selector), sort, skip: query.skip ?? 0, limit })
      return Promise.resolve({ documents })
    },
    async count({ query }: PreparedQuery<D>) {
      checkOpen()
      const found = countDocuments(statements, table, all(query.selector))
      const rest = Math.max(0, found - (query.skip ?? 0))
      return Promise.resolve({ count: Math.min(rest, query.limit ?? rest), mode: 'fast' as const })
    },
    async getChangedDocumentsSince(limit, checkpoint) {
      checkOpen()
      const rows = statements.all(
        `SELECT id, lwt, body FROM documents WHERE (lwt, id) > (?, ?) ORDER BY lwt, id LIMIT ?`,
        [checkpoint?.lwt ?? 0, checkpoint?.id ?? '', limit],
      )
      const last = rows.at(-1)
      return Promise.resolve({
        documents: rows.map((row) => table.toRow(row)),
        checkpoint: last
          ? { id: last.id as string, lwt: last.lwt as number }
          : (checkpoint ?? { id: '', lwt: 0 }),
      })
    },
    changeStream: () => changes.asObservable(),
    getAttachmentData: () => Promise.reject(new Error('this storage keeps no attachments')),
    async cleanup(minimumDeletedTime) {
      checkOpen()
      // RxDB's clock runs ahead of the system's when it stamps many writes in one moment.
      const oldest = now() - minimumDeletedTime
      db.prepare('DELETE FROM documents WHERE deleted = 1 AND lwt <= ?').run(oldest)
      return Promise.resolve(true)
    },
    close() {
      closed ??= Promise.resolve().then(() => changes.complete())
      return closed
    },
    async remove() {
      checkOpen()
      kept.removed = true
      forget()
      await instance.close()
    },
  }
  return instance
}

/** RxDB says itself whether it wants deleted documents; without a word from it, both kinds are meant. */
const all = (selector: Selector): Selector =>
  Object.hasOwn(selector, '_deleted') ? selector : { ...selector, _deleted: { $exists: true } }

function tableOf<D>(
  schema: FieldSchema,
  primary: string,
  indexed: readonly string[],
): DocumentTable<RxDocumentData<D>> {
  const plain = fieldsOf(schema, { body: 'body', columns: {} })
  const columns = Object.fromEntries(
    indexed.map((field) => [field, { sql: `f_${field}`, type: plain.get(field)?.type }]),
  )
  return {
    name: 'documents',
    fields: fieldsOf(schema, {
      body: 'body',
      columns: {
        ...columns,
        [primary]: { sql: 'id', type: 'string' },
        _deleted: { sql: 'deleted', type: 'boolean' },
        '_meta.lwt': { sql: 'lwt', type: 'number' },
      },
    }),
    idField: primary,
    columns: 'body',
    // Written by `put`.
    toRow: (row) => JSON.parse(row.body as string) as RxDocumentData<D>,
    documentOf: (document) => document,
  }
}
