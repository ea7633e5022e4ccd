import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { MOST_IGNORED, type IgnoredMovement } from '#core/domain/payment/ignored-movements.ts'
import type { RefusedLine, StatementPosted } from '#core/domain/payment/post-statement.ts'
import { asTask } from '../../../host/as-task.ts'
import type { Tasks } from '../../../host/tasks.ts'
import type { Store } from '../../../store/store.ts'
import { createReadFile } from '../read-file.ts'
import type { TransferFiles } from '../transfer-files.ts'
import type { TransferThread } from '../transfer-thread.ts'

export interface BankOptions {
  store: () => Store
  files: TransferFiles
  tasks: Tasks
  startThread: () => Promise<HostReply<TransferThread>>
}

/** Bytes of a statement: more than any bank sends, little enough to hold in memory. */
export const LARGEST_STATEMENT = 50 * 1024 * 1024

/** What a decision changed, and what of it the file has to keep. */
interface Decided {
  changed: number
  ignore: IgnoredMovement[]
  heed: string[]
}
type Counts = Omit<MethodOutput<'bank', 'decide'>, 'changed'>

/** Bank statements: read and matched in a thread, reviewed by a person, posted by the writer in one op. */
export function createBank({ store, files, tasks, startThread }: BankOptions) {
  const statement = createReadFile({
    files,
    startThread,
    largest: LARGEST_STATEMENT,
    tooLarge: 'import/too-large',
  })
  const threadOf = (file: string): TransferThread | undefined => statement.current(file)?.thread

  /** What is left out is kept in the file, so that the next statement that holds it does not bring it up again. */
  async function keep(ignore: readonly IgnoredMovement[], heed: readonly string[]): Promise<HostReply> {
    for (let start = 0; start < ignore.length; start += MOST_IGNORED) {
      const movements = ignore.slice(start, start + MOST_IGNORED)
      const reply = await store().runInternal('payment.ignoreMovements', { movements })
      if (!reply.ok) return reply
    }
    return heed.length > 0
      ? store().runInternal('payment.heedMovements', { ids: [...heed] })
      : { ok: true, value: {} }
  }

  const handlers: NamespaceHandlers<'bank'> = {
    begin: (input) => statement.begin(input),

    add: (piece) => Promise.resolve(statement.add(piece)),

    read: ({ file, choices, taskId }) =>
      asTask(tasks, taskId, 'bank.read', async (task) => {
        const open = await statement.whole(file)
        if (!open.ok) return open
        return open.value.thread.call('bankRead', { path: open.value.file.path, choices }, task)
      }),

    async rows(input) {
      const thread = threadOf(input.file)
      return thread ? thread.call<MethodOutput<'bank', 'rows'>>('bankRows', input) : gone
    },

    async decide(input) {
      const thread = threadOf(input.file)
      if (!thread) return gone
      const decided = await thread.call<Decided>('bankDecide', input)
      if (!decided.ok) return decided
      const { changed, ignore, heed } = decided.value
      const kept = await keep(ignore, heed)
      if (!kept.ok) return kept
      const counts = await thread.call<Counts>('bankCounts', {})
      return counts.ok ? { ok: true, value: { ...counts.value, changed } } : counts
    },

    async post({ file, taskId }) {
      const thread = threadOf(file)
      if (!thread) return gone
      const movements = await thread.call<unknown[]>('bankToPost', {})
      if (!movements.ok) return movements
      if (movements.value.length === 0) return fail('bank/nothing-accepted', 'nothing was accepted')
      const reply = await store().runInternal('payment.postStatement', { movements: movements.value }, taskId)
      if (!reply.ok) {
        // What the command's refusal holds.
        const refused = reply.error.details?.refusal?.details?.lines as RefusedLine[] | undefined
        if (refused) await thread.call('bankSettle', { refused })
        return reply
      }
      await thread.call('bankSettle', {})
      const { opId } = reply.value
      // What the command answers.
      const { payments, already, surplus } = reply.value.result as StatementPosted
      return {
        ok: true,
        value: {
          ...(opId !== undefined && { opId }),
          payments,
          already,
          surplus: Object.entries(surplus).map(([currency, amount]) => ({ currency, amount })),
        },
      }
    },

    async close({ file }) {
      await statement.close(file)
      return { ok: true, value: {} }
    },
  }
  return { handlers, close: () => statement.close() }
}

const gone = fail('import/file-gone', 'no such file')
