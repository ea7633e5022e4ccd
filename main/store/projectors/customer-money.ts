import type { Invoice } from '#core/domain/invoice/schema.ts'
import { balanceEffect, isInvoiceable, settledEffect } from '#core/domain/ledger/effect.ts'
import { LEDGER_KINDS, type LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { createInvoiceRows, type InvoiceRows } from './invoice-rows.ts'
import { preparedFor, type PostedEntry, type Projection, type Projector } from './projector.ts'

const prepared = preparedFor({
  addEntry: `INSERT INTO r_transaction (n, customer_n, kind, amount, day, invoice_n) VALUES (?, ?, ?, ?, ?, ?)`,
  entry: `SELECT n FROM transactions WHERE key = ?`,
  dropEntry: `DELETE FROM r_transaction WHERE n = ? RETURNING customer_n, invoice_n`,
  ownerOf: `SELECT customer_n, kind FROM r_transaction WHERE n = ?`,
  take: `UPDATE r_transaction SET invoice_n = ?2 WHERE n = ?1 AND invoice_n IS NULL`,
  leave: `UPDATE r_transaction SET invoice_n = NULL WHERE n = ?1 AND invoice_n = ?2`,
  await: `INSERT OR IGNORE INTO r_awaited (key, invoice_n) VALUES (?, ?)`,
  forget: `DELETE FROM r_awaited WHERE key = ? AND invoice_n = ?`,
  awaits: `SELECT EXISTS (SELECT 1 FROM r_awaited) AS any_row`,
  awaited: `DELETE FROM r_awaited WHERE key = ? RETURNING invoice_n`,
  settle: `UPDATE r_customer SET balance = balance + ?2, open_invoices = open_invoices + ?3,
    open_amount = open_amount + ?4, uninvoiced = uninvoiced + ?5 WHERE n = ?1`,
  oldestDue: `UPDATE r_customer SET oldest_due =
    (SELECT min(due) FROM r_invoice WHERE customer_n = ?1 AND open > 0) WHERE n = ?1`,
})

/** How `r_transaction.kind` writes the kind of an entry. */
export const LEDGER_KIND_CODES = Object.fromEntries(
  LEDGER_KINDS.map((kind, code) => [kind, code]),
) as Readonly<Record<LedgerEntry['kind'], number>>

/** What a commit changes for one customer. */
interface Difference {
  balance: number
  openInvoices: number
  openAmount: number
  uninvoiced: number
  /** Another invoice may be the first one due now. */
  dueTouched: boolean
}

/**
 * The ledger as lists and reports ask it, and what it adds up to: which invoice took each entry, what each invoice still
 * asks for, and balance, open invoices and uninvoiced entries of each customer. Costs as much as the commit is large.
 */
export const customerMoney: Projector = {
  // `day` is YYYYMMDD as a number; kinds 0 and 1 are what an invoice can take.
  tables: `CREATE TABLE IF NOT EXISTS r_transaction (n INTEGER PRIMARY KEY, customer_n INTEGER NOT NULL,
      kind INTEGER NOT NULL, amount INTEGER NOT NULL, day INTEGER NOT NULL, invoice_n INTEGER);
    CREATE INDEX IF NOT EXISTS r_transaction_customer ON r_transaction (customer_n, day, n);
    CREATE INDEX IF NOT EXISTS r_transaction_uninvoiced ON r_transaction (customer_n, n)
      WHERE invoice_n IS NULL AND kind < 2;
    CREATE INDEX IF NOT EXISTS r_transaction_invoice ON r_transaction (invoice_n, n) WHERE invoice_n IS NOT NULL;
    CREATE TABLE IF NOT EXISTS r_awaited (key TEXT NOT NULL, invoice_n INTEGER NOT NULL,
      PRIMARY KEY (key, invoice_n)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS r_invoice (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      present INTEGER NOT NULL, customer_n INTEGER NOT NULL, kind TEXT NOT NULL, issued TEXT NOT NULL,
      due TEXT NOT NULL, gross INTEGER NOT NULL, settled INTEGER NOT NULL, open INTEGER NOT NULL,
      number TEXT NOT NULL, office TEXT NOT NULL, series TEXT NOT NULL, currency TEXT NOT NULL, net INTEGER NOT NULL,
      run TEXT, source TEXT, period_from TEXT, period_to TEXT);
    CREATE INDEX IF NOT EXISTS r_invoice_issued ON r_invoice (issued, n) WHERE present = 1;
    CREATE INDEX IF NOT EXISTS r_invoice_office ON r_invoice (office, issued, n) WHERE present = 1;
    CREATE INDEX IF NOT EXISTS r_invoice_run ON r_invoice (run, n) WHERE run IS NOT NULL AND present = 1;
    CREATE INDEX IF NOT EXISTS r_invoice_source ON r_invoice (source) WHERE source IS NOT NULL;
    CREATE INDEX IF NOT EXISTS r_invoice_number ON r_invoice (number) WHERE present = 1;
    CREATE INDEX IF NOT EXISTS r_invoice_customer ON r_invoice (customer_n, issued);
    CREATE INDEX IF NOT EXISTS r_invoice_open ON r_invoice (customer_n, due) WHERE open > 0;
    CREATE INDEX IF NOT EXISTS r_invoice_due ON r_invoice (due) WHERE open > 0;`,
  drop: `DROP TABLE IF EXISTS r_transaction; DROP TABLE IF EXISTS r_awaited; DROP TABLE IF EXISTS r_invoice;`,
  apply(projection) {
    const { db, writes, entries, withdrawn } = projection
    const invoiceWrites = writes.filter(({ collection }) => collection === 'invoices')
    if (invoiceWrites.length === 0 && entries.length === 0 && withdrawn.length === 0) return
    const differences = createDifferences()
    const invoices = createInvoiceRows(db)
    const taken = new Map<string, number>()
    withdrawEntries(db, withdrawn, invoices, differences)
    for (const { id, before, after } of invoiceWrites) {
      // Only documents that passed the schema reach the store.
      const old = linesOf(before as Invoice | undefined)
      const lines = linesOf(after as Invoice | undefined)
      const n = invoices.put(
        id,
        after as Invoice | undefined,
        (customerId) => projection.owners.of(projection.heirs.of(customerId)).number,
      )
      for (const key of old) if (!lines.has(key)) giveBack(db, key, n, differences)
      for (const key of lines) if (!old.has(key)) taken.set(key, n)
    }
    postEntries(projection, invoices, taken, differences)
    // What is left was posted earlier, or is still to come from another desktop.
    for (const [key, n] of taken) take(db, key, n, differences)
    invoices.save((customer, count, amount) => {
      const difference = differences.of(customer)
      difference.openInvoices += count
      difference.openAmount += amount
      difference.dueTouched = true
    })
    differences.save(projection)
  },
}

/** Keys of the entries that an invoice takes; a proforma takes none. */
const linesOf = (invoice: Invoice | undefined): ReadonlySet<string> =>
  new Set(
    invoice && invoice.kind !== 'proforma'
      ? invoice.lines.flatMap(({ transactionId }) => transactionId ?? [])
      : [],
  )

/** Takes entries out again; an invoice that took one awaits it from now on. */
function withdrawEntries(
  db: SqliteDatabase,
  withdrawn: readonly PostedEntry[],
  invoices: InvoiceRows,
  differences: Differences,
): void {
  const statements = prepared(db)
  for (const { n, entry } of withdrawn) {
    const row = statements.dropEntry.get(n)
    if (!row) continue
    const difference = differences.of(row.customer_n as number)
    difference.balance -= balanceEffect(entry)
    if (entry.invoiceId !== undefined) invoices.settle(entry.invoiceId, -settledEffect(entry))
    if (!isInvoiceable(entry)) continue
    if (typeof row.invoice_n === 'number') statements.await.run(entry.key, row.invoice_n)
    else difference.uninvoiced--
  }
}

function postEntries(
  { db, entries, owners, heirs }: Projection,
  invoices: InvoiceRows,
  taken: Map<string, number>,
  differences: Differences,
): void {
  if (entries.length === 0) return
  const statements = prepared(db)
  const isAwaited = statements.awaits.get()?.any_row === 1
  for (const { n, entry } of entries) {
    const { key, kind, amount, date, invoiceId } = entry
    const customer = owners.of(heirs.of(entry.customerId)).number
    const difference = differences.of(customer)
    difference.balance += balanceEffect(entry)
    let invoiceN = invoiceId === undefined ? undefined : invoices.numberOf(invoiceId)
    if (invoiceId !== undefined) invoices.settle(invoiceId, settledEffect(entry))
    if (isInvoiceable(entry)) {
      invoiceN =
        taken.get(key) ??
        (isAwaited ? (statements.awaited.get(key)?.invoice_n as number | undefined) : undefined)
      taken.delete(key)
      if (invoiceN === undefined) difference.uninvoiced++
    }
    const day = Number(date.replaceAll('-', ''))
    statements.addEntry.run(n, customer, LEDGER_KIND_CODES[kind], amount, day, invoiceN ?? null)
  }
}

function take(db: SqliteDatabase, key: string, invoice: number, differences: Differences): void {
  const statements = prepared(db)
  const n = statements.entry.get(key)?.n
  const owner = typeof n === 'number' ? statements.ownerOf.get(n) : undefined
  if (typeof n !== 'number' || !owner) statements.await.run(key, invoice)
  else if (statements.take.run(n, invoice).changes > 0)
    differences.of(owner.customer_n as number).uninvoiced--
}

function giveBack(db: SqliteDatabase, key: string, invoice: number, differences: Differences): void {
  const statements = prepared(db)
  statements.forget.run(key, invoice)
  const n = statements.entry.get(key)?.n
  const owner = typeof n === 'number' ? statements.ownerOf.get(n) : undefined
  if (typeof n !== 'number' || !owner) return
  if (statements.leave.run(n, invoice).changes > 0) differences.of(owner.customer_n as number).uninvoiced++
}

type Differences = ReturnType<typeof createDifferences>

function createDifferences() {
  const byCustomer = new Map<number, Difference>()
  return {
    of(customer: number): Difference {
      const known = byCustomer.get(customer)
      if (known) return known
      const fresh = { balance: 0, openInvoices: 0, openAmount: 0, uninvoiced: 0, dueTouched: false }
      byCustomer.set(customer, fresh)
      return fresh
    },
    save({ db, owners }: Projection): void {
      const statements = prepared(db)
      for (const customer of byCustomer.keys()) owners.touch(customer)
      for (const [customer, { balance, openInvoices, openAmount, uninvoiced, dueTouched }] of byCustomer) {
        statements.settle.run(customer, balance, openInvoices, openAmount, uninvoiced)
        if (dueTouched) statements.oldestDue.run(customer)
      }
    },
  }
}
