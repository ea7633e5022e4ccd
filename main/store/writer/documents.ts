import type { CommandReader, DocumentMatch } from '#core/domain/command.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { collectionNames, entities } from '#core/domain/registry.ts'
import { customerWithValue, sharedValue } from '../query/attribute-holders.ts'
import { insertRowsFor, type RowInserter } from '../projectors/insert-rows.ts'
import { columnOf, tableOf, type KeptRow } from '../query/document-table.ts'
import { matchingIds } from '../query/customer-list/index.ts'
import { customersWith } from '../query/customers-with.ts'
import { identifierUses } from '../query/identifier-uses.ts'
import { createStatements } from '../query/statements.ts'
import type { SqliteDatabase, SqliteStatement, SqlValue } from '../sqlite/port.ts'
import { createLedgerReader } from './ledger.ts'

/** Reads and writes of documents on the writer's connection. */
export interface Documents extends CommandReader {
  /** `row` holds the same document as JSON. */
  put(collection: CollectionName, document: StoredDocument, row: KeptRow): void
  /** As `put` with each of them. */
  putAll(collection: CollectionName, rows: readonly { document: StoredDocument; row: KeptRow }[]): void
  /** Which of these documents there are. */
  present(collection: CollectionName, ids: readonly string[]): Set<string>
  /** A document that was deleted and has not come back, as it was last. */
  getDeleted(collection: CollectionName, id: string): StoredDocument | undefined
  /** Ids of all documents of these customers, without their bodies: there may be very many customers. */
  idsOfCustomers(collection: CollectionName, customerIds: readonly string[]): string[]
  /** Ids of all customers that carry a tag. */
  taggedCustomers(tagId: string): string[]
  /** Ids of documents whose text holds `id`. Reads the whole table: for the rare undo of a catalogue record. */
  mentions(collection: CollectionName, id: string): string[]
}

const parse = (body: unknown): StoredDocument =>
  // The store itself wrote the text from a document.
  JSON.parse(body as string) as StoredDocument

const COLUMNS = ['id', 'commit_no', 'lwt', 'deleted', 'customer_id', 'body']
const REPLACED = COLUMNS.filter((column) => column !== 'id')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')
const insertInto = Object.fromEntries(
  collectionNames.map((name) => [
    name,
    insertRowsFor(
      `INSERT INTO ${tableOf(name)} (${COLUMNS.join(', ')})`,
      COLUMNS.length,
      `ON CONFLICT (id) DO UPDATE SET ${REPLACED}`,
    ),
  ]),
  // One for every collection.
) as Record<CollectionName, (db: SqliteDatabase) => RowInserter>

function addRow(
  rows: RowInserter,
  collection: CollectionName,
  document: StoredDocument,
  { body, commit, lwt, deleted }: KeptRow,
): void {
  const owner = entities[collection].customerIdOf(document) ?? null
  rows.add(document.id, commit, lwt, deleted ? 1 : 0, owner, body)
}

export function createDocuments(db: SqliteDatabase): Documents {
  const gets = new Map<CollectionName, SqliteStatement>()
  const tombstones = new Map<CollectionName, SqliteStatement>()
  for (const name of collectionNames) {
    tombstones.set(name, db.prepare(`SELECT body FROM ${tableOf(name)} WHERE id = ? AND deleted = 1`))
    gets.set(name, db.prepare(`SELECT body FROM ${tableOf(name)} WHERE id = ? AND deleted = 0`))
  }
  const statement = (of: Map<CollectionName, SqliteStatement>, name: CollectionName): SqliteStatement => {
    const found = of.get(name)
    if (!found) throw new Error(`no table for ${name}`)
    return found
  }
  const get = (collection: CollectionName, id: string): StoredDocument | undefined => {
    const row = statement(gets, collection).get(id)
    return row && parse(row.body)
  }
  const statements = createStatements(db)
  /** Documents that equal `where` and fulfil the further condition `also`; served by an index of the entity. */
  const select = (
    collection: CollectionName,
    where: DocumentMatch,
    also: string,
    parameters: readonly SqlValue[],
    limit: number,
  ): StoredDocument[] => {
    const fields = Object.keys(where)
    if (!entities[collection].indexes.some(([first]) => first !== undefined && Object.hasOwn(where, first)))
      throw new Error(`no index of ${collection} begins with one of ${fields.join()}`)
    const conditions = fields.map((field) => `${columnOf(field)} = ?`).join(' AND ')
    return statements
      .all(`SELECT body FROM ${tableOf(collection)} WHERE deleted = 0 AND ${conditions}${also} LIMIT ?`, [
        ...fields.map((field) => where[field] ?? null),
        ...parameters,
        limit,
      ])
      .map((row) => parse(row.body))
  }
  return {
    ledger: createLedgerReader(db),
    customersMatching: (filter) => matchingIds(statements, filter),
    customersWith: (keys, limit, onlyId) => customersWith(statements, keys, limit, onlyId),
    customerWithValue: (value, exceptId) => customerWithValue(statements, value, exceptId),
    sharedValue: (definitionId) => sharedValue(statements, definitionId),
    findIdentifiers: (range, limit, among) => identifierUses(statements, range, limit, among),
    get,
    getMany(collection, ids) {
      const found = new Map<string, StoredDocument>()
      for (const id of ids) {
        const document = get(collection, id)
        if (document) found.set(id, document)
      }
      return found
    },
    find: (collection, where, limit) => select(collection, where, '', [], limit ?? -1),
    findInUse: (collection, where, exceptId) =>
      select(
        collection,
        where,
        ` AND json_type(body, '$.archived') IS NULL AND id <> ?`,
        [exceptId ?? ''],
        1,
      )[0],
    put(collection, document, row) {
      const rows = insertInto[collection](db)
      addRow(rows, collection, document, row)
      rows.write()
    },
    putAll(collection, all) {
      const rows = insertInto[collection](db)
      for (const { document, row } of all) addRow(rows, collection, document, row)
      rows.write()
    },
    present(collection, ids) {
      const sql = `SELECT id FROM ${tableOf(collection)} WHERE deleted = 0 AND id IN (SELECT value FROM json_each(?))`
      return new Set(statements.all(sql, [JSON.stringify(ids)]).map(({ id }) => id as string))
    },
    getDeleted(collection, id) {
      const row = statement(tombstones, collection).get(id)
      return row && parse(row.body)
    },
    idsOfCustomers(collection, customerIds) {
      const sql = `SELECT id FROM ${tableOf(collection)}
        WHERE deleted = 0 AND ${columnOf('customerId')} IN (SELECT value FROM json_each(?))`
      return customerIds.length === 0
        ? []
        : statements.all(sql, [JSON.stringify(customerIds)]).map(({ id }) => id as string)
    },
    taggedCustomers: (tagId) =>
      statements
        .all(
          `SELECT c.id FROM r_customer_tag AS t JOIN r_customer AS c ON c.n = t.n
           WHERE t.tag_n = (SELECT n FROM r_code WHERE id = ?)`,
          [tagId],
        )
        .map(({ id }) => id as string),
    mentions: (collection, id) =>
      db
        .prepare(`SELECT id FROM ${tableOf(collection)} WHERE deleted = 0 AND instr(body, ?) > 0 AND id <> ?`)
        .all(JSON.stringify(id), id)
        .map((row) => row.id as string),
  }
}
