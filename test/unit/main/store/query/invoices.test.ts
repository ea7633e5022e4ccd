import { beforeEach, describe, expect, it } from 'vitest'
import type { InvoiceFilter } from '#core/domain/invoice/filter.ts'
import { invoiceDetail } from '#main/store/query/invoices/invoice-detail.ts'
import { listInvoices, summariseInvoices } from '#main/store/query/invoices/invoice-list.ts'
import { createStatements, type Statements } from '#main/store/query/statements.ts'
import { fillBilling } from '#test/support/billing-store.ts'
import { createWriterStore, type WriterStore } from '#test/support/writer-store.ts'

let store: WriterStore
let statements: Statements
const newest = { field: 'issued', direction: 'desc' } as const
const list = (
  filter: InvoiceFilter,
  sort: Parameters<typeof listInvoices>[1]['sort'] = newest,
  limit = 100,
) => listInvoices(statements, { filter, sort, skip: 0, limit })
const numbers = (filter: InvoiceFilter) => list(filter).rows.map(({ number }) => number)

beforeEach(() => {
  store = createWriterStore()
  fillBilling(store.writer, { customers: 4, services: 1 })
  statements = createStatements(store.db)
  const customerIds = store.documents('customers').map(({ id }) => id)
  store.run('billing.issue', { customerIds, through: '2026-02-28', issuedOn: '2026-02-28', runId: 'run-1' })
  store.run('billing.issue', { customerIds, through: '2026-03-31', issuedOn: '2026-03-31', runId: 'run-2' })
})

describe('the list of invoices', () => {
  it('is in the order that is asked for, page by page, with the exact count', () => {
    const all = list({})
    expect(all.total).toBe(8)
    expect(all.rows.map(({ issuedOn }) => issuedOn)).toEqual(
      all.rows.map(({ issuedOn }) => issuedOn).toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)),
    )
    const pages = [0, 3, 6].flatMap(
      (skip) => listInvoices(statements, { filter: {}, sort: newest, skip, limit: 3 }).rows,
    )
    expect(pages).toEqual(all.rows)
    for (const field of ['number', 'due', 'gross', 'open'] as const) {
      const up = list({}, { field, direction: 'asc' }).rows
      expect(list({}, { field, direction: 'desc' }).rows).toEqual(up.toReversed())
    }
  })

  it('is narrowed by run, customer, office, series, days and amounts', () => {
    expect(list({ runId: 'run-1' }).total).toBe(4)
    expect(list({ customerId: 'customer-000002' }).total).toBe(2)
    expect(list({ officeId: 'office-madrid' }).total).toBe(8)
    expect(list({ officeId: 'elsewhere' }).total).toBe(0)
    expect(list({ series: 'FMAD' }).total).toBe(8)
    expect(list({ series: 'F' }).total).toBe(0)
    expect(list({ from: '2026-03-01', to: '2026-03-31' }).total).toBe(4)
    const [dearest] = list({}, { field: 'gross', direction: 'desc' }).rows
    expect(list({ min: dearest?.gross ?? 0 }).rows.map(({ gross }) => gross)).toContain(dearest?.gross)
    expect(list({ min: (dearest?.gross ?? 0) + 1 }).total).toBe(0)
    expect(list({ max: 1 }).total).toBe(0)
  })

  it('finds by any part of the number and by the customer', () => {
    const [first] = list({ runId: 'run-1' }).rows
    const last = first?.number.slice(-6) ?? ''
    expect(numbers({ text: first?.number ?? '' })).toEqual([first?.number])
    expect(numbers({ text: last })).toContain(first?.number)
    expect(list({ text: 'CLIENTE 000000' }).rows.map(({ customerId }) => customerId)).toEqual([
      'customer-000000',
      'customer-000000',
    ])
    expect(list({ text: 'nobody at all' }).total).toBe(0)
  })

  it('tells open, overdue, partly paid and settled apart by the ledger', () => {
    const [first, second] = list(
      { customerId: 'customer-000001' },
      { field: 'issued', direction: 'asc' },
    ).rows
    if (!first || !second) throw new Error('no invoices')
    store.run('payment.record', {
      customerId: 'customer-000001',
      amount: String((first.gross + 100) / 100),
      way: 'transfer',
      reference: 'ABC',
    })
    const ofThem = { customerId: 'customer-000001' }
    expect(numbers({ ...ofThem, state: 'settled' })).toEqual([first.number])
    expect(numbers({ ...ofThem, state: 'partlyPaid' })).toEqual([second.number])
    expect(numbers({ ...ofThem, state: 'open' })).toEqual([second.number])
    expect(numbers({ ...ofThem, state: 'overdue', today: second.dueOn })).toEqual([])
    expect(numbers({ ...ofThem, state: 'overdue', today: '2026-12-31' })).toEqual([second.number])
    const [sum] = summariseInvoices(statements, { filter: ofThem }).sums
    expect(sum).toEqual({
      currency: 'EUR',
      documents: 2,
      net: first.net + second.net,
      gross: first.gross + second.gross,
      open: second.gross - 100,
    })
  })

  it('names the series that there are', () => {
    store.run('billing.proforma', { customerId: 'customer-000001', through: '2026-05-01' })
    expect(summariseInvoices(statements, { filter: {} }).series).toEqual(['FMAD', 'PMAD'])
    // A proforma is listed and counts for nothing.
    expect(list({ kind: 'proforma' }).total).toBe(1)
    expect(summariseInvoices(statements, { filter: { kind: 'proforma' } }).sums).toMatchObject([
      { documents: 1, gross: 0, open: 0 },
    ])
  })

  it('counts what was issued for a merged customer for whom it became', () => {
    store.run('customer.merge', { survivorId: 'customer-000000', absorbedIds: ['customer-000001'] })
    expect(list({ customerId: 'customer-000000' }).total).toBe(4)
    expect(list({ customerId: 'customer-000001' }).total).toBe(0)
    expect(
      new Set(list({ customerId: 'customer-000000' }).rows.map(({ customerName }) => customerName)),
    ).toEqual(new Set(['Cliente 000000']))
  })
})

describe('one invoice', () => {
  it('comes with what settled it and what is left to credit', () => {
    const [invoice] = list({ customerId: 'customer-000001' }, { field: 'issued', direction: 'asc' }).rows
    if (!invoice) throw new Error('no invoice')
    store.run('payment.record', {
      customerId: 'customer-000001',
      amount: '10',
      way: 'cash',
      reference: 'Caja',
    })
    const note = store.run<{ id: string; number: string }>('invoice.creditNote', {
      invoiceId: invoice.id,
      lines: [{ lineId: '2', net: 1000 }],
    }).result
    const detail = invoiceDetail(statements, { id: invoice.id })
    expect(detail).toMatchObject({
      open: invoice.gross - 1000 - 1210,
      settled: [
        { amount: 1000, way: 'cash', reference: 'Caja' },
        { amount: 1210, creditNote: { number: note.number } },
      ],
      followed: [{ id: note.id, kind: 'creditNote' }],
      customerName: 'Cliente 000001',
    })
    expect(detail.creditable[1]).toEqual({ lineId: '2', left: 3200 - 1000 })
    expect(invoiceDetail(statements, { id: note.id }).source).toMatchObject({ number: invoice.number })
    store.writer.undo(
      store.run('payment.record', { customerId: 'customer-000001', amount: '5', way: 'card' }).opId,
    )
    expect(invoiceDetail(statements, { id: invoice.id }).settled.slice(-2)).toMatchObject([
      { amount: 500, way: 'card' },
      { amount: -500, way: 'card', isReversal: true },
    ])
    expect(invoiceDetail(statements, { id: 'nobody' })).toMatchObject({ open: 0, settled: [] })
  })
})
