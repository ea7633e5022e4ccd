import { statSync } from 'node:fs'
import { fail } from '#core/contract/envelope.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { asTask } from '../../host/as-task.ts'
import type { Tasks } from '../../host/tasks.ts'
import { FILE_ERRORS } from '../sync/files/index.ts'
import { createIncomingFile, type IncomingFile } from '../transfer/incoming-file.ts'
import { safeName, type TransferFiles } from '../transfer/transfer-files.ts'
import type { HubThread } from './hub-thread.ts'
import { notRunning } from './replies.ts'

/** Bytes of a file that comes in: a backup of a large organisation. */
const LARGEST_FILE = 4 * 1024 * 1024 * 1024
const BACKUP_ENDING = 'enlace-copia'

export interface HubFilesOptions {
  files: TransferFiles
  tasks: Tasks
  running: () => HubThread | undefined
}

type FileMethod = 'backup' | 'begin' | 'add' | 'readFile' | 'answerFile' | 'close'

/** Files of the hub: its backup, and those in which desktops without a network send what waits. */
export function createHubFiles({ files, tasks, running }: HubFilesOptions): {
  /** Also a backup to go on from comes in by it. */
  incoming: IncomingFile
  handlers: Pick<NamespaceHandlers<'hub'>, FileMethod>
} {
  const incoming = createIncomingFile({ files, largest: LARGEST_FILE, tooLarge: 'sync/file-too-large' })
  const handlers: Pick<NamespaceHandlers<'hub'>, FileMethod> = {
    backup: ({ name, taskId }) =>
      asTask(tasks, taskId, 'hub.backup', async (task) => {
        const thread = running()
        if (!thread) return notRunning
        const made = files.create(`${safeName(name)}.${BACKUP_ENDING}`)
        const reply = await thread.call('backup', { file: made.path }, task)
        if (reply.ok)
          return { ok: true, value: { file: made.id, name: made.name, bytes: statSync(made.path).size } }
        files.remove(made.id)
        return reply
      }),

    begin: (input) => Promise.resolve(incoming.begin(input)),
    add: (input) => Promise.resolve(incoming.add(input)),

    readFile: ({ file, taskId }) =>
      asTask(tasks, taskId, 'hub.readFile', async (task) => {
        const thread = running()
        if (!thread) return notRunning
        const found = incoming.whole(file)
        if (!found.ok) return found
        const reply = await thread.call('lookAtFile', { file: found.value.path }, task)
        if (!reply.ok) return reply
        if (!reply.value.ok) return fail(FILE_ERRORS[reply.value.error], reply.value.error)
        const { name, made, ops } = reply.value.value
        return { ok: true, value: { name, made, changes: ops } }
      }),

    answerFile: ({ file, name, taskId }) =>
      asTask(tasks, taskId, 'hub.answerFile', async (task) => {
        const thread = running()
        if (!thread) return notRunning
        const found = incoming.whole(file)
        if (!found.ok) return found
        const answer = files.create(`${safeName(name)}.enlace`)
        const reply = await thread.call('answerFile', { file: found.value.path, answer: answer.path }, task)
        if (!reply.ok || !reply.value.ok) files.remove(answer.id)
        if (!reply.ok) return reply
        if (!reply.value.ok) return fail(FILE_ERRORS[reply.value.error], reply.value.error)
        const { taken, refused } = reply.value.value
        const value = { file: answer.id, name: answer.name, taken }
        return { ok: true, value: { ...value, ...(refused !== undefined && { refused }) } }
      }),

    close({ file }) {
      incoming.close(file)
      return Promise.resolve({ ok: true, value: {} })
    },
  }
  return { incoming, handlers }
}
