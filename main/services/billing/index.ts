import { v7 as uuidv7 } from 'uuid'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { Tasks } from '../../host/tasks.ts'
import type { Store } from '../../store/store.ts'
import { startBillingThread, type BillingThread } from './billing-thread.ts'
import { issueRun, type Issuable } from './issue-run.ts'

export interface BillingOptions {
  store: () => Store
  /** The folder of the data that is open. */
  dataFolder: () => string
  tasks: Tasks
  /** The built thread (`out/main/billing-worker.js`). */
  workerFile: string
}

export interface Billing {
  handlers: NamespaceHandlers<'billing'>
  close(): Promise<void>
}

type Summary = MethodOutput<'billing', 'summary'>

interface Draft {
  /** Closed when its run begins: what it says is not due any more, and the memory is the run's. */
  thread: BillingThread | undefined
  isIssuing: boolean
}

/** Drafts that are kept at once; the one that was looked at longest ago makes room. */
const MOST_DRAFTS = 3

/** Drafts of billing runs in threads of their own, and issuing them by the store's commands. */
export function createBilling({ store, dataFolder, tasks, workerFile }: BillingOptions): Billing {
  /** The one that was used last comes last. */
  const drafts = new Map<string, Draft>()
  const running = new Set<string>()

  const find = (draftId: string): Draft | undefined => {
    const draft = drafts.get(draftId)
    if (draft) {
      drafts.delete(draftId)
      drafts.set(draftId, draft)
    }
    return draft
  }
  const inDraft = async <T>(
    draftId: string,
    work: (thread: BillingThread) => Promise<HostReply<T>>,
  ): Promise<HostReply<T>> => {
    const draft = find(draftId)
    if (!draft) return gone
    return draft.thread ? work(draft.thread) : busy
  }
  async function drop(draftId: string): Promise<void> {
    const draft = drafts.get(draftId)
    if (!draft || draft.isIssuing) return
    drafts.delete(draftId)
    await draft.thread?.close()
  }
  async function makeRoom(): Promise<void> {
    for (const [id, { isIssuing }] of drafts) {
      if (drafts.size < MOST_DRAFTS) return
      if (!isIssuing) await drop(id)
    }
  }
  const withRunning = <R extends { runId: string; isRunning: boolean }>(one: R): R => ({
    ...one,
    isRunning: running.has(one.runId),
  })

  const handlers: NamespaceHandlers<'billing'> = {
    async draft({ plan, runId, taskId }) {
      const task = taskId === undefined ? undefined : tasks.begin(taskId, 'billing.draft')
      const draftId = uuidv7()
      await makeRoom()
      const started = await startBillingThread(workerFile, dataFolder())
      try {
        if (!started.ok) return started
        const reply = await started.value.call<Summary, 'draft'>(
          'draft',
          { draftId, ...(plan && { plan }), ...(runId !== undefined && { runId }) },
          task,
        )
        if (reply.ok) drafts.set(draftId, { thread: started.value, isIssuing: false })
        else await started.value.close()
        return reply
      } finally {
        task?.end()
      }
    },
    summary: ({ draftId }) => inDraft(draftId, (thread) => thread.call('summary', {})),
    rows: (input) => inDraft(input.draftId, (thread) => thread.call('rows', input)),
    customer: (input) => inDraft(input.draftId, (thread) => thread.call('customer', input)),
    exclude: (input) => inDraft(input.draftId, (thread) => thread.call('exclude', input)),
    async close({ draftId }) {
      await drop(draftId)
      return { ok: true, value: {} }
    },
    async issue({ draftId, taskId }) {
      const draft = find(draftId)
      if (!draft) return gone
      const { thread } = draft
      if (draft.isIssuing || !thread) return busy
      draft.isIssuing = true
      const task = taskId === undefined ? undefined : tasks.begin(taskId, 'billing.issue')
      let started: string | undefined
      try {
        const ready = await thread.call<{ summary: Summary; customers: Issuable[] }>('issuable', {})
        if (!ready.ok) return ready
        const { runId } = ready.value.summary
        if (runId !== undefined && running.has(runId)) return busy
        return await issueRun({
          store: store(),
          ...ready.value,
          task,
          begins(id) {
            started = id
            running.add(id)
            draft.thread = undefined
            void thread.close()
          },
        })
      } finally {
        if (started !== undefined) running.delete(started)
        task?.end()
        draft.isIssuing = false
        if (started !== undefined) drafts.delete(draftId)
      }
    },
    async runs(input) {
      const reply = await store().read('billing', 'runs', input)
      return reply.ok
        ? { ok: true, value: { ...reply.value, runs: reply.value.runs.map(withRunning) } }
        : reply
    },
    async run(input) {
      const reply = await store().read('billing', 'run', input)
      if (!reply.ok || !reply.value.run) return reply
      return { ok: true, value: { ...reply.value, run: withRunning(reply.value.run) } }
    },
    series: (input) => store().read('billing', 'series', input),
  }

  return {
    handlers,
    async close() {
      const open = [...drafts.values()]
      drafts.clear()
      for (const { thread } of open) await thread?.close()
    },
  }
}

const busy = fail('billing/busy', 'this draft is being issued')
const gone = fail('billing/draft-gone', 'no such draft')
