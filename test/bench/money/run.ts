import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { HostReply } from '#core/contract/envelope.ts'
import { defineCommand } from '#core/domain/command.ts'
import { commands } from '#core/domain/commands.ts'
import { readWhere, writeOf } from '#core/domain/typed-reader.ts'
import { ok } from '#core/lib/result.ts'
import { createHost } from '#main/host/host.ts'
import { createFolderLog } from '#main/host/folder-log.ts'
import { createFileSecrets } from '#main/services/secrets/file-secrets.ts'
import { databaseFile } from '#main/store/database-file.ts'
import { growSchema } from '#main/store/schema.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { createWriter } from '#main/store/writer/writer.ts'
import { removeFolder, temporaryFolder } from '../../support/browser-host.ts'
import { built, ensureBuilt } from '../../support/built.ts'
import { madeCustomer } from './made.ts'

export interface RunFigures {
  customers: number
  invoices: number
  /** Milliseconds. */
  draft: number
  issue: number
  /** Megabytes of the whole host, its threads included, at most. */
  memory: number
}

const ACTIVE_FROM = '2026-01-01'
const THROUGH = '2026-02-28'
const BATCH = 1000

/** Drafts and issues one run over customers with two services each, in a real host with its threads. */
export async function measureRun(customers: number, say: (text: string) => void): Promise<RunFigures> {
  await ensureBuilt()
  const folder = temporaryFolder()
  try {
    fill(folder, customers, say)
    const host = await openHost(folder)
    const watch = watchMemory()
    try {
      const call = async <T>(method: string, input: unknown): Promise<{ value: T; took: number }> => {
        const start = performance.now()
        const reply = (await host.dispatch(method, input, { transport: 'memory' })) as HostReply<T>
        const took = performance.now() - start
        if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.error)}`)
        return { value: reply.value, took }
      }
      const plan = { through: THROUGH, issuedOn: THROUGH }
      const draft = await call<MethodOutput<'billing', 'draft'>>('billing.draft', { plan })
      say(`draft of ${customers} customers: ${draft.took.toFixed(0)} ms`)
      const { draftId } = draft.value
      const issue = await call<MethodOutput<'billing', 'issue'>>('billing.issue', { draftId })
      const invoices = issue.value.totals.reduce((sum, one) => sum + one.invoices, 0)
      say(`issue of ${invoices} invoices: ${issue.took.toFixed(0)} ms`)
      if (issue.value.customers !== customers)
        throw new Error(`${issue.value.customers} of ${customers} customers were billed`)
      return { customers, invoices, draft: draft.took, issue: issue.took, memory: watch.stop() }
    } finally {
      watch.stop()
      await host.close()
    }
  } finally {
    removeFolder(folder)
  }
}

/** Customers with sites and services, by ops as a desktop writes them. */
function fill(folder: string, customers: number, say: (text: string) => void): void {
  const db = openSqlite(databaseFile(folder))
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  growSchema(db)
  const load = defineCommand({
    name: 'bench.load',
    input: Type.Object({ start: Type.Integer(), end: Type.Integer() }),
    undo: 'none',
    run({ start, end }, context) {
      const [status] = readWhere(context.read, 'catalog', { kind: 'customerStatus' })
      const writes = Array.from({ length: end - start }, (_, i) => {
        const { customer, site, services } = madeCustomer(start + i, context.actor.officeId, ACTIVE_FROM)
        return [
          writeOf('customers', undefined, {
            ...customer,
            statusId: status?.id ?? customer.statusId,
            tags: [],
          }),
          writeOf('sites', undefined, site),
          ...services.map((service) => writeOf('services', undefined, service)),
        ]
      }).flat()
      return ok({ writes, result: null })
    },
  })
  const writer = createWriter(db, {
    path: databaseFile(folder),
    onCommit: () => undefined,
    onProgress: () => undefined,
    commands: { ...commands, 'bench.load': load },
  })
  const setUp = writer.setUp({
    language: 'es',
    personName: 'Ana Ruiz',
    companyName: 'Fibra Alta',
    officeName: 'Madrid',
    officePrefix: 'MAD',
    timeZone: 'Europe/Madrid',
    country: 'ES',
    data: 'empty',
  })
  if (!setUp.ok) throw new Error(JSON.stringify(setUp.error))
  for (let start = 0; start < customers; start += BATCH) {
    const reply = writer.run('bench.load', { start, end: Math.min(start + BATCH, customers) }, true)
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    if (start % 10_000 === 0) say(`filled ${start} of ${customers} customers`)
  }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

async function openHost(folder: string) {
  const log = createFolderLog(folder)
  const opened = await createHost({
    kind: 'browser',
    version: 'bench',
    folder,
    outFolder: join(built('main', 'browser-host.js'), '..', '..'),
    secrets: createFileSecrets(folder, log),
    openExternal: () => Promise.resolve(false),
    log,
  })
  if (!opened.ok) throw new Error(JSON.stringify(opened.error))
  return opened.value
}

/** The most memory of this process, threads included, above what it had before. Megabytes. */
function watchMemory() {
  const before = ownMemory()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, ownMemory())), 50)
  return {
    stop(): number {
      clearInterval(timer)
      return (most - before) / 1024 / 1024
    },
  }
}

/** Bytes that are the process's own: pages of the database that the system lends from its file cache are not. */
function ownMemory(): number {
  if (!existsSync('/proc/self/status')) return process.memoryUsage().rss
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes ?? 0) * 1024
}
