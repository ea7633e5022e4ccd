import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { fail, type HostError, type HostReply } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { err } from '#core/lib/result.ts'
import { asTask } from '../../host/as-task.ts'
import type { DataFolders } from '../../host/data-folders.ts'
import type { StoreSlot } from '../../host/store-slot.ts'
import type { RunningTask, Tasks } from '../../host/tasks.ts'
import { cancelled } from '../../store/cancelled.ts'
import { databaseFile } from '../../store/database-file.ts'
import type { Settings } from '../settings/settings.ts'
import { clearJoining, finishJoining, joiningFolder, markReady } from '../sync/joining.ts'
import { createIncomingFile } from '../transfer/incoming-file.ts'
import { safeName, type TransferFiles } from '../transfer/transfer-files.ts'
import { startTransferThread } from '../transfer/transfer-thread.ts'
import type { TransferCalls } from '../transfer/transfer-worker.ts'

export interface BackupOptions {
  slot: StoreSlot
  folders: DataFolders
  settings: Settings
  files: TransferFiles
  tasks: Tasks
  /** The built thread (`out/main/transfer-worker.js`). */
  workerFile: string
  /** Has every window begin anew. */
  restartWindows: () => void
}

/** Bytes of a backup: some ten times that of 100,000 customers with all they have. */
const LARGEST_FILE = 8 * 1024 * 1024 * 1024
/** Bytes of what comes out of one: no disk of an office is filled by a crafted file. */
const LARGEST_DATABASE = 64 * 1024 * 1024 * 1024
const ENDING = 'enlace-datos'

/** Backups of the desktop's data, and going on from one. */
export function createBackup(options: BackupOptions): NamespaceHandlers<'backup'> {
  const { slot, folders, settings, files, tasks, workerFile } = options
  const incoming = createIncomingFile({ files, largest: LARGEST_FILE, tooLarge: 'backup/too-large' })
  /** The unpacked file that was checked, and of which one it came. */
  let checked: { file: string; isShared: boolean } | undefined
  let isBusy = false

  const restoring = join(folders.real, 'restoring')
  const forget = (): void => {
    checked = undefined
    rmSync(restoring, { recursive: true, force: true })
  }
  forget()

  /** One call in a thread beside the store. */
  async function inThread<T, K extends keyof TransferCalls>(
    method: K,
    input: TransferCalls[K],
  ): Promise<HostReply<T>> {
    const started = await startTransferThread(workerFile, folders.active())
    if (!started.ok) return started
    try {
      return await started.value.call<T, K>(method, input)
    } finally {
      await started.value.close()
    }
  }

  return {
    make: ({ name, taskId }) =>
      asTask(tasks, taskId, 'backup.make', async (task) => {
        const made = files.create(`${safeName(name)}.${ENDING}`)
        const copy = `${made.path}.sqlite`
        const copied = await inThread<object, 'copy'>('copy', { path: copy })
        if (!copied.ok) {
          files.remove(made.id)
          return copied
        }
        try {
          await through(copy, made.path, createGzip({ level: 1 }), task)
        } catch (error) {
          files.remove(made.id)
          return failure(error, task)
        }
        rmSync(copy)
        return { ok: true, value: { file: made.id, name: made.name, bytes: statSync(made.path).size } }
      }),

    begin: (input) => Promise.resolve(incoming.begin(input)),
    add: (input) => Promise.resolve(incoming.add(input)),

    read: ({ file, taskId }) =>
      asTask(tasks, taskId, 'backup.read', async (task) => {
        const found = incoming.whole(file)
        if (!found.ok) return found
        if (isBusy) return fail('store/busy', 'being restored', { retryable: true })
        forget()
        mkdirSync(restoring, { recursive: true, mode: 0o700 })
        const path = databaseFile(restoring)
        try {
          await through(found.value.path, path, createGunzip(), task)
        } catch (error) {
          forget()
          return failure(error, task)
        }
        const looked = await inThread<MethodOutput<'backup', 'read'>, 'lookAtBackup'>('lookAtBackup', {
          path,
        })
        if (looked.ok) checked = { file, isShared: looked.value.isShared }
        else forget()
        return looked
      }),

    async restore({ file }) {
      if (folders.isDemo()) return fail('backup/demo', 'leave the demo first')
      if (!checked || checked.file !== file) return fail('backup/not-read', 'read it first')
      if (isBusy) return fail('store/busy', 'being restored', { retryable: true })
      isBusy = true
      try {
        const folder = folders.real
        const { isShared } = checked
        checked = undefined
        // Before it takes the place of anything: what an older version of the program wrote is made ready, and it gets an
        // identity of its own, since the desktop that it is of may go on, and both may join one day. A connected one the
        // server tells apart. Ended in the middle, it is gone at the next start; whoever joins must never find it.
        const prepared = await slot.open(restoring, { isBackup: true })
        if (!prepared.ok) {
          forget()
          return prepared
        }
        if (!isShared) await prepared.value.store.sync.renewAlone()
        await prepared.value.store.close()
        clearJoining(folder)
        renameSync(restoring, joiningFolder(folder))
        markReady(folder, Date.now(), slot.current().device() ? 'restore' : 'empty')
        let setAside: string | undefined
        const reopened = await slot.reopen(folder, () => (setAside = finishJoining(folder)))
        if (!reopened.ok) return reopened
        settings.readFrom(reopened.value.store)
        incoming.close(file)
        options.restartWindows()
        return { ok: true, value: setAside === undefined ? {} : { setAside } }
      } finally {
        isBusy = false
      }
    },

    close({ file }) {
      if (checked?.file === file) forget()
      incoming.close(file)
      return Promise.resolve({ ok: true, value: {} })
    },
  }
}

/** Packs or unpacks a file, with progress by the bytes of the first one. */
async function through(
  from: string,
  to: string,
  step: ReturnType<typeof createGzip> | ReturnType<typeof createGunzip>,
  task: RunningTask | undefined,
): Promise<void> {
  const { size } = statSync(from)
  const source = createReadStream(from)
  source.on('data', () => task?.progress(source.bytesRead, size))
  let bytes = 0
  step.on('data', (piece: Buffer) => {
    bytes += piece.length
    if (bytes > LARGEST_DATABASE) step.destroy(new NotABackup())
  })
  await pipeline(source, step, createWriteStream(to, { mode: 0o600, flush: true }), {
    ...(task && { signal: task.signal }),
  })
}

class NotABackup extends Error {}

function failure(error: unknown, task: RunningTask | undefined): { ok: false; error: HostError } {
  if (task?.signal.aborted) return err(cancelled)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC') return fail('store/disk-full', 'no space left')
  // The end is missing, or what is there does not fit its sum.
  if (code === 'Z_BUF_ERROR') return fail('backup/damaged', 'cut short')
  if (code === 'Z_DATA_ERROR' || error instanceof NotABackup) return fail('backup/unknown', 'not a backup')
  throw error
}
