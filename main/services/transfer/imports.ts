import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { PIECE_SIZE } from '#core/contract/methods/transfer-kit.ts'
import type { ImportedPlace, PlaceQuery } from '#core/domain/import/imported-table.ts'
import type { ImportCounts } from '#core/domain/import/report.ts'
import { asTask } from '../../host/as-task.ts'
import type { RunningTask, Tasks } from '../../host/tasks.ts'
import type { Store } from '../../store/store.ts'
import { LARGEST_FILE } from './read-table.ts'
import type { TransferFile, TransferFiles } from './transfer-files.ts'
import type { TransferThread } from './transfer-thread.ts'

export interface ImportsOptions {
  store: () => Store
  files: TransferFiles
  tasks: Tasks
  startThread: () => Promise<HostReply<TransferThread>>
  placeNamed: (query: PlaceQuery, language: 'es' | 'en') => Promise<ImportedPlace | undefined>
}

/** The import that is open: one at a time, its table in a thread of its own. */
interface Open {
  file: TransferFile
  size: number
  thread?: TransferThread
  rehearsed?: Pick<MethodInput<'imports', 'rehearse'>, 'mapping'> & MethodOutput<'imports', 'rehearse'>
}

/** Places asked of the gazetteer between two reports of progress. */
const PLACES_AT_ONCE = 50

export function createImports({ store, files, tasks, startThread, placeNamed }: ImportsOptions) {
  let open: Open | undefined

  async function close(): Promise<void> {
    const closing = open
    open = undefined
    await closing?.thread?.close()
    if (closing) files.remove(closing.file.id)
  }

  const current = (file: string): Open | undefined => (open?.file.id === file ? open : undefined)

  async function findPlaces(
    queries: readonly PlaceQuery[],
    language: 'es' | 'en',
    task: RunningTask | undefined,
  ): Promise<[PlaceQuery, ImportedPlace][] | undefined> {
    const found: [PlaceQuery, ImportedPlace][] = []
    for (let start = 0; start < queries.length; start += PLACES_AT_ONCE) {
      if (task?.signal.aborted) return undefined
      const batch = queries.slice(start, start + PLACES_AT_ONCE)
      const places = await Promise.all(batch.map((query) => placeNamed(query, language)))
      for (const [i, query] of batch.entries()) {
        const place = places[i]
        if (place) found.push([query, place])
      }
      task?.progress(Math.min(start + PLACES_AT_ONCE, queries.length), queries.length)
    }
    return found
  }

  const handlers: NamespaceHandlers<'imports'> = {
    async begin({ name, size }) {
      if (size > LARGEST_FILE) return fail('import/too-large', 'too large', { most: LARGEST_FILE, size })
      await close()
      open = { file: files.create(name), size }
      return { ok: true, value: { file: open.file.id, pieceSize: PIECE_SIZE } }
    },

    add({ file, offset, data }) {
      const import_ = current(file)
      if (!import_) return Promise.resolve(fail('import/file-gone', 'no such file'))
      const bytes = Buffer.from(data, 'base64')
      if (files.size(import_.file) !== offset || offset + bytes.length > import_.size)
        return Promise.resolve(fail('import/out-of-order', 'pieces come in order and fit the size'))
      files.append(import_.file, bytes)
      return Promise.resolve({ ok: true, value: { received: offset + bytes.length } })
    },

    read: ({ file, choices, taskId }) =>
      asTask(tasks, taskId, 'imports.read', async (task) => {
        const import_ = current(file)
        if (!import_) return fail('import/file-gone', 'no such file')
        if (files.size(import_.file) !== import_.size)
          return fail('import/out-of-order', 'the file is not all there')
        delete import_.rehearsed
        if (!import_.thread) {
          const started = await startThread()
          if (!started.ok) return started
          import_.thread = started.value
        }
        return import_.thread.call('read', { file, path: import_.file.path, choices }, task)
      }),

    words({ file, mapping }) {
      const thread = current(file)?.thread
      return thread
        ? thread.call('words', { mapping })
        : Promise.resolve(fail('import/file-gone', 'no such file'))
    },

    rehearse: ({ file, mapping, language, taskId }) =>
      asTask(tasks, taskId, 'imports.rehearse', async (task) => {
        const import_ = current(file)
        if (!import_?.thread) return fail('import/file-gone', 'no such file')
        delete import_.rehearsed
        const queries = await import_.thread.call<PlaceQuery[]>('places', { mapping }, task)
        if (!queries.ok) return queries
        const places = await findPlaces(queries.value, language, task)
        if (!places) return fail('host/cancelled', 'cancelled')
        const reply = await import_.thread.call<MethodOutput<'imports', 'rehearse'>>(
          'rehearse',
          { file, mapping, places },
          task,
        )
        if (reply.ok) import_.rehearsed = { mapping, ...reply.value }
        return reply
      }),

    rows(input) {
      const thread = current(input.file)?.thread
      return thread ? thread.call('rows', input) : Promise.resolve(fail('import/file-gone', 'no such file'))
    },

    async run({ file, taskId }) {
      const import_ = current(file)
      if (!import_) return fail('import/file-gone', 'no such file')
      if (!import_.rehearsed) return fail('import/not-rehearsed', 'rehearse first')
      const { mapping, rehearsed } = import_.rehearsed
      const reply = await store().runInternal('import.run', { file, mapping, rehearsed }, taskId)
      if (!reply.ok) return reply
      const { opId } = reply.value
      // What the command answers.
      const counts = reply.value.result as ImportCounts
      if (opId !== undefined) await store().local.put('import', opId, { name: import_.file.name, counts })
      return { ok: true, value: { ...(opId !== undefined && { opId }), counts } }
    },

    failed: (input) =>
      asTask(tasks, input.taskId, 'imports.failed', async (task) => {
        const import_ = current(input.file)
        if (!import_?.thread) return fail('import/file-gone', 'no such file')
        const made = files.create(
          failedName(import_.file.name, input.words.fileName ?? 'failed', input.format),
        )
        const reply = await import_.thread.call<{ rows: number; bytes: number }>(
          'failed',
          { ...input, path: made.path },
          task,
        )
        if (reply.ok) return { ok: true, value: { file: made.id, name: made.name, ...reply.value } }
        files.remove(made.id)
        return reply
      }),

    async close({ file }) {
      if (current(file)) await close()
      return { ok: true, value: {} }
    },

    past: (input) => store().read('imports', 'past', input),
  }
  return { handlers, close }
}

const failedName = (source: string, word: string, format: string): string =>
  `${source.replace(/\.[^.]{1,5}$/, '')} - ${word}.${format}`

const fail = (
  code: HostError['code'],
  message: string,
  details?: HostError['details'],
): { ok: false; error: HostError } => ({
  ok: false,
  error: { code, message, retryable: false, ...(details && { details }) },
})
