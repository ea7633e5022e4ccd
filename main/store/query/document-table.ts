import { entities } from '#core/domain/registry.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import type { SqlRow } from '../sqlite/port.ts'
import { fieldsOf, type Field, type Fields, type FieldSchema } from './fields.ts'

/** What the query runner has to know of a table that holds documents as JSON. */
export interface DocumentTable<T> {
  name: string
  fields: Fields
  idField: string
  /** Columns that `toRow` reads, besides `rowid`. */
  columns: string
  toRow(row: SqlRow): T
  /** The document as the matcher and the sort see it. */
  documentOf(row: T): unknown
}

export const tableOf = (collection: CollectionName): string => `d_${collection}`

/** The column of a top-level field that an index of its entity names. */
export const columnOf = (field: string): string => `f_${field}`

export const ROW_COLUMNS = 'commit_no, lwt, deleted, body'

/** A row as it is kept. `body` is the document as JSON, which most readers only pass on. */
export interface KeptRow {
  body: string
  commit: number
  lwt: number
  deleted: boolean
}

export const toKeptRow = (row: SqlRow): KeptRow => ({
  body: row.body as string,
  commit: row.commit_no as number,
  lwt: row.lwt as number,
  deleted: row.deleted === 1,
})

/** The JSON of a `StoredRow`. */
export const storedRowJson = ({ body, commit, lwt, deleted }: KeptRow): string =>
  `{"document":${body},"commit":${commit},"lwt":${lwt},"deleted":${deleted}}`

function createTable(collection: CollectionName): DocumentTable<KeptRow> {
  const schema: FieldSchema = entities[collection].schema
  const columns: Record<string, Field> = {
    id: { sql: 'id', type: 'string' },
    _deleted: { sql: 'deleted', type: 'boolean' },
    '_meta.lwt': { sql: 'lwt', type: 'number' },
  }
  const plain = fieldsOf(schema, { body: 'body', columns: {} })
  for (const field of new Set(entities[collection].indexes.flat())) {
    const type = plain.get(field)?.type
    if (type && !columns[field]) columns[field] = { sql: columnOf(field), type }
  }
  return {
    name: tableOf(collection),
    fields: fieldsOf(schema, { body: 'body', columns }),
    idField: 'id',
    columns: ROW_COLUMNS,
    toRow: toKeptRow,
    documentOf: ({ body, deleted, lwt }) => ({
      // The store itself wrote the text from a document.
      ...(JSON.parse(body) as StoredDocument),
      _deleted: deleted,
      _meta: { lwt },
    }),
  }
}

export const documentTables: Readonly<Record<CollectionName, DocumentTable<KeptRow>>> = {
  customers: createTable('customers'),
  contacts: createTable('contacts'),
  sites: createTable('sites'),
  services: createTable('services'),
  inventory: createTable('inventory'),
  invoices: createTable('invoices'),
  catalog: createTable('catalog'),
  issues: createTable('issues'),
}
