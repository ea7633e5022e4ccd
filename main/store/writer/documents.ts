import type { CommandReader } from '#core/domain/command.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { collectionNames, entities } from '#core/domain/registry.ts'
import { columnOf, tableOf, type KeptRow } from '../query/document-table.ts'
import { matchingIds } from '../query/customer-list/index.ts'
import { customersWith } from '../query/customers-with.ts'
import { identifierUses } from '../query/identifier-uses.ts'
import { createStatements } from '../query/statements.ts'
import type { SqliteDatabase, SqliteStatement } from '../sqlite/port.ts'
import { createLedgerReader } from './ledger.ts'

/** Reads and writes of documents on the writer's connection. */
export interface Documents extends CommandReader {
  /** `row` holds the same document as JSON. */
  put(collection: CollectionName, document: StoredDocument, row: KeptRow): void
  /** A document that was deleted and has not come back, as it was last. */
  getDeleted(collection: CollectionName, id: string): StoredDocument | undefined
  /** The first document in use whose text holds `id`. Reads the whole table: for the rare check before a delete. */
  findMention(collection: CollectionName, id: string, except: ReadonlySet<string>): string | undefined
}

const parse = (body: unknown): StoredDocument =>
  // The store itself wrote the text from a document.
  JSON.parse(body as string) as StoredDocument

export function createDocuments(db: SqliteDatabase): Documents {
  const gets = new Map<CollectionName, SqliteStatement>()
  const puts = new Map<CollectionName, SqliteStatement>()
  const tombstones = new Map<CollectionName, SqliteStatement>()
  for (const name of collectionNames) {
    tombstones.set(name, db.prepare(`SELECT body FROM ${tableOf(name)} WHERE id = ? AND deleted = 1`))
    gets.set(name, db.prepare(`SELECT body FROM ${tableOf(name)} WHERE id = ? AND deleted = 0`))
    puts.set(
      name,
      db.prepare(`INSERT INTO ${tableOf(name)} (id, commit_no, lwt, deleted, customer_id, body) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET commit_no = excluded.commit_no, lwt = excluded.lwt, deleted = excluded.deleted,
          customer_id = excluded.customer_id, body = excluded.body`),
    )
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
  return {
    ledger: createLedgerReader(db),
    customersMatching: (filter) => matchingIds(statements, filter),
    customersWith: (keys, limit) => customersWith(statements, keys, limit),
    findIdentifiers: (range, limit) => identifierUses(statements, range, limit),
    get,
    getMany(collection, ids) {
      const found = new Map<string, StoredDocument>()
      for (const id of ids) {
        const document = get(collection, id)
        if (document) found.set(id, document)
      }
      return found
    },
    find(collection, where, limit) {
      const fields = Object.keys(where)
      const indexed = new Set(entities[collection].indexes.flat())
      for (const field of fields)
        if (!indexed.has(field)) throw new Error(`${collection}.${field} has no index`)
      const conditions = fields.map((field) => `${columnOf(field)} = ?`).join(' AND ')
      const sql = `SELECT body FROM ${tableOf(collection)} WHERE deleted = 0 AND ${conditions} LIMIT ?`
      return statements
        .all(sql, [...fields.map((field) => where[field] ?? null), limit])
        .map((row) => parse(row.body))
    },
    put(collection, document, { body, commit, lwt, deleted }) {
      const owner = entities[collection].customerIdOf(document) ?? null
      statement(puts, collection).run(document.id, commit, lwt, deleted ? 1 : 0, owner, body)
    },
    getDeleted(collection, id) {
      const row = statement(tombstones, collection).get(id)
      return row && parse(row.body)
    },
    findMention(collection, id, except) {
      const rows = db
        .prepare(`SELECT id FROM ${tableOf(collection)} WHERE deleted = 0 AND instr(body, ?) > 0 AND id <> ?`)
        .all(JSON.stringify(id), id)
      return rows.map((row) => row.id as string).find((found) => !except.has(found))
    },
  }
}
