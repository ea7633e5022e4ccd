import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { ImportedPlace, PlaceQuery } from '#core/domain/import/imported-table.ts'
import type { ImportCounts } from '#core/domain/import/report.ts'
import { err } from '#core/lib/result.ts'
import { asTask } from '../../host/as-task.ts'
import type { RunningTask, Tasks } from '../../host/tasks.ts'
import { cancelled } from '../../store/cancelled.ts'
import type { Store } from '../../store/store.ts'
import { createReadFile } from './read-file.ts'
import { LARGEST_FILE } from './read-table.ts'
import type { TransferFiles } from './transfer-files.ts'
import type { TransferThread } from './transfer-thread.ts'

export interface ImportsOptions {
  store: () => Store
  files: TransferFiles
  tasks: Tasks
  startThread: () => Promise<HostReply<TransferThread>>
  placeNamed: (query: PlaceQuery, language: 'es' | 'en') => Promise<ImportedPlace | undefined>
}

/** Places asked of the gazetteer between two reports of progress. */
const PLACES_AT_ONCE = 50

export function createImports({ store, files, tasks, startThread, placeNamed }: ImportsOptions) {
  const table = createReadFile({ files, startThread, largest: LARGEST_FILE, tooLarge: 'import/too-large' })
  /** What the last rehearsal of the open table was asked and answered. */
  let last:
    (Pick<MethodInput<'imports', 'rehearse'>, 'mapping'> & MethodOutput<'imports', 'rehearse'>) | undefined

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
    begin(input) {
      last = undefined
      return table.begin(input)
    },

    add: (piece) => Promise.resolve(table.add(piece)),

    read: ({ file, choices, taskId }) =>
      asTask(tasks, taskId, 'imports.read', async (task) => {
        const open = await table.whole(file)
        if (!open.ok) return open
        last = undefined
        return open.value.thread.call('read', { file, path: open.value.file.path, choices }, task)
      }),

    async words({ file, mapping }) {
      const open = table.current(file)
      return open ? open.thread.call('words', { mapping }) : gone
    },

    rehearse: ({ file, mapping, language, taskId }) =>
      asTask(tasks, taskId, 'imports.rehearse', async (task) => {
        const open = table.current(file)
        if (!open) return gone
        last = undefined
        const queries = await open.thread.call<PlaceQuery[]>('places', { mapping }, task)
        if (!queries.ok) return queries
        const places = await findPlaces(queries.value, language, task)
        if (!places) return err(cancelled)
        const reply = await open.thread.call<MethodOutput<'imports', 'rehearse'>>(
          'rehearse',
          { file, mapping, places },
          task,
        )
        if (reply.ok) last = { mapping, ...reply.value }
        return reply
      }),

    async rows(input) {
      const open = table.current(input.file)
      return open ? open.thread.call('rows', input) : gone
    },

    async run({ file, taskId }) {
      const open = table.current(file)
      if (!open) return gone
      if (!last) return fail('import/not-rehearsed', 'rehearse first')
      const { mapping, rehearsed } = last
      const reply = await store().runInternal('import.run', { file, mapping, rehearsed }, taskId)
      if (!reply.ok) return reply
      const { opId } = reply.value
      // What the command answers.
      const counts = reply.value.result as ImportCounts
      if (opId !== undefined) await store().local.put('import', opId, { name: open.file.name, counts })
      return { ok: true, value: { ...(opId !== undefined && { opId }), counts } }
    },

    failed: (input) =>
      asTask(tasks, input.taskId, 'imports.failed', async (task) => {
        const open = table.current(input.file)
        if (!open) return gone
        const made = files.create(failedName(open.file.name, input.words.fileName ?? 'failed', input.format))
        const reply = await open.thread.call<{ rows: number; bytes: number }>(
          'failed',
          { ...input, path: made.path },
          task,
        )
        if (reply.ok) return { ok: true, value: { file: made.id, name: made.name, ...reply.value } }
        files.remove(made.id)
        return reply
      }),

    async close({ file }) {
      await table.close(file)
      return { ok: true, value: {} }
    },

    past: (input) => store().read('imports', 'past', input),
  }
  return { handlers, close: () => table.close() }
}

const failedName = (source: string, word: string, format: string): string =>
  `${source.replace(/\.[^.]{1,5}$/, '')} - ${word}.${format}`

const gone = fail('import/file-gone', 'no such file')
