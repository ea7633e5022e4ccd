import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { monthNumber } from '#core/domain/values/plain-date.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { codeOf, type Code } from './codes.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  put: `INSERT INTO r_revenue (invoice, customer_n, month, currency, net) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (invoice) DO UPDATE SET customer_n = excluded.customer_n, month = excluded.month,
      currency = excluded.currency, net = excluded.net`,
  remove: `DELETE FROM r_revenue WHERE invoice = ?`,
  service: `SELECT n FROM r_sold WHERE id = ?`,
  addService: `INSERT INTO r_sold (id) VALUES (?) RETURNING n`,
  sell: `INSERT INTO r_sale (month, service_n, product_n, customer_n, currency, net, net_with_cost, wholesale)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (month, service_n, product_n, customer_n, currency) DO UPDATE SET net = net + excluded.net,
      net_with_cost = net_with_cost + excluded.net_with_cost, wholesale = wholesale + excluded.wholesale`,
})

/**
 * What reports ask of money: the net of each invoice and credit note by customer and month of issue (`monthNumber`), and
 * charges and credits by month, service and product (0 where the entry names none) with what they cost ourselves. Sales stay with the customer for whom they were
 * posted; the report asks for its office only.
 */
export const invoiceRevenue: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_revenue (n INTEGER PRIMARY KEY, invoice TEXT NOT NULL UNIQUE,
      customer_n INTEGER NOT NULL, month INTEGER NOT NULL, currency TEXT NOT NULL, net INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS r_revenue_month ON r_revenue (month, customer_n, currency, net);
    CREATE INDEX IF NOT EXISTS r_revenue_customer ON r_revenue (customer_n, month, currency, net);
    CREATE TABLE IF NOT EXISTS r_sold (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
    CREATE TABLE IF NOT EXISTS r_sale (month INTEGER, service_n INTEGER, product_n INTEGER, customer_n INTEGER, currency TEXT,
      net INTEGER NOT NULL, net_with_cost INTEGER NOT NULL, wholesale INTEGER NOT NULL,
      PRIMARY KEY (month, service_n, product_n, customer_n, currency)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_revenue; DROP TABLE IF EXISTS r_sold; DROP TABLE IF EXISTS r_sale;`,
  apply({ db, writes, entries, owners, heirs, movedInvoices }) {
    const statements = prepared(db)
    const invoices = [...writes.filter(({ collection }) => collection === 'invoices'), ...movedInvoices]
    for (const { id, after } of invoices) {
      // Only documents that passed the schema reach the store.
      const invoice = after as Invoice | undefined
      if (!invoice || invoice.kind === 'proforma') {
        statements.remove.run(id)
        continue
      }
      const { customerId, issuedOn, currency, net } = invoice
      const customer = owners.of(heirs.of(customerId)).number
      statements.put.run(id, customer, monthNumber(issuedOn), currency, net)
    }
    const known = { services: new Map<string, number>(), products: new Map<string, Code>() }
    for (const { entry } of entries)
      if (entry.kind === 'charge' || entry.kind === 'credit')
        sell(db, entry, owners.of(entry.customerId).number, known)
  },
}

interface Known {
  services: Map<string, number>
  products: Map<string, Code>
}

function sell(db: SqliteDatabase, entry: LedgerEntry, customer: number, known: Known): void {
  const { date, serviceId, productId, currency, amount, wholesale } = entry
  const service = serviceId === undefined ? 0 : soldService(db, serviceId, known.services)
  const product = productId === undefined ? 0 : codeOf(db, productId, known.products).n
  const cost = wholesale === undefined ? [0, 0] : [amount, wholesale]
  prepared(db).sell.run(
    monthNumber(date),
    service,
    product,
    customer,
    currency,
    amount,
    cost[0] ?? 0,
    cost[1] ?? 0,
  )
}

function soldService(db: SqliteDatabase, id: string, known: Map<string, number>): number {
  const cached = known.get(id)
  if (cached !== undefined) return cached
  const statements = prepared(db)
  const n = Number((statements.service.get(id) ?? statements.addService.get(id))?.n)
  known.set(id, n)
  return n
}
