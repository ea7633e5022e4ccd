import type { DocumentWrite } from '#core/domain/command.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { ledgerEntrySchema, type LedgerEntry } from '#core/domain/ledger/schema.ts'
import { collectionNames, entities, isCollectionName } from '#core/domain/registry.ts'
import type { RecordRef } from '#core/sync/merge/merge-op.ts'
import type { RecordPlace } from '#core/sync/overlay/device-store.ts'
import type { FeedItem } from '#core/sync/wire.ts'
import { compiledValidate } from '../compiled-validate.ts'
import { preparedFor, type PostedEntry } from '../projectors/projector.ts'
import { tableOf, type KeptRow } from '../query/document-table.ts'
import { getMeta, putMeta } from '../meta.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import type { EventRow } from '../writer/commit-events.ts'
import type { Documents } from '../writer/documents.ts'
import { createSyncedLedger } from './ledger.ts'

const prepared = preparedFor({
  other: `SELECT body FROM sync_others WHERE collection = ? AND id = ?`,
  anyOther: `SELECT 1 FROM sync_others LIMIT 1`,
  putOther: `INSERT INTO sync_others (collection, id, body) VALUES (?, ?, ?)
    ON CONFLICT (collection, id) DO UPDATE SET body = excluded.body`,
  removeOther: `DELETE FROM sync_others WHERE collection = ? AND id = ?`,
  others: `SELECT collection, id, body FROM sync_others WHERE (collection, id) > (?, ?) ORDER BY collection, id LIMIT ?`,
  entries: `SELECT key AS id, body FROM transactions WHERE key > ? ORDER BY key LIMIT ?`,
})

/** Records read at a time. */
const PAGE = 500

/** What a transaction did to records, for read models and windows. */
export interface RecordChanges {
  commit: number
  writes: DocumentWrite[]
  rows: EventRow[]
  posted: readonly PostedEntry[]
  withdrawn: readonly PostedEntry[]
}

/** Every record of the file in one transaction: documents, entries of the ledger, and what this version cannot show. */
export function createRecords(db: SqliteDatabase, documents: Documents, now: () => number) {
  const statements = prepared(db)
  const changed = new Map<string, DocumentWrite & { row: KeptRow }>()
  /** Documents that were put and are not in the file yet: many go there together. */
  let unwritten = new Map<string, { collection: CollectionName; document: StoredDocument; row: KeptRow }>()
  let commit: number | undefined
  let hundredths = Math.max(now() * 100, Number(getMeta(db, 'lwtHundredths') ?? 0))
  let hasOthers = statements.anyOther.get() !== undefined

  const nextCommit = (): number => (commit ??= Number(getMeta(db, 'commit') ?? 0) + 1)
  const ledger = createSyncedLedger(db, nextCommit)

  type Found = RecordRef & { body: unknown }
  /** Where records are kept: the next ones behind a place, a page at a time. */
  const parts = (): ((behind: RecordRef) => Found[])[] => [
    ...collectionNames.map((collection) => {
      const next = db.prepare(
        `SELECT id, body FROM ${tableOf(collection)} WHERE id > ? AND deleted = 0 ORDER BY id LIMIT ${PAGE}`,
      )
      return ({ id }: RecordRef) =>
        next.all(id).map((row) => ({ collection, id: row.id as string, body: row.body }))
    }),
    ({ id }) =>
      statements.entries
        .all(id, PAGE)
        .map((row) => ({ collection: 'transactions', id: row.id as string, body: row.body })),
    ({ collection, id }) =>
      statements.others
        .all(collection, id, PAGE)
        .map((row) => ({ collection: row.collection as string, id: row.id as string, body: row.body })),
  ]

  const getOther = ({ collection, id }: RecordRef): StoredDocument | undefined => {
    const row = hasOthers ? statements.other.get(collection, id) : undefined
    return row && parse(row.body)
  }
  const putOther = ({ collection, id }: RecordRef, body: StoredDocument | undefined): void => {
    if (body) {
      statements.putOther.run(collection, id, JSON.stringify(body))
      hasOthers = true
    } else if (hasOthers) statements.removeOther.run(collection, id)
  }

  /** Documents that are known not to be there. */
  const absent = new Set<string>()
  /** The document that was read last: who reads one mostly puts it next. */
  let lastRead: { key: string; document: StoredDocument | undefined } | undefined
  const readDocument = (collection: CollectionName, id: string): StoredDocument | undefined => {
    const key = `${collection}/${id}`
    if (absent.has(key)) return undefined
    const known = changed.get(key)
    if (known) return known.after
    if (lastRead?.key !== key) lastRead = { key, document: documents.get(collection, id) }
    return lastRead.document
  }
  const getShown = ({ collection, id }: RecordRef): StoredDocument | undefined => {
    if (collection === 'transactions') return asRecord(ledger.get(id))
    return isCollectionName(collection) ? readDocument(collection, id) : undefined
  }

  const putDocument = (
    collection: CollectionName,
    id: string,
    after: StoredDocument | undefined,
    isErased: boolean,
  ): void => {
    const key = `${collection}/${id}`
    const before = readDocument(collection, id)
    lastRead = undefined
    absent.delete(key)
    if (!before && !after) return
    hundredths += 1
    const document = after ?? (isErased ? { id } : (before ?? { id }))
    const row = {
      body: JSON.stringify(document),
      commit: nextCommit(),
      lwt: hundredths / 100,
      deleted: after === undefined,
    }
    unwritten.set(key, { collection, document, row })
    const known = changed.get(key)
    changed.set(key, { collection, id, before: known ? known.before : before, after, row })
  }

  const write = (): void => {
    const rows = [...unwritten.values()]
    unwritten = new Map()
    for (const name of new Set(rows.map(({ collection }) => collection)))
      documents.putAll(
        name,
        rows.filter(({ collection }) => collection === name),
      )
  }

  return {
    get: (ref: RecordRef): StoredDocument | undefined => getOther(ref) ?? getShown(ref),
    /** Finds out at once which of the records that will be asked for are not there. */
    look(items: readonly FeedItem[]): void {
      const ids = new Map<CollectionName, string[]>()
      const listOf = (collection: CollectionName): string[] => {
        const list = ids.get(collection) ?? []
        ids.set(collection, list)
        return list
      }
      for (const item of items)
        if (item.type === 'record' && isCollectionName(item.collection)) listOf(item.collection).push(item.id)
      for (const [collection, asked] of ids) {
        const there = documents.present(collection, asked)
        for (const id of asked) if (!there.has(id)) absent.add(`${collection}/${id}`)
      }
    },
    /** `isErased`: nothing but the id of a record that is gone may be left. */
    put(ref: RecordRef, body: StoredDocument | undefined, isErased = false): void {
      const { collection, id } = ref
      const shown = body && canShow(ref, body) ? body : undefined
      putOther(ref, shown ? undefined : body)
      if (collection === 'transactions') ledger.put(id, shown as LedgerEntry | undefined)
      else if (isCollectionName(collection)) putDocument(collection, id, shown, isErased)
    },
    /** Documents by collection, then entries of the ledger, then what this version cannot show; each by its id. */
    *all(behind?: RecordPlace): Iterable<RecordRef & { body: StoredDocument; place: RecordPlace }> {
      write()
      for (const [part, next] of parts().entries()) {
        if (behind && part < behind.part) continue
        let place = behind?.part === part ? behind : { part, collection: '', id: '' }
        for (let found = next(place); found.length > 0; found = next(place))
          for (const { collection, id, body } of found) {
            place = { part, collection, id }
            yield { collection, id, body: parse(body), place }
          }
      }
    },
    /** What happened to records; undefined when nothing did. */
    save(): RecordChanges | undefined {
      if (commit === undefined) return undefined
      write()
      putMeta(db, 'commit', commit)
      putMeta(db, 'lwtHundredths', hundredths)
      const writes = [...changed.values()]
      return {
        commit,
        writes: writes.map(({ row: _row, ...write }) => write),
        rows: writes.map(({ collection, row }) => ({ collection, row })),
        posted: ledger.posted(),
        withdrawn: ledger.withdrawn(),
      }
    },
  }
}

export type Records = ReturnType<typeof createRecords>

/** Whether read models and screens can work with a record: nothing that came from elsewhere is trusted. */
function canShow({ collection, id }: RecordRef, body: StoredDocument): boolean {
  if (collection === 'transactions')
    return compiledValidate(ledgerEntrySchema, body).ok && (body as unknown as LedgerEntry).key === id
  return (
    isCollectionName(collection) && body.id === id && compiledValidate(entities[collection].schema, body).ok
  )
}

const parse = (body: unknown): StoredDocument =>
  // The store itself wrote the text.
  JSON.parse(body as string) as StoredDocument

/** An entry is identified by its key, but travels as every record does. */
const asRecord = (entry: LedgerEntry | undefined) => entry as unknown as StoredDocument | undefined
