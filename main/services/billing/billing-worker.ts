import { workerData } from 'node:worker_threads'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { isCatalogKind } from '#core/domain/catalog/schema.ts'
import type { RunScope } from '#core/domain/billing/run-plan.ts'
import { readOne } from '#core/domain/typed-reader.ts'
import { systemClock } from '#core/lib/clock.ts'
import { err } from '#core/lib/result.ts'
import { cancelled, CancelledError, checkCancel } from '../../store/cancelled.ts'
import { databaseFile } from '../../store/database-file.ts'
import { post, serveThread, type Method } from '../../store/serve-thread.ts'
import { openSqlite } from '../../store/sqlite/open.ts'
import type { ThreadData } from '../../store/thread-messages.ts'
import { createDocuments } from '../../store/writer/documents.ts'
import { createDraftSession, type DraftSession } from './draft-session.ts'
import { readingContext } from './reading-context.ts'

/** Calls of this thread, which holds one draft, with what they take beside the contract's input. */
export interface BillingCalls {
  draft: { draftId: string; plan?: RunScope; runId?: string }
  summary: object
  rows: MethodInput<'billing', 'rows'>
  customer: MethodInput<'billing', 'customer'>
  exclude: MethodInput<'billing', 'exclude'>
  issuable: object
}

const data = workerData as ThreadData
const path = databaseFile(data.folder)
const signals = new Int32Array(data.signals)
const db = openSqlite(path, { readOnly: true })
// Each customer is read once, so that pages kept for another time would only fill the memory.
db.exec(
  'PRAGMA query_only = ON; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 1073741824',
)

let session: DraftSession | undefined

/** A call whose input the contract or this folder's own client has checked. */
const of =
  <K extends keyof BillingCalls>(
    work: (input: BillingCalls[K], onProgress: (done: number, total: number) => void) => HostReply,
  ): Method =>
  (input, onProgress) => {
    try {
      return work(input as BillingCalls[K], (done, total) => {
        checkCancel(signals)
        onProgress(done, total)
      })
    } catch (error) {
      if (error instanceof CancelledError) return err(cancelled)
      throw error
    }
  }

/** Answers from the draft; without one it was never made. */
const withDraft = (work: (draft: DraftSession) => unknown): HostReply =>
  session ? { ok: true, value: work(session) } : fail('billing/draft-gone', 'no such draft')

serveThread(
  path,
  {
    draft: of<'draft'>(({ draftId, plan, runId }, onProgress) => {
      const context = readingContext(db, createDocuments(db), systemClock.now(), onProgress)
      const record = runId === undefined ? undefined : readOne(context.read, 'catalog', runId)
      const known = record && isCatalogKind('billingRun', record) ? record.data.plan : undefined
      const scope = plan ?? known
      if (!scope) return fail('billing/run-gone', 'no such run')
      const draft = createDraftSession({
        db,
        context,
        draftId,
        plan: scope,
        ...(runId !== undefined && { runId }),
      })
      const summary = draft.work(onProgress)
      session = draft
      return { ok: true, value: summary }
    }),
    summary: of<'summary'>(() => withDraft((draft) => draft.summary())),
    rows: of<'rows'>((input) => withDraft((draft) => draft.rows(input))),
    customer: of<'customer'>(({ customerId }) => {
      const found = session?.customer(customerId)
      return found ? { ok: true, value: found } : fail('billing/draft-gone', 'no such customer')
    }),
    exclude: of<'exclude'>(({ customerIds, excluded }) => {
      if (!session) return fail('billing/draft-gone', 'no such draft')
      const summary = session.exclude(customerIds, excluded)
      return summary ? { ok: true, value: summary } : fail('billing/too-many-excluded', 'narrow the scope')
    }),
    issuable: of<'issuable'>(() =>
      withDraft((draft) => ({ summary: draft.summary(), customers: draft.issuable() })),
    ),
  },
  () => db.close(),
)
post({ type: 'ready' })
