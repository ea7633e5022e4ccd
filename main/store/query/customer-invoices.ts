import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { currentCommit, type Statements } from './statements.ts'

/** The invoices of a customer, newest first, with what the ledger says is open. */
export function customerInvoices(
  statements: Statements,
  { id, withId, limit }: MethodInput<'customers', 'invoices'>,
): MethodOutput<'customers', 'invoices'> {
  const n = Number(statements.get(`SELECT n FROM r_customer WHERE id = ?`, [id])?.n ?? -1)
  const total = Number(
    statements.get(`SELECT count(*) AS n FROM r_invoice WHERE customer_n = ? AND present = 1`, [n])?.n,
  )
  const columns = `i.open AS open, d.body AS body FROM r_invoice AS i JOIN d_invoices AS d ON d.id = i.id
    WHERE i.customer_n = ? AND i.present = 1`
  const newest = statements.all(`SELECT ${columns} ORDER BY i.issued DESC, i.n DESC LIMIT ?`, [n, limit])
  const rows = newest.map(toRow)
  const isMissing = withId !== undefined && !rows.some((row) => row.id === withId)
  const wanted = isMissing ? statements.all(`SELECT ${columns} AND i.id = ?`, [n, withId]).map(toRow) : []
  return { commit: currentCommit(statements), total, rows: [...rows, ...wanted] }
}

function toRow({ open, body }: Readonly<Record<string, unknown>>) {
  // The store itself wrote the text from a document.
  const { id, number, kind, siteId, issuedOn, dueOn, currency, gross } = JSON.parse(body as string) as Invoice
  return {
    id,
    number,
    kind,
    ...(siteId !== undefined && { siteId }),
    issuedOn,
    dueOn,
    currency,
    gross,
    open: open as number,
  }
}
