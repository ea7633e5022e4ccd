import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { CommandContext, CommandDefinition } from '#core/domain/command.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { collectionNames } from '#core/domain/registry.ts'
import type { OpHeader } from '#core/sync/op.ts'
import { growSchema } from '#main/store/schema.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { USUAL_DELETE } from '#main/store/writer/erase.ts'
import type { SqliteDatabase } from '#main/store/sqlite/port.ts'
import { createWriter } from '#main/store/writer/writer.ts'
import { tempFolder } from './temp-folder.ts'

export const setUpInput = {
  language: 'es',
  personName: 'Ana Ruiz',
  companyName: 'Fibra Alta',
  officeName: 'Madrid',
  officePrefix: 'MAD',
  timeZone: 'Europe/Madrid',
  country: 'ES',
  data: 'empty',
} as const

export interface WriterStoreOptions {
  file?: string
  commands?: Readonly<Record<string, CommandDefinition>>
  onProgress?: (done: number, total: number) => void
  importedTable?: CommandContext['importedTable']
  /** Hears every SQL text that the writer prepares. */
  onSql?: (sql: string) => void
}

/** The writer on a real file, in the test's own thread. */
export function createWriterStore({
  file,
  commands,
  importedTable,
  onProgress = () => undefined,
  onSql,
}: WriterStoreOptions = {}) {
  const path = file ?? join(tempFolder(), 'enlace.sqlite')
  const db = openSqlite(path)
  // As fast as it goes: what a power cut leaves is the crash test's matter.
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${USUAL_DELETE}`)
  growSchema(db)
  const events: Extract<HostEvent, { type: 'commit' }>[] = []
  const days: string[] = []
  const clock = { at: Date.parse('2026-03-10T10:00:00.000Z') }
  const heard: SqliteDatabase = onSql ? { ...db, prepare: (sql) => (onSql(sql), db.prepare(sql)) } : db
  const writer = createWriter(heard, {
    path,
    importedTable,
    onCommit: (event) => void events.push(event),
    onDay: (day) => void days.push(day),
    onProgress: (done, total) => onProgress(done, total),
    clock: { now: () => clock.at },
    commands,
  })
  let isOpen = true
  const close = () => {
    if (isOpen) db.close()
    isOpen = false
  }
  onTestFinished(close)
  const store = {
    path,
    db,
    writer,
    events,
    /** Days that began. */
    days,
    clock,
    close,
    count: (table: string) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n),
    headers: () =>
      db
        .prepare('SELECT header FROM ops ORDER BY n')
        .all()
        .map((row) => JSON.parse(row.header as string) as OpHeader),
    documents(collection: CollectionName) {
      return db
        .prepare(`SELECT body FROM d_${collection} WHERE deleted = 0 ORDER BY id`)
        .all()
        .map((row) => JSON.parse(row.body as string) as StoredDocument)
    },
    get: (collection: CollectionName, id: string) =>
      store.documents(collection).find((document) => document.id === id),
    /** Runs a command that must succeed; answers its op and result. */
    run<R>(command: string, input: unknown): { opId: string | undefined; result: R } {
      clock.at += 1000
      const reply = writer.run(command, input, false)
      if (!reply.ok) throw new Error(`${command}: ${JSON.stringify(reply.error)}`)
      return { opId: reply.value.opId, result: reply.value.result as R }
    },
    /** Every row of every table but those whose row numbers or times are free: to see that nothing was written. */
    everything: () =>
      ['meta', 'counters', 'local', 'ops', 'changes', 'transactions', 'r_customer', 'r_record', 'site_rtree']
        .concat(['r_transaction', 'r_invoice', 'r_service', 'r_site', 'r_identifier', 'r_customer_place'])
        .concat(collectionNames.map((name) => `d_${name}`))
        .map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()),
  }
  return store
}

export type WriterStore = ReturnType<typeof createWriterStore>

/** A writer whose desktop went through the set-up of a Madrid office. */
export function createReadyStore(options?: WriterStoreOptions): WriterStore {
  const store = createWriterStore(options)
  const done = store.writer.setUp(setUpInput)
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return store
}
