import { expect, it } from 'vitest'
import type { HostReply } from '#core/contract/envelope.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { createDraftSession } from '#main/services/billing/draft-session.ts'
import { issueRun } from '#main/services/billing/issue-run.ts'
import { readingContext } from '#main/services/billing/reading-context.ts'
import { readRun } from '#main/store/query/billing/runs.ts'
import { createStatements } from '#main/store/query/statements.ts'
import type { Store } from '#main/store/store.ts'
import { createDocuments } from '#main/store/writer/documents.ts'
import { fillBilling } from '#test/support/billing-store.ts'
import { createWriterStore, type WriterStore } from '#test/support/writer-store.ts'

const THROUGH = '2026-03-01'

function filled(customers: number): WriterStore {
  const store = createWriterStore()
  fillBilling(store.writer, { customers, services: 1 })
  return store
}

/** The writer as the store's thread answers for it: what it throws is an internal error. */
const storeOf = (
  { writer }: WriterStore,
  after: () => void = () => undefined,
): Pick<Store, 'runInternal'> => ({
  runInternal(command, input) {
    try {
      return Promise.resolve(writer.run(command, input, true))
    } catch (error) {
      const reply: HostReply<never> = {
        ok: false,
        error: { code: 'host/internal', message: String(error), retryable: false },
      }
      return Promise.resolve(reply)
    } finally {
      if (command === 'billing.issue') after()
    }
  },
})

function sessionOf({ db, clock }: WriterStore, runId?: string) {
  const context = readingContext(db, createDocuments(db), clock.at, () => undefined)
  const plan = { through: THROUGH }
  return createDraftSession({ db, context, draftId: 'd', plan, ...(runId !== undefined && { runId }) })
}

function draft(store: WriterStore, runId?: string) {
  const session = sessionOf(store, runId)
  return { summary: session.work(() => undefined), customers: session.issuable() }
}

const issue = (store: WriterStore, more: Partial<Parameters<typeof issueRun>[0]> = {}) =>
  issueRun({ store: storeOf(store), ...draft(store), task: undefined, begins: () => undefined, ...more })

const invoices = (store: WriterStore) => store.documents('invoices') as unknown as Invoice[]

/** As a copied folder or a stranger's desktop may leave it: the key of a customer's next charge is taken by another. */
function takeKey(store: WriterStore, customer: string) {
  const key = sessionOf(store).customer(`customer-${customer}`)?.documents[0]?.lines[0]?.transactionId ?? ''
  const entry = {
    ...{ key, kind: 'charge', amount: 1, currency: 'EUR', date: '2026-02-01', customerId: 'nobody' },
    postedAt: '2026-02-01T00:00:00.000Z',
  }
  store.db
    .prepare(`INSERT INTO transactions (key, commit_no, i, salt, body) VALUES (?, 0, 0, '', ?)`)
    .run(key, JSON.stringify(entry))
}

it('names the one customer that cannot be written and bills all others', async () => {
  const store = filled(9)
  takeKey(store, '000003')
  const reply = await issue(store)
  expect(reply).toMatchObject({
    ok: true,
    value: {
      customers: 8,
      problemCount: 1,
      problems: [{ customerId: 'customer-000003', code: 'notWritten' }],
    },
  })
  expect(invoices(store)).toHaveLength(8)
  if (!reply.ok) return
  const { run, problems } = readRun(createStatements(store.db), { runId: reply.value.runId })
  expect(run?.finishedAt).toBeDefined()
  expect(problems).toMatchObject([{ name: 'Cliente 000003', code: 'notWritten' }])
})

it('pain 9: never makes a second document of a bill when issuing is tried again after it failed', async () => {
  const store = filled(4)
  takeKey(store, '000002')
  const first = await issue(store)
  const before = invoices(store).map(({ id }) => id)
  // As when the stranger’s entry is withdrawn again: nothing else takes one out of the ledger.
  store.db.exec(`INSERT INTO meta (key, value) VALUES ('withdraws', 1);
    DELETE FROM transactions WHERE commit_no = 0; DELETE FROM meta WHERE key = 'withdraws'`)
  expect(first.ok).toBe(true)
  const again = await issue(store)
  expect(again).toMatchObject({ ok: true, value: { customers: 1, problemCount: 0 } })
  expect(invoices(store)).toHaveLength(4)
  expect(invoices(store).map(({ id }) => id)).toEqual(expect.arrayContaining(before))
  expect(new Set(invoices(store).map(({ customerId }) => customerId)).size).toBe(4)
  expect(await issue(store)).toMatchObject({
    ok: false,
    error: { details: { refusal: { code: 'billing.nothingDue' } } },
  })
})

it('stops between two parts when it is cancelled, keeps what was issued, and goes on later', async () => {
  const store = filled(900)
  const controller = new AbortController()
  const heard: [number, number][] = []
  const task = {
    signal: controller.signal,
    progress: (done: number, total: number) => void heard.push([done, total]),
    end: () => undefined,
  }
  const stopping = storeOf(store, () => controller.abort())
  const stopped = await issue(store, { task, store: stopping })
  if (!stopped.ok) throw new Error(stopped.error.message)
  const { runId, isCancelled, customers } = stopped.value
  expect(isCancelled).toBe(true)
  expect(customers).toBeGreaterThan(0)
  expect(customers).toBeLessThan(900)
  expect(heard.at(-1)).toEqual([customers, 900])
  const statements = createStatements(store.db)
  expect(readRun(statements, { runId }).run).toMatchObject({ customers: 900 })
  expect(readRun(statements, { runId }).run).not.toHaveProperty('finishedAt')

  const rest = await issue(store, draft(store, runId))
  expect(rest).toMatchObject({ ok: true, value: { runId, customers: 900 - customers, isCancelled: false } })
  expect(readRun(statements, { runId }).run?.totals).toMatchObject([{ invoices: 900 }])
})

it('ends a run that was cut off when its last customer had been billed', async () => {
  const store = filled(3)
  const kill: Pick<Store, 'runInternal'> = {
    runInternal: (command, input) =>
      command === 'billing.finish'
        ? Promise.reject(new Error('killed'))
        : storeOf(store).runInternal(command, input),
  }
  let runId = ''
  await expect(issue(store, { store: kill, begins: (id) => (runId = id) })).rejects.toThrow('killed')
  expect(readRun(createStatements(store.db), { runId }).run).not.toHaveProperty('finishedAt')
  expect(await issue(store, draft(store, runId))).toMatchObject({ ok: true, value: { runId, customers: 0 } })
  const { run } = readRun(createStatements(store.db), { runId })
  expect(run).toMatchObject({
    finishedAt: expect.any(String) as string,
    customers: 3,
    totals: [{ invoices: 3 }],
  })
  expect(invoices(store)).toHaveLength(3)
})

it('stops at once when nothing can be written any more', async () => {
  const store = filled(3)
  const full: Pick<Store, 'runInternal'> = {
    runInternal: (command, input) =>
      command === 'billing.issue'
        ? Promise.resolve({ ok: false, error: { code: 'store/disk-full', message: 'full', retryable: true } })
        : storeOf(store).runInternal(command, input),
  }
  expect(await issue(store, { store: full })).toMatchObject({ ok: false, error: { code: 'store/disk-full' } })
  expect(invoices(store)).toEqual([])
})
