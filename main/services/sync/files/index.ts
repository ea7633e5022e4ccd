import { statSync } from 'node:fs'
import { fail, type HostError, type HostReply } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { AnswerHeader } from '#core/sync/files/answer-request.ts'
import { createAnswerLook } from '#core/sync/files/look-at-answer.ts'
import { requestHeader, requestLines } from '#core/sync/files/request-file.ts'
import { sealFile, type FileProblem } from '#core/sync/files/sync-file.ts'
import { takeAnswer } from '#core/sync/files/take-answer.ts'
import type { ClientState } from '#core/sync/client/ports.ts'
import type { ServerIdentity } from '#core/sync/wire.ts'
import { err } from '#core/lib/result.ts'
import { asTask } from '../../../host/as-task.ts'
import type { RunningTask, Tasks } from '../../../host/tasks.ts'
import type { Store } from '../../../store/store.ts'
import { sha256 } from '../../../store/sha256.ts'
import { cancelled } from '../../../store/cancelled.ts'
import { createIncomingFile } from '../../transfer/incoming-file.ts'
import { safeName, type TransferFiles } from '../../transfer/transfer-files.ts'
import { answerLines, checkAnswer } from './answer-file.ts'
import { writeLines, type ReadOptions } from './gzip-lines.ts'

export interface SyncFilesOptions {
  store: () => Store
  files: TransferFiles
  tasks: Tasks
  /** What waits for the server may be less now. */
  changed: () => void
}

/** Bytes of a file on its way: some ten times all of an organisation with 100,000 customers. */
export const LARGEST_FILE = 1024 * 1024 * 1024
const ENDING = 'enlace'

/** Exchanges files with the server (docs/sync-protocol.md §9) for the file that is open. */
export function createSyncFiles({
  store,
  files,
  tasks,
  changed,
}: SyncFilesOptions): NamespaceHandlers<'syncFiles'> {
  const incoming = createIncomingFile({ files, largest: LARGEST_FILE, tooLarge: 'sync/file-too-large' })

  return {
    make: ({ name, taskId }) =>
      asTask(tasks, taskId, 'syncFiles.make', async (task) => {
        const known = await connected(store())
        if (!known.ok) return known
        const { state, server } = known.value
        const { pending } = await store().sync.standing()
        const made = files.create(`${safeName(name)}.${ENDING}`)
        let changes = 0
        const lines = requestLines(store().sync, (ops) => {
          changes = ops
          task?.progress(ops, pending)
        })
        const header = requestHeader(state, server.org, new Date().toISOString())
        try {
          await writeLines(
            made.path,
            sealFile(header, lines, { sha256, sign: (text) => store().sync.signFile(text) }),
            task?.signal,
          )
        } catch (error) {
          files.remove(made.id)
          return failure(error, task)
        }
        // Meanwhile the file may have gone on under another identity, which signed for the one before it.
        if ((await store().sync.state())?.device !== state.device) {
          files.remove(made.id)
          return fail('store/busy', 'the identity changed', { retryable: true })
        }
        const { size: bytes } = statSync(made.path)
        return { ok: true, value: { file: made.id, name: made.name, bytes, changes } }
      }),

    begin: (input) => Promise.resolve(incoming.begin(input)),
    add: (input) => Promise.resolve(incoming.add(input)),

    read: ({ file, taskId }) =>
      asTask(tasks, taskId, 'syncFiles.read', async (task) => {
        const known = await connected(store())
        if (!known.ok) return known
        const found = incoming.whole(file)
        if (!found.ok) return found
        const { path } = found.value
        const { state, server } = known.value
        let look: ReturnType<typeof createAnswerLook> | undefined
        try {
          const checked = await checkAnswer(
            path,
            server,
            (header, line) => (look ??= createAnswerLook(state, header)).look(line),
            following(task, path),
          )
          if (!checked.ok) return problem(checked.error)
          look ??= createAnswerLook(state, checked.value)
          return { ok: true, value: { made: checked.value.made, ...look.contents() } }
        } catch (error) {
          return failure(error, task)
        }
      }),

    apply: ({ file, taskId }) =>
      asTask(tasks, taskId, 'syncFiles.apply', async (task) => {
        const known = await connected(store())
        if (!known.ok) return known
        const found = incoming.whole(file)
        if (!found.ok) return found
        const { path } = found.value
        try {
          const checked = await checkAnswer(path, known.value.server, () => undefined, {
            ...(task && { signal: task.signal }),
          })
          if (!checked.ok) return problem(checked.error)
          return { ok: true, value: await take(checked.value, path, following(task, path)) }
        } catch (error) {
          return failure(error, task)
        } finally {
          changed()
        }
      }),

    close({ file }) {
      incoming.close(file)
      return Promise.resolve({ ok: true, value: {} })
    },
  }

  async function take(header: AnswerHeader, path: string, options: ReadOptions) {
    const end = await takeAnswer(store().sync, header, answerLines(path, options))
    // Connected: looked at before.
    if (!end) throw new Error('the file is not connected')
    return end.kind === 'refused' ? { end: end.kind, refusal: end.refusal } : { end: end.kind }
  }
}

/** Where the desktop stands, and who signs for its organisation. */
async function connected(store: Store): Promise<HostReply<{ state: ClientState; server: ServerIdentity }>> {
  const state = await store.sync.state()
  if (!state) return fail('sync/not-connected', 'works alone')
  const { server } = state
  if (!server) return fail('sync/no-file-key', 'joined before servers signed files')
  return { ok: true, value: { state, server } }
}

/** Progress by the bytes of a file. */
function following(task: RunningTask | undefined, path: string): ReadOptions {
  if (!task) return {}
  const { size } = statSync(path)
  return { signal: task.signal, read: (bytes) => task.progress(bytes, size) }
}

export const FILE_ERRORS: Readonly<Record<FileProblem, HostErrorCode>> = {
  notAFile: 'sync/file-unknown',
  newer: 'sync/file-newer',
  otherKind: 'sync/file-other-kind',
  foreign: 'sync/file-foreign',
  truncated: 'sync/file-truncated',
  altered: 'sync/file-altered',
}

const problem = (reason: FileProblem) => fail(FILE_ERRORS[reason], reason)

/** What is expected to go wrong with a file as a value; anything else is a bug. */
function failure(error: unknown, task: RunningTask | undefined): { ok: false; error: HostError } {
  if (task?.signal.aborted) return err(cancelled)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC') return fail('store/disk-full', 'no space left')
  if (typeof code === 'string' && code.startsWith('store/')) return fail(code as HostErrorCode, 'store')
  throw error
}
