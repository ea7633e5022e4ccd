import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { preparedFor } from './projector.ts'

const prepared = preparedFor({
  find: `SELECT n, present, customer_n, kind, issued, due, gross, settled, open FROM r_invoice WHERE id = ?`,
  last: `SELECT max(n) AS n FROM r_invoice`,
  put: `INSERT INTO r_invoice (n, id, present, customer_n, kind, issued, due, gross, settled, open)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (n) DO UPDATE SET present = excluded.present, customer_n = excluded.customer_n,
      kind = excluded.kind, issued = excluded.issued, due = excluded.due, gross = excluded.gross,
      settled = excluded.settled, open = excluded.open`,
})

interface InvoiceRow {
  n: number
  present: number
  customer: number
  kind: string
  issued: string
  due: string
  gross: number
  settled: number
  /** As stored before the commit, with its customer. */
  storedOpen: number
  storedCustomer: number
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
      ? {
          n: stored.n as number,
          present: stored.present as number,
          customer: stored.customer_n as number,
          kind: stored.kind as string,
          issued: stored.issued as string,
          due: stored.due as string,
          gross: stored.gross as number,
          settled: stored.settled as number,
          storedOpen: stored.open as number,
          storedCustomer: stored.customer_n as number,
        }
      : {
          n: nextNumber(),
          present: 0,
          customer: 0,
          kind: '',
          issued: '',
          due: '',
          gross: 0,
          settled: 0,
          storedOpen: 0,
          storedCustomer: 0,
        }
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
      if (invoice) {
        row.customer = customerNumber(invoice.customerId)
        row.kind = invoice.kind
        row.issued = invoice.issuedOn
        row.due = invoice.dueOn
        row.gross = invoice.gross
      }
      return row.n
    },
    settle(id, amount) {
      rowOf(id).settled += amount
    },
    save(tell) {
      for (const [id, row] of rows) {
        const open = openOf(row)
        const { n, present, customer, kind, issued, due, gross, settled, storedOpen, storedCustomer } = row
        statements.put.run(n, id, present, customer, kind, issued, due, gross, settled, open)
        if (storedOpen > 0) tell(storedCustomer, -1, -storedOpen)
        if (open > 0) tell(customer, 1, open)
      }
    },
  }
}
