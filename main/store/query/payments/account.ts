import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { MOST_STATEMENT_ROWS } from '#core/contract/methods/payments.ts'
import { freeMoney } from '#core/domain/billing/payments.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { statementOfAccount } from '#core/domain/ledger/statement.ts'
import { addDays } from '#core/domain/values/plain-date.ts'
import { currentCommit, type Statements } from '../statements.ts'

interface Holder {
  n: number
  balance: number
  currency: string
}

/** The row of a customer; one that nobody knows has nothing. */
function holderOf(statements: Statements, customerId: string): Holder {
  const row = statements.get(
    `SELECT c.n, c.balance, d.body FROM r_customer AS c JOIN d_customers AS d ON d.id = c.id WHERE c.id = ?`,
    [customerId],
  )
  if (!row) return { n: -1, balance: 0, currency: 'EUR' }
  // The store itself wrote the text from a document.
  const { currency } = JSON.parse(row.body as string) as Customer
  return { n: row.n as number, balance: row.balance as number, currency }
}

function entriesOf(statements: Statements, n: number): { entry: LedgerEntry; invoiceN: number | null }[] {
  return statements
    .all(
      `SELECT x.body, t.invoice_n FROM r_transaction AS t JOIN transactions AS x ON x.n = t.n
       WHERE t.customer_n = ? ORDER BY t.n`,
      [n],
    )
    .map(({ body, invoice_n }) => ({
      // The store itself wrote the text from an entry.
      entry: JSON.parse(body as string) as LedgerEntry,
      invoiceN: invoice_n as number | null,
    }))
}

const invoicesOf = (statements: Statements, n: number, where: string) =>
  statements
    .all(
      `SELECT i.n, i.open, i.kind, d.body FROM r_invoice AS i JOIN d_invoices AS d ON d.id = i.id
       WHERE i.customer_n = ? AND i.present = 1 AND ${where} ORDER BY i.due, i.n`,
      [n],
    )
    // The store itself wrote the text from a document.
    .map(({ n: number, open, body }) => ({
      n: number as number,
      open: open as number,
      invoice: JSON.parse(body as string) as Invoice,
    }))

/** Open invoices and credit of a customer, in its currency. */
export function customerAccount(
  statements: Statements,
  { customerId }: MethodInput<'payments', 'account'>,
): MethodOutput<'payments', 'account'> {
  const { n, balance, currency } = holderOf(statements, customerId)
  const entries = entriesOf(statements, n)
    .map(({ entry }) => entry)
    .filter((entry) => entry.currency === currency)
  const notes = invoicesOf(statements, n, `i.kind = 'creditNote'`)
    .map(({ invoice }) => invoice)
    .filter((note) => note.currency === currency)
  const noteIds = new Set(notes.map(({ id }) => id))
  const open = invoicesOf(statements, n, 'i.open > 0').filter(({ invoice }) => invoice.currency === currency)
  return {
    commit: currentCommit(statements),
    currency,
    balance,
    open: open.map(({ open: left, invoice: { id, number, issuedOn, dueOn, gross } }) => ({
      id,
      number,
      issuedOn,
      dueOn,
      gross,
      open: left,
    })),
    free: freeMoney(entries, notes).map(({ sourceId, date, free }) => ({
      sourceId,
      date,
      free,
      isCreditNote: noteIds.has(sourceId),
    })),
  }
}

const FIRST_DAY = '0001-01-01'
const LAST_DAY = '9999-12-30'

type StatementRow = MethodOutput<'payments', 'statement'>['rows'][number]

/** The statement of account of a customer; entries of one day that one invoice took are one row. */
export function customerStatement(
  statements: Statements,
  { customerId, from = FIRST_DAY, to = LAST_DAY }: MethodInput<'payments', 'statement'>,
): MethodOutput<'payments', 'statement'> {
  const { n, currency } = holderOf(statements, customerId)
  const entries = entriesOf(statements, n).filter(({ entry }) => entry.currency === currency)
  const invoiceNumbers = new Map(entries.map(({ entry, invoiceN }) => [entry.key, invoiceN]))
  const invoices = new Map(invoicesOf(statements, n, '1').map((one) => [one.n, one.invoice]))
  // Unlike the domain's, the last day is shown here.
  const { opening, closing, rows } = statementOfAccount(
    entries.map(({ entry }) => entry),
    from,
    addDays(to, 1),
  )
  const shown: StatementRow[] = []
  for (const { entry, balance } of rows) {
    const { key, kind, date, amount, way, reference, description, reverses } = entry
    const invoice = invoices.get(invoiceNumbers.get(key) ?? -1)
    const isOfInvoice = invoice !== undefined && (kind === 'charge' || kind === 'credit' || kind === 'tax')
    const last = shown.at(-1)
    if (isOfInvoice && last?.invoiceId === invoice.id && last.date === date && last.kind === invoice.kind) {
      last.amount += amount
      last.balance = balance
      last.entries++
      continue
    }
    shown.push({
      key,
      kind: isOfInvoice ? invoice.kind : kind,
      date,
      amount,
      balance,
      entries: 1,
      ...(invoice && { invoiceId: invoice.id, number: invoice.number }),
      ...(way !== undefined && { way }),
      ...(reference !== undefined && { reference }),
      ...(description !== undefined && !isOfInvoice && { description }),
      isReversal: reverses !== undefined,
    })
  }
  const kept = shown.slice(-MOST_STATEMENT_ROWS)
  const first = kept[0]
  const isCut = kept.length < shown.length
  return {
    commit: currentCommit(statements),
    currency,
    opening: isCut && first ? first.balance - first.amount : opening,
    closing,
    isCut,
    rows: kept,
  }
}
