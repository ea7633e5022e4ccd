import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { preparedFor } from './projector.ts'

const prepared = preparedFor({
  find: `SELECT * FROM r_invoice WHERE id = ?`,
  last: `SELECT max(n) AS n FROM r_invoice`,
  put: `INSERT INTO r_invoice (n, id, present, customer_n, kind, issued, due, gross, settled, open, number, office,
      series, currency, net, run, source, period_from, period_to)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (n) DO UPDATE SET present = excluded.present, customer_n = excluded.customer_n,
      kind = excluded.kind, issued = excluded.issued, due = excluded.due, gross = excluded.gross,
      settled = excluded.settled, open = excluded.open, number = excluded.number, office = excluded.office,
      series = excluded.series, currency = excluded.currency, net = excluded.net, run = excluded.run,
      source = excluded.source, period_from = excluded.period_from, period_to = excluded.period_to`,
})

/** What the list of invoices shows, filters and sorts by, and what the next run compares with. */
interface Shown {
  number: string
  office: string
  /** The number without device and counter. */
  series: string
  currency: string
  net: number
  run: string | null
  /** The invoice that a credit note corrects, the proforma that became an invoice. */
  source: string | null
  period_from: string | null
  period_to: string | null
}

interface InvoiceRow extends Shown {
  n: number
  present: number
  customer_n: number
  kind: string
  issued: string
  due: string
  gross: number
  settled: number
  /** As stored before the commit, with its customer. */
  storedOpen: number
  storedCustomer: number
}

/** `FMAD` of `FMAD-7Q-000123`; a number of another form is its own series. */
export const seriesOf = (number: string): string => /^(.*)-[^-]*-[^-]*$/.exec(number)?.[1] ?? number

const NEW: Omit<InvoiceRow, 'n'> = {
  present: 0,
  customer_n: 0,
  kind: '',
  issued: '',
  due: '',
  gross: 0,
  settled: 0,
  number: '',
  office: '',
  series: '',
  currency: '',
  net: 0,
  run: null,
  source: null,
  period_from: null,
  period_to: null,
  storedOpen: 0,
  storedCustomer: 0,
}

export interface InvoiceRows {
  /** Takes over a document, or that it is gone; answers its row number. */
  put(id: string, invoice: Invoice | undefined, customerNumber: (customerId: string) => number): number
  numberOf(id: string): number
  /** Something was paid towards the invoice, or that was taken back (minor units). */
  settle(id: string, amount: number): void
  /** Writes the rows and tells what changes for each customer: how many invoices are open, and their sum. */
  save(tell: (customer: number, openInvoices: number, openAmount: number) => void): void
}

/**
 * The invoices that one commit touches. One that only the ledger has named so far has a row with `present` 0: entries
 * and documents may come in any order.
 */
export function createInvoiceRows(db: SqliteDatabase): InvoiceRows {
  const statements = prepared(db)
  const rows = new Map<string, InvoiceRow>()
  let last: number | undefined
  const nextNumber = (): number => {
    last = (last ?? Number(statements.last.get()?.n ?? 0)) + 1
    return last
  }

  const rowOf = (id: string): InvoiceRow => {
    const known = rows.get(id)
    if (known) return known
    const stored = statements.find.get(id)
    const row: InvoiceRow = stored
      ? // A row of the table has the members of the statement that wrote it.
        {
          ...(stored as unknown as InvoiceRow),
          storedOpen: stored.open as number,
          storedCustomer: stored.customer_n as number,
        }
      : { ...NEW, n: nextNumber() }
    rows.set(id, row)
    return row
  }

  /** Only invoices ask for money: what a credit note or an overpaid invoice leaves is in the balance. */
  const openOf = ({ present, kind, gross, settled }: InvoiceRow): number =>
    present === 1 && kind === 'invoice' ? Math.max(0, gross - settled) : 0

  return {
    numberOf: (id) => rowOf(id).n,
    put(id, invoice, customerNumber) {
      const row = rowOf(id)
      row.present = invoice ? 1 : 0
      if (invoice)
        Object.assign(row, {
          customer_n: customerNumber(invoice.customerId),
          kind: invoice.kind,
          issued: invoice.issuedOn,
          due: invoice.dueOn,
          gross: invoice.gross,
          number: invoice.number,
          office: invoice.officeId,
          series: seriesOf(invoice.number),
          currency: invoice.currency,
          net: invoice.net,
          run: invoice.runId ?? null,
          source: invoice.correctsId ?? invoice.proformaId ?? null,
          period_from: invoice.periodFrom ?? null,
          period_to: invoice.periodTo ?? null,
        } satisfies Partial<InvoiceRow>)
      return row.n
    },
    settle(id, amount) {
      rowOf(id).settled += amount
    },
    save(tell) {
      for (const [id, row] of rows) {
        const open = openOf(row)
        const { n, present, customer_n: customer, storedOpen, storedCustomer } = row
        statements.put.run(
          n,
          id,
          present,
          customer,
          row.kind,
          row.issued,
          row.due,
          row.gross,
          row.settled,
          open,
          row.number,
          row.office,
          row.series,
          row.currency,
          row.net,
          row.run,
          row.source,
          row.period_from,
          row.period_to,
        )
        if (storedOpen > 0) tell(storedCustomer, -1, -storedOpen)
        if (open > 0) tell(customer, 1, open)
      }
    },
  }
}
