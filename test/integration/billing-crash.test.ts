import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { HostReply } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { fillBilling } from '../support/billing-store.ts'
import { removeFolder, startBrowserHost, temporaryFolder, type RunningHost } from '../support/browser-host.ts'
import { createWriterStore } from '../support/writer-store.ts'

const CUSTOMERS = 1600
const THROUGH = '2026-03-01'

type Output<V extends 'summary' | 'runs' | 'issue'> = MethodOutput<'billing', V>

/** Calls the host as a window does: token swapped for a cookie, own origin. */
async function connect({ url }: RunningHost) {
  const { origin } = new URL(url)
  const entered = await fetch(url, { redirect: 'manual' })
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return async <T>(method: string, input: unknown): Promise<T> => {
    const answer = await fetch(`${origin}/host/${method}`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    const reply = (await answer.json()) as HostReply<T>
    if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.error)}`)
    return reply.value
  }
}

/** Invoices and posted amounts of a folder that no host has open. */
function readFolder(folder: string) {
  const db = openSqlite(join(folder, 'enlace.sqlite'), { readOnly: true })
  const invoices = db
    .prepare('SELECT body FROM d_invoices WHERE deleted = 0')
    .all()
    .map(({ body }) => JSON.parse(body as string) as Invoice)
  const posted = db
    .prepare(
      `SELECT count(*) AS entries, count(DISTINCT key) AS keys, sum(json_extract(body, '$.amount')) AS amount
       FROM transactions`,
    )
    .get()
  db.close()
  return { invoices, posted }
}

it('kill -9 in the middle of issuing bills no period twice, and the run goes on where it was', async () => {
  const folder = temporaryFolder()
  const prepared = createWriterStore({ file: join(folder, 'enlace.sqlite') })
  fillBilling(prepared.writer, { customers: CUSTOMERS, services: 1 })
  prepared.close()

  const first = await startBrowserHost({ folder })
  const call = await connect(first)
  const draft = await call<Output<'summary'>>('billing.draft', { plan: { through: THROUGH } })
  expect(draft.counts.billed).toBe(CUSTOMERS)
  const issuing = call('billing.issue', { draftId: draft.draftId }).then(
    () => 'ended',
    () => 'cut',
  )
  const issuedSoFar = async () => (await call<Output<'runs'>>('billing.runs', { skip: 0, limit: 1 })).runs[0]
  await expect
    .poll(async () => (await issuedSoFar())?.totals[0]?.invoices ?? 0, { interval: 5, timeout: 60_000 })
    .toBeGreaterThan(0)
  await first.kill()
  expect(await issuing).toBe('cut')
  const half = readFolder(folder)
  // Whole parts only: every invoice has its entries and every entry its invoice.
  expect(half.invoices.length).toBeLessThan(CUSTOMERS)
  const gross = (invoices: readonly Invoice[]) => invoices.reduce((sum, one) => sum + one.gross, 0)
  expect(half.posted?.amount).toBe(gross(half.invoices))

  const second = await startBrowserHost({ folder })
  const again = await connect(second)
  const [run] = (await again<Output<'runs'>>('billing.runs', { skip: 0, limit: 10 })).runs
  expect(run).toMatchObject({ isRunning: false, customers: CUSTOMERS, plan: { through: THROUGH } })
  expect(run?.finishedAt).toBeUndefined()
  const rest = await again<Output<'summary'>>('billing.draft', { runId: run?.runId })
  expect(rest.counts.billed).toBe(CUSTOMERS - half.invoices.length)
  const done = await again<Output<'issue'>>('billing.issue', { draftId: rest.draftId })
  expect(done).toMatchObject({ runId: run?.runId, customers: rest.counts.billed, problemCount: 0 })
  const nothing = await again<Output<'summary'>>('billing.draft', { plan: { through: THROUGH } })
  expect(nothing.counts.all).toBe(0)
  const [ended] = (await again<Output<'runs'>>('billing.runs', { skip: 0, limit: 10 })).runs
  await second.stop()

  const { invoices, posted } = readFolder(folder)
  removeFolder(folder)
  expect(ended).toMatchObject({ totals: draft.totals, finishedAt: expect.any(String) as string })
  expect(invoices).toHaveLength(CUSTOMERS)
  expect(new Set(invoices.map(({ customerId }) => customerId)).size).toBe(CUSTOMERS)
  expect(gross(invoices)).toBe(draft.totals[0]?.gross)
  expect(posted).toMatchObject({ amount: gross(invoices) })
  expect(posted?.keys).toBe(posted?.entries)
  const taken = invoices.flatMap(({ lines }) => lines.map(({ transactionId }) => transactionId))
  expect(new Set(taken).size).toBe(taken.length)
  // Numbers go on without a gap.
  const counters = invoices.map(({ number }) => Number(number.split('-').at(-1))).sort((a, b) => a - b)
  expect(counters).toEqual(Array.from({ length: CUSTOMERS }, (_, index) => index + 1))
})
