import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { creditableLines } from '#core/domain/billing/credit-note.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { LEDGER_KIND_CODES } from '../../projectors/customer-money.ts'
import { currentCommit, type Statements } from '../statements.ts'

type Output = MethodOutput<'invoices', 'detail'>

/** What the ledger and other documents say of one invoice; nothing of one that is not there. */
export function invoiceDetail(statements: Statements, { id }: MethodInput<'invoices', 'detail'>): Output {
  const row = statements.get(
    `SELECT i.n AS n, i.open AS open, d.body AS body, h.body AS customer FROM r_invoice AS i
     JOIN d_invoices AS d ON d.id = i.id LEFT JOIN r_customer AS c ON c.n = i.customer_n
     LEFT JOIN d_customers AS h ON h.id = c.id WHERE i.id = ? AND i.present = 1`,
    [id],
  )
  const commit = currentCommit(statements)
  if (!row)
    return {
      commit,
      open: 0,
      settled: [],
      followed: [],
      creditable: [],
      customerName: '',
      customerNumber: '',
    }
  // The store itself wrote the texts from documents.
  const invoice = JSON.parse(row.body as string) as Invoice
  const customer = JSON.parse((row.customer as string | null) ?? '{}') as { name?: string; number?: string }
  const followed = documents(statements, 'i.source = ?', id)
  const source = documentOf(statements, invoice.correctsId ?? invoice.proformaId)
  const notes = followed.filter(({ kind }) => kind === 'creditNote')
  const site = statements.get(`SELECT json_extract(body, '$.name') AS name FROM d_sites WHERE id = ?`, [
    invoice.siteId ?? '',
  ])
  return {
    commit,
    open: row.open as number,
    settled: settledBy(statements, row.n as number),
    followed: followed.map(toRelated),
    ...(source && { source: toRelated(source) }),
    creditable:
      invoice.kind === 'invoice'
        ? [...creditableLines(invoice, notes)].map(([lineId, left]) => ({ lineId, left }))
        : [],
    customerName: customer.name ?? invoice.customer.name,
    customerNumber: customer.number ?? invoice.customer.number ?? '',
    ...(typeof site?.name === 'string' && { siteName: site.name }),
  }
}

function settledBy(statements: Statements, n: number): Output['settled'] {
  const { allocation, writeOff } = LEDGER_KIND_CODES
  return statements
    .all(
      `SELECT t.body AS body FROM r_transaction AS r JOIN transactions AS t ON t.n = r.n
       WHERE r.invoice_n = ? AND r.kind IN (?, ?) ORDER BY r.day, r.n`,
      [n, allocation, writeOff],
    )
    .map(({ body }) => {
      const entry = JSON.parse(body as string) as LedgerEntry
      const { key, kind, date, amount, sourceId, reverses } = entry
      const payment = entryOf(statements, sourceId)
      const note = payment ? undefined : documentOf(statements, sourceId)
      const way = entry.way ?? payment?.way
      const reference = entry.reference ?? payment?.reference
      return {
        key,
        kind,
        // Of the payment itself: it may have been recorded before it was given to this invoice.
        date: payment?.date ?? date,
        amount: kind === 'writeOff' ? -amount : amount,
        ...(reverses !== undefined && { isReversal: true }),
        ...(way && { way }),
        ...(reference !== undefined && { reference }),
        ...(note && { creditNote: toRelated(note) }),
      }
    })
}

function entryOf(statements: Statements, key: string | undefined): LedgerEntry | undefined {
  const row =
    key === undefined ? undefined : statements.get(`SELECT body FROM transactions WHERE key = ?`, [key])
  return row && (JSON.parse(row.body as string) as LedgerEntry)
}

const documents = (statements: Statements, condition: string, value: string): Invoice[] =>
  statements
    .all(
      `SELECT d.body AS body FROM r_invoice AS i JOIN d_invoices AS d ON d.id = i.id
       WHERE ${condition} AND i.present = 1 ORDER BY i.issued, i.n`,
      [value],
    )
    .map(({ body }) => JSON.parse(body as string) as Invoice)

const documentOf = (statements: Statements, id: string | undefined): Invoice | undefined =>
  id === undefined ? undefined : documents(statements, 'i.id = ?', id)[0]

const toRelated = ({ id, number, kind, issuedOn, currency, gross }: Invoice) => ({
  id,
  number,
  kind,
  issuedOn,
  currency,
  gross,
})
