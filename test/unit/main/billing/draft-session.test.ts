import { describe, expect, it, onTestFinished } from 'vitest'
import type { BillingIssued } from '#core/domain/billing/commands.ts'
import type { RunScope } from '#core/domain/billing/run-plan.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { createDraftSession } from '#main/services/billing/draft-session.ts'
import { readingContext } from '#main/services/billing/reading-context.ts'
import { listRuns, readRun } from '#main/store/query/billing/runs.ts'
import { createStatements } from '#main/store/query/statements.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { createDocuments } from '#main/store/writer/documents.ts'
import { CancelledError } from '#main/store/cancelled.ts'
import { fillBilling, type BillingFill } from '#test/support/billing-store.ts'
import { createWriterStore, type WriterStore } from '#test/support/writer-store.ts'

function filled(fill: BillingFill = { customers: 12 }) {
  const store = createWriterStore()
  fillBilling(store.writer, fill)
  return store
}

/** A draft on a read-only connection, as the thread works it out. */
function draftOf(
  store: WriterStore,
  plan: RunScope,
  onProgress: (done: number, total: number) => void = () => undefined,
) {
  const db = openSqlite(store.path, { readOnly: true })
  onTestFinished(() => db.close())
  const context = readingContext(db, createDocuments(db), store.clock.at, () => undefined)
  const session = createDraftSession({ db, context, draftId: 'draft-1', plan })
  return { session, summary: session.work(onProgress) }
}

type Session = ReturnType<typeof draftOf>['session']

const rows = (session: Session, view: Parameters<Session['rows']>[0]['view'], more: object = {}) =>
  session.rows({
    draftId: 'draft-1',
    view,
    sort: { field: 'name', direction: 'asc' },
    skip: 0,
    limit: 100,
    ...more,
  })

/** Issues what a draft says, as the host does. */
function issue(store: WriterStore, session: Session, through: string, runId = `run-${through}`) {
  const customers = session.issuable()
  const input = {
    customerIds: customers.map(({ customerId }) => customerId),
    expected: customers.map(({ gross }) => gross),
    through,
    runId,
  }
  store.clock.at += 1000
  const reply = store.writer.run('billing.issue', input, true)
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.value.result as BillingIssued
}

const invoicesOf = (store: WriterStore) => store.documents('invoices') as unknown as Invoice[]

describe('a draft', () => {
  it('comes to exactly what issuing it comes to, and writes nothing by itself', () => {
    const store = filled()
    const before = JSON.stringify(store.everything())
    const { session, summary } = draftOf(store, { through: '2026-03-01' })
    expect(JSON.stringify(store.everything())).toBe(before)
    expect(summary).toMatchObject({ customers: 12, counts: { all: 12, billed: 12, new: 12, failed: 0 } })
    const { totals } = issue(store, session, '2026-03-01')
    const [{ currency: _euro, ...drafted } = { currency: '' }] = summary.totals
    expect(totals.byCurrency.EUR).toMatchObject(drafted)
    const invoices = invoicesOf(store)
    expect(invoices.reduce((sum, { gross }) => sum + gross, 0)).toBe(summary.totals[0]?.gross)
    expect(invoices.every(({ runId, billedThrough }) => runId && billedThrough === '2026-03-01')).toBe(true)
  })

  it('finds nothing when it is made again', () => {
    const store = filled()
    issue(store, draftOf(store, { through: '2026-03-01' }).session, '2026-03-01')
    const again = draftOf(store, { through: '2026-03-01' }).summary
    expect(again.counts).toEqual({ all: 0, billed: 0, new: 0, gone: 0, changed: 0, failed: 0, excluded: 0 })
    expect(again.totals).toEqual([])
  })

  it('points at whom the last run billed and this one does not, or 30 % otherwise', () => {
    const store = filled({ customers: 6, services: 1, from: '2026-03-01' })
    for (const through of ['2026-04-01', '2026-05-01'])
      issue(store, draftOf(store, { through }).session, through)
    const ended = (id: string) => store.documents('services').find((service) => service.customerId === id)?.id
    store.clock.at = Date.parse('2026-06-01T10:00:00Z')
    store.run('service.setStatus', { ids: [ended('customer-000000')], status: 'ended', reason: 'Se va' })
    store.run('service.addCharge', {
      id: ended('customer-000002'),
      on: '2026-05-01',
      charge: {
        kind: 'recurring',
        description: 'Extra',
        periodMonths: 1,
        unitPrice: '20',
        quantity: '1',
        from: '2026-05-01',
      },
    })
    const { session, summary } = draftOf(store, { through: '2026-06-01' })
    expect(rows(session, 'changed').rows.map(({ customerId }) => customerId)).toContain('customer-000002')
    expect(rows(session, 'gone').rows).toMatchObject([
      { customerId: 'customer-000000', invoices: 0, comparison: { kind: 'gone', now: 0 } },
    ])
    expect(summary.counts.gone).toBe(1)
    // In the middle of what was billed nobody is missed.
    expect(draftOf(store, { through: '2026-05-02' }).summary.counts.gone).toBe(0)
  })

  it('lists what cannot be billed and bills the others', () => {
    const store = filled({ customers: 3, services: 1 })
    const broken = store.get('services', 'service-000001-0')
    const charges = [{ ...(broken?.charges as object[])[0], taxRateId: 'nobody' }]
    // As another desktop of another version may have left it.
    store.db
      .prepare(`UPDATE d_services SET body = ? WHERE id = 'service-000001-0'`)
      .run(JSON.stringify({ ...broken, charges }))
    const { session, summary } = draftOf(store, { through: '2026-03-01' })
    expect(summary.counts).toMatchObject({ billed: 2, failed: 1 })
    expect(rows(session, 'failed').rows).toMatchObject([{ customerId: 'customer-000001', lines: 0 }])
    expect(session.customer('customer-000001')?.problems[0]).toMatchObject({
      code: 'taxRateUnknown',
      serviceName: 'Fibra 600',
      chargeName: 'Fibra 600',
    })
    expect(issue(store, session, '2026-03-01').totals.billed).toBe(2)
  })

  it('leaves out whom a person excluded, until they are taken in again', () => {
    const store = filled({ customers: 3 })
    const { session, summary } = draftOf(store, { through: '2026-03-01', exceptIds: ['customer-000002'] })
    expect(summary.counts).toMatchObject({ billed: 2, excluded: 1 })
    const without = session.exclude(['customer-000000'], true)
    expect(without?.counts).toMatchObject({ all: 3, billed: 1, excluded: 2 })
    expect(without?.plan.exceptIds?.toSorted()).toEqual(['customer-000000', 'customer-000002'])
    expect(session.issuable().map(({ customerId }) => customerId)).toEqual(['customer-000001'])
    expect(session.exclude(['customer-000000', 'customer-000002'], false)?.counts.billed).toBe(3)
    expect(issue(store, session, '2026-03-01').totals.billed).toBe(3)
  })

  it('explains every line of a customer', () => {
    const store = filled({ customers: 1, from: '2026-01-13' })
    const { session } = draftOf(store, { through: '2026-02-01' })
    const customer = session.customer('customer-000000')
    expect(customer?.documents).toHaveLength(1)
    expect(customer?.documents[0]?.lines.map(({ basis }) => basis)).toMatchObject([
      { rule: 'part', days: 19, wholeDays: 31 },
      { rule: 'whole' },
      { rule: 'part' },
      { rule: 'whole' },
    ])
    expect(customer?.services.map(({ name }) => name).sort()).toEqual(['Fibra 600', 'Teléfono'])
    expect(session.customer('nobody')).toBeUndefined()
  })

  it('bills only whom its scope names', () => {
    const store = filled({ customers: 6 })
    const customerIds = ['customer-000001', 'customer-000004', 'nobody']
    expect(draftOf(store, { through: '2026-03-01', customerIds }).summary.customers).toBe(2)
    expect(draftOf(store, { through: '2026-03-01', officeIds: ['elsewhere'] }).summary.customers).toBe(0)
    const filter = { text: '00000', paymentType: 'prepaid' as const }
    expect(draftOf(store, { through: '2026-03-01', filter }).summary.customers).toBe(6)
    const both = { through: '2026-03-01', customerIds, filter: { text: 'cliente 000004' } }
    expect(draftOf(store, both).summary.customers).toBe(1)
  })

  it('is found by name and number, in any order', () => {
    const store = filled({ customers: 30 })
    const { session } = draftOf(store, { through: '2026-03-01' })
    expect(rows(session, 'all', { text: 'CLIENTE 000000' }).rows).toMatchObject([
      { customerId: 'customer-000000' },
    ])
    const sort = { field: 'gross', direction: 'desc' } as const
    const grosses = rows(session, 'billed', { sort }).rows.map(({ gross }) => gross)
    expect(grosses).toEqual(grosses.toSorted((a, b) => b - a))
    expect(rows(session, 'all', { skip: 28 })).toMatchObject({ total: 30, rows: [{}, {}] })
  })

  it('stops when it is cancelled and tells how far it is', () => {
    const store = filled({ customers: 3 })
    const heard: [number, number][] = []
    draftOf(store, { through: '2026-03-01' }, (done, total) => void heard.push([done, total]))
    expect(heard).toEqual([
      [0, 3],
      [3, 3],
    ])
    expect(() =>
      draftOf(store, { through: '2026-03-01' }, () => {
        throw new CancelledError()
      }),
    ).toThrow(CancelledError)
  })
})

describe('issuing', () => {
  it('leaves out and names whoever would be billed something else than the draft says', () => {
    const store = filled({ customers: 2, services: 1 })
    const { session } = draftOf(store, { through: '2026-03-01' })
    store.run('service.addCharge', {
      id: 'service-000001-0',
      on: '2026-02-01',
      charge: { kind: 'oneOff', description: 'Alta', unitPrice: '50', quantity: '1', from: '2026-02-01' },
    })
    const { totals, problems } = issue(store, session, '2026-03-01')
    expect(totals.billed).toBe(1)
    expect(problems).toMatchObject([{ customerId: 'customer-000001', code: 'differsFromDraft' }])
    expect(invoicesOf(store).map(({ customerId }) => customerId)).toEqual(['customer-000000'])
  })

  it('bills nothing twice when two people issue the same draft', () => {
    const store = filled({ customers: 4 })
    const [first, second] = [
      draftOf(store, { through: '2026-03-01' }).session,
      draftOf(store, { through: '2026-03-01' }).session,
    ]
    issue(store, first, '2026-03-01', 'run-1')
    const ledger = store.count('transactions')
    const customers = second.issuable()
    const reply = store.writer.run(
      'billing.issue',
      {
        customerIds: customers.map(({ customerId }) => customerId),
        expected: customers.map(({ gross }) => gross),
        through: '2026-03-01',
        runId: 'run-2',
      },
      true,
    )
    expect(reply).toMatchObject({
      ok: false,
      error: { details: { refusal: { code: 'billing.nothingDue' } } },
    })
    expect(store.count('transactions')).toBe(ledger)
  })

  it('is refused where another desktop holds the lease of the office, and says which', () => {
    const store = filled({ customers: 2 })
    store.db
      .prepare(`INSERT INTO local VALUES ('lease', 'billing/office-madrid', ?, '2026-03-01')`)
      .run(JSON.stringify({ deviceId: 'device-9', name: 'Caja de Madrid' }))
    const { session, summary } = draftOf(store, { through: '2026-03-01' })
    // It can be looked at all the same.
    expect(summary.counts.billed).toBe(2)
    expect(summary.leases).toEqual([{ officeId: 'office-madrid', name: 'Caja de Madrid', customers: 2 }])
    expect(session.issuable()).toEqual([])
    const reply = store.writer.run(
      'billing.issue',
      { customerIds: ['customer-000000'], through: '2026-03-01' },
      false,
    )
    expect(reply).toMatchObject({
      error: {
        details: { refusal: { code: 'billing.leaseElsewhere', details: { name: 'Caja de Madrid' } } },
      },
    })
    const proforma = { customerId: 'customer-000000', through: '2026-03-01' }
    expect(store.writer.run('billing.proforma', proforma, false)).toMatchObject({ ok: false })
    expect(store.documents('invoices')).toEqual([])
  })

  it('bills a merged customer once: what was billed before the merge counts for whom it became', () => {
    const store = filled({ customers: 2, services: 1 })
    issue(store, draftOf(store, { through: '2026-03-01' }).session, '2026-03-01')
    store.run('customer.merge', { survivorId: 'customer-000000', absorbedIds: ['customer-000001'] })
    // The services of both are the survivor's now, and with them all that was billed for them.
    expect(draftOf(store, { through: '2026-01-31' }).summary.counts.billed).toBe(0)
    const { session } = draftOf(store, { through: '2026-03-31' })
    const periods = session
      .customer('customer-000000')
      ?.documents.flatMap(({ lines }) => lines)
      .filter(({ net }) => net > 0)
      .map(({ serviceId, periodFrom }) => `${serviceId} ${periodFrom}`)
    const billed = invoicesOf(store).flatMap(({ lines }) =>
      lines.map(({ serviceId, periodFrom }) => `${serviceId} ${periodFrom}`),
    )
    expect(periods?.filter((period) => billed.includes(period))).toEqual([])
    issue(store, session, '2026-03-31')
    expect(invoicesOf(store).filter(({ runId }) => runId === 'run-2026-03-31')).toHaveLength(1)
  })
})

describe('the list of runs', () => {
  it('tells what each came to and what it left', () => {
    const store = filled({ customers: 3 })
    const statements = createStatements(store.db)
    const { session, summary } = draftOf(store, { through: '2026-03-01' })
    const begin = { runId: 'run-1', plan: summary.plan, customers: 3 }
    expect(store.writer.run('billing.begin', begin, false)).toMatchObject({
      error: { code: 'command/unknown' },
    })
    store.writer.run('billing.begin', begin, true)
    issue(store, session, '2026-03-01', 'run-1')
    expect(listRuns(statements, { skip: 0, limit: 10 })).toMatchObject({
      total: 1,
      runs: [{ runId: 'run-1', customers: 3, totals: summary.totals, problems: 0 }],
    })
    expect(readRun(statements, { runId: 'run-1' }).run?.finishedAt).toBeUndefined()
    const problems = [{ customerId: 'customer-000001', code: 'noReading', detail: '2026-03-01' }]
    store.writer.run('billing.finish', { runId: 'run-1', problems }, true)
    const { run, problems: left } = readRun(statements, { runId: 'run-1' })
    expect(run).toMatchObject({ finishedAt: expect.any(String) as string, problems: 1 })
    expect(left).toMatchObject([{ name: 'Cliente 000001', number: expect.any(String) as string }])
    expect(readRun(statements, { runId: 'nobody' })).toEqual({ problems: [] })
  })
})
