import { v7 as uuidv7 } from 'uuid'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { PIECE_SIZE } from '#core/contract/methods/transfer-kit.ts'
import type { Tasks } from '../../host/tasks.ts'
import type { Store } from '../../store/store.ts'
import type { Geocoding } from '../geocoding/index.ts'
import { createBank } from './bank/bank.ts'
import { createImports } from './imports.ts'
import { createTransferFiles, safeName, type TransferFiles } from './transfer-files.ts'
import { startTransferThread } from './transfer-thread.ts'
import type { TransferCalls } from './transfer-worker.ts'

/** Asks the person where to keep a file and copies it there; false when they would rather not. */
export type SaveFile = (path: string, suggestedName: string) => Promise<boolean>

export interface TransferOptions {
  store: () => Store
  /** The folder of the data that is open. */
  dataFolder: () => string
  tasks: Tasks
  geocoding: Pick<Geocoding, 'placeNamed'>
  /** The built thread (`out/main/transfer-worker.js`). */
  workerFile: string
  /** Absent where the window itself saves files, as a browser does. */
  saveFile?: SaveFile
}

export interface Transfer {
  handlers: {
    imports: NamespaceHandlers<'imports'>
    exports: NamespaceHandlers<'exports'>
    files: NamespaceHandlers<'files'>
    bank: NamespaceHandlers<'bank'>
  }
  /** Where files come and go, also those that are no tables. */
  files: TransferFiles
  /** `activity.verify`: minutes of hashing are no work for the thread that answers screens. */
  verify: NamespaceHandlers<'activity'>['verify']
  close(): Promise<void>
}

/** Import and export of tables: files come and go in pieces, threads read and write them. */
export function createTransfer(options: TransferOptions): Transfer {
  const { store, dataFolder, tasks, geocoding, workerFile, saveFile } = options
  const files = createTransferFiles(dataFolder, () => uuidv7())
  files.clear()
  const startThread = () => startTransferThread(workerFile, dataFolder())
  const imports = createImports({
    store,
    files,
    tasks,
    startThread,
    placeNamed: (query, language) => geocoding.placeNamed(query, language),
  })

  const bank = createBank({ store, files, tasks, startThread })

  /** Runs one call in a thread of its own, as a task that a window may follow and cancel. */
  async function inThread<T, K extends keyof TransferCalls>(
    method: K,
    input: TransferCalls[K] & { taskId?: string },
    phase: string,
  ): Promise<HostReply<T>> {
    const task = input.taskId === undefined ? undefined : tasks.begin(input.taskId, phase)
    const started = await startThread()
    try {
      return started.ok ? await started.value.call<T, K>(method, input, task) : started
    } finally {
      task?.end()
      if (started.ok) await started.value.close()
    }
  }

  const endings = { pdf: 'pdf', ubl: 'xml' } as const
  type Made = { file: string; name: string; rows: number; bytes: number }

  /** A file that a thread writes; gone again when it cannot. */
  async function make(
    name: string,
    write: (path: string) => Promise<HostReply<{ rows: number; bytes: number }>>,
  ): Promise<HostReply<Made>> {
    const made = files.create(name)
    const reply = await write(made.path)
    if (reply.ok) return { ok: true, value: { file: made.id, name: made.name, ...reply.value } }
    files.remove(made.id)
    return reply
  }

  const exports: NamespaceHandlers<'exports'> = {
    make: (input) =>
      make(`${safeName(input.name)}.${input.format}`, (path) =>
        inThread('export', { ...input, path }, 'exports.make'),
      ),
    log: (input) =>
      make(`${safeName(input.name)}.${input.format}`, (path) =>
        inThread('log', { ...input, path }, 'exports.log'),
      ),
    invoices: (input) =>
      make(`${safeName(input.name)}.${input.as === 'zip' ? 'zip' : endings[input.format]}`, (path) =>
        inThread('invoices', { ...input, path }, 'exports.invoices'),
      ),
    invoiceList: (input) =>
      make(`${safeName(input.name)}.${input.format}`, (path) =>
        inThread('invoiceList', { ...input, path }, 'exports.invoiceList'),
      ),
    payments: (input) =>
      make(`${safeName(input.name)}.${input.format}`, (path) =>
        inThread('payments', { ...input, path }, 'exports.payments'),
      ),
    sheet: (input) =>
      make(`${safeName(input.name)}.${input.format}`, (path) =>
        inThread('sheet', { ...input, path }, 'exports.sheet'),
      ),
    customer: (input) =>
      make(`${safeName(input.name)}.zip`, (path) =>
        inThread('customer', { ...input, path }, 'exports.customer'),
      ),
  }

  const fileHandlers: NamespaceHandlers<'files'> = {
    read({ file, offset }) {
      const found = files.find(file)
      if (!found) return Promise.resolve(gone)
      const bytes = files.read(found, offset, PIECE_SIZE)
      const isLast = offset + bytes.length >= files.size(found)
      const data = Buffer.from(bytes).toString('base64')
      return Promise.resolve({ ok: true, value: { data, isLast } })
    },
    async save({ file }) {
      const found = files.find(file)
      if (!found) return gone
      if (!saveFile) return fail('host/unavailable', 'this host has no dialog for files')
      try {
        return { ok: true, value: { saved: await saveFile(found.path, found.name) } }
      } catch {
        // The folder is read-only, full, or gone since the person chose it.
        return fail('files/not-saved', 'the file could not be copied')
      }
    },
    remove({ file }) {
      files.remove(file)
      return Promise.resolve({ ok: true, value: {} })
    },
  }

  return {
    files,
    verify: (input) => inThread('verify', input, 'activity.verify'),
    handlers: { imports: imports.handlers, exports, files: fileHandlers, bank: bank.handlers },
    async close() {
      await imports.close()
      await bank.close()
      files.clear()
    },
  }
}

const gone = fail('files/gone', 'no such file')
