import { parentPort, workerData } from 'node:worker_threads'
import type { HostReply } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { systemClock } from '#core/lib/clock.ts'
import { listActivity, readUndoState } from './activity/activity-reader.ts'
import { customerAsOf } from './activity/as-of.ts'
import { listPastImports } from './activity/past-imports.ts'
import { createEraseList, reapplyErasures } from './erase-list.ts'
import { createEventPump } from './event-pump.ts'
import { checkFile, type FileOutcome } from './file-check.ts'
import { checkCancel } from './cancelled.ts'
import { databaseFile } from './database-file.ts'
import { openForWriting } from './file.ts'
import { inSnapshot } from './query/statements.ts'
import { pack } from './json-member.ts'
import { tellOpening } from './opening.ts'
import { createDuplicateFinder } from './query/duplicates/index.ts'
import { createReader } from './query/reader.ts'
import { checkSnapshot, formatOfFile } from './snapshot/snapshot-file.ts'
import { openSqlite } from './sqlite/open.ts'
import { createRunLater } from './run-later.ts'
import { post, serveThread, type Method } from './serve-thread.ts'
import { expectedStoreError } from './store-errors.ts'
import { FILE, type ThreadData } from './thread-messages.ts'
import { readImportedTable } from './imported-tables.ts'
import { createLocalData } from './writer/local-data.ts'
import type { SyncFile } from './sync/sync-file.ts'
import { createWriter } from './writer/writer.ts'

const data = workerData as ThreadData
const path = databaseFile(data.folder)

const signals = new Int32Array(data.signals)

/** How long after a page of a first pull the next one counts as not coming soon. Milliseconds. */
const INTERRUPTED = 10_000

/** What the sync client asks between two pages of a pull: nothing is written, so events of the first one may wait. */
const QUESTIONS: ReadonlySet<keyof SyncFile> = new Set<keyof SyncFile>(['state', 'hashOf', 'standing'])

/** How long after a bulk command the next one counts as not coming soon. Milliseconds. */
const AFTER_BULK = 500

/** KiB of pages in memory, below zero. */
const FRUGAL_CACHE = -8192

const serve = serveThread.bind(undefined, path)

const start = { writer: startWriter, reader: startReader, checker: startChecker }
// Imports and exports have a script of their own.
if (data.role !== 'transfer') start[data.role]()

/** Lets the reader, which has loaded meanwhile, open the file or give up. */
function tellFile(isOpen: boolean): void {
  Atomics.store(signals, FILE, isOpen ? 1 : 2)
  Atomics.notify(signals, FILE)
}

function startWriter(): void {
  const opened = openForWriting(
    data.folder,
    () => systemClock.now(),
    tellOpening(signals, (opening) => post({ type: 'event', event: pack({ type: 'opening', opening }) })),
  )
  tellFile(opened.ok)
  if (!opened.ok) {
    post({ type: 'failed', error: opened.error })
    return
  }
  const { db, setAside, isUnchecked, settle, empty, close } = opened.value
  if (data.isFrugal) db.exec(`PRAGMA cache_size = ${FRUGAL_CACHE}`)
  const pump = createEventPump((event) => post({ type: 'event', event: pack(event) }))
  let tell: (done: number, total: number) => void = () => undefined
  const eraseList = createEraseList(data.folder, db)
  let isOpen = true
  /** A commit had more than one part: it may have left text for later. */
  let isBulk = false
  const writer = createWriter(db, {
    path,
    isOpen: () => isOpen,
    onCommit(event) {
      isBulk ||= !event.last
      pump.push(event)
    },
    onDay: (day) => pump.push({ type: 'day', day }),
    importedTable: (file) => readImportedTable(data.folder, file),
    onErased(customerIds, at) {
      eraseList.add(customerIds, at)
      empty()
    },
    onProgress(done, total) {
      checkCancel(signals)
      tell(done, total)
    },
  })
  reapplyErasures(writer, eraseList)
  let quiet: ReturnType<typeof setTimeout> | undefined
  /** Makes what a first pull left for its end, when that was interrupted, and what a bulk command left for later. */
  const finishLoadAfter = (wait: number): void => {
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      // The next pull, or the next start, goes on with it.
      writer.sync.finishLoad().catch((error: unknown) => {
        if (!expectedStoreError(error, path)) console.error(error)
      })
    }, wait)
  }
  finishLoadAfter(0)
  const afterBulk = (): void => {
    if (isBulk) finishLoadAfter(AFTER_BULK)
    isBulk = false
  }
  const local = createLocalData(db, () => systemClock.now())
  // The main thread sends only what the contract's schemas and its own ports allow.
  const of = <I>(work: (input: I) => HostReply): Method => {
    return (input, onProgress) => {
      tell = onProgress
      pump.flush()
      const reply = work(input as I)
      afterBulk()
      return reply
    }
  }
  serve(
    {
      'app.setUp': of<MethodInput<'app', 'setUp'>>((input) => writer.setUp(input)),
      'command.run': of<{ command: string; input: unknown; internal: boolean }>((input) =>
        writer.run(input.command, input.input, input.internal),
      ),
      'command.preview': of<{ command: string; input: unknown }>((input) =>
        writer.preview(input.command, input.input),
      ),
      'command.undo': of<{ opId?: string }>((input) => writer.undo(input.opId)),
      'command.putBack': of<MethodInput<'command', 'putBack'>>(({ opId, i }) => writer.putBack(opId, i)),
      'file.followDay': of(() => writer.followDay()),
      'command.redo': of(() => writer.redo()),
      'sync.call': async (input) => {
        // The main thread's own port sends what the method takes.
        const { method, args } = input as { method: keyof SyncFile; args: never[] }
        if (!QUESTIONS.has(method)) pump.flush()
        if (method === 'takePage') finishLoadAfter(INTERRUPTED)
        const work: (...args: never[]) => unknown = writer.sync[method]
        const value = await work(...args)
        // The last page of a pull finishes itself what is left.
        if (method !== 'takePage') afterBulk()
        return { ok: true, value }
      },
      'local.get': of<{ area: string; key: string }>((input) => local.get(input.area, input.key)),
      'local.put': of<{ area: string; key: string; value: unknown }>((input) =>
        local.put(input.area, input.key, input.value),
      ),
      'local.remove': of<{ area: string; key: string }>((input) => local.remove(input.area, input.key)),
      'file.settle': of<FileOutcome>((outcome) => {
        settle(outcome)
        return { ok: true, value: {} }
      }),
      'local.list': of<{ area: string }>((input) => local.list(input.area)),
    },
    () => {
      clearTimeout(quiet)
      isOpen = false
      pump.flush()
      close()
    },
    () => writer.device(),
  )
  post({ type: 'ready', device: writer.device(), setAside, isUnchecked })
}

function startReader(): void {
  // The file is the writer's to make and to check.
  Atomics.wait(signals, FILE, 0)
  if (Atomics.load(signals, FILE) === 2) return void parentPort?.close()
  const db = openSqlite(path, { readOnly: true })
  db.exec(
    'PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456',
  )
  const { runLater, beforeAnswer, stop } = createRunLater()
  serve(
    {
      ...createReader(db, runLater),
      'customers.duplicates': createDuplicateFinder(db, runLater),
      'activity.list': (input) => ({
        ok: true,
        value: listActivity(db, input as MethodInput<'activity', 'list'>),
      }),
      'activity.asOf': (input) => ({
        ok: true,
        value: inSnapshot(db, () => customerAsOf(db, input as MethodInput<'activity', 'asOf'>)),
      }),
      'imports.past': (input) => ({
        ok: true,
        value: listPastImports(db, input as MethodInput<'imports', 'past'>),
      }),
      'command.undoState': () => readUndoState(db),
    },
    () => {
      stop()
      db.close()
    },
    undefined,
    beforeAnswer,
  )
  post({ type: 'ready' })
}

function startChecker(): void {
  serve(
    {
      'file.check': () => ({ ok: true, value: checkFile(path) }),
      'snapshot.check': (file) => ({ ok: true, value: checkSnapshot(String(file), formatOfFile(path)) }),
    },
    () => undefined,
  )
  post({ type: 'ready' })
}
