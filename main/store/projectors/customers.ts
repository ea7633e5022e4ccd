import type { DocumentWrite } from '#core/domain/command.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { codeOf, type Code } from './codes.ts'
import { preparedFor, type Projection, type Projector } from './projector.ts'

const prepared = preparedFor({
  put: `INSERT INTO r_customer (id, present, number, sort_name, type_n, status_n, status_rank, office_n, created_at, archived, currency)
    VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET present = 1, number = excluded.number, sort_name = excluded.sort_name,
      type_n = excluded.type_n, status_n = excluded.status_n, status_rank = excluded.status_rank,
      office_n = excluded.office_n, created_at = excluded.created_at, archived = excluded.archived,
      currency = excluded.currency
    RETURNING n`,
  leave: `UPDATE r_customer SET present = 0, archived = 0, number = '', sort_name = '' WHERE id = ?`,
  tag: `INSERT OR IGNORE INTO r_customer_tag (tag_n, n) VALUES (?, ?)`,
  untag: `DELETE FROM r_customer_tag WHERE tag_n = ? AND n = ?`,
})

/** How `r_customer.type_n` writes a customer's type. */
export const TYPE_CODES: Readonly<Record<Customer['type'], number>> = { individual: 0, business: 1 }

/**
 * The row of the customer list: what it filters and sorts by. A customer that only contacts or sites have named so far
 * has a row with `present` 0, since everything of a customer is numbered by its row.
 */
export const customers: Projector = {
  // The list itself is answered from memory; the two indexes serve its first page and its count while that is being built.
  tables: `CREATE TABLE IF NOT EXISTS r_customer (
      n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, present INTEGER NOT NULL DEFAULT 0,
      number TEXT NOT NULL DEFAULT '', sort_name TEXT NOT NULL DEFAULT '', type_n INTEGER NOT NULL DEFAULT 0,
      status_n INTEGER NOT NULL DEFAULT 0, status_rank TEXT NOT NULL DEFAULT '', office_n INTEGER NOT NULL DEFAULT 0,
      created_at TEXT NOT NULL DEFAULT '', archived INTEGER NOT NULL DEFAULT 0,
      first_city TEXT, city_key TEXT, contacts INTEGER NOT NULL DEFAULT 0, sites INTEGER NOT NULL DEFAULT 0,
      currency TEXT NOT NULL DEFAULT '',
      -- Kept by merged-customers.ts: whose the money is that was posted for the customer, when it is not its own.
      heir_n INTEGER,
      -- Kept by customer-money.ts, in minor units: the sum of the ledger; invoices with something left to pay, what is
      -- left, and the earliest day on which one is due; charges and credits that no invoice has taken.
      balance INTEGER NOT NULL DEFAULT 0, open_invoices INTEGER NOT NULL DEFAULT 0,
      open_amount INTEGER NOT NULL DEFAULT 0, oldest_due TEXT, uninvoiced INTEGER NOT NULL DEFAULT 0,
      -- Kept by service-totals.ts: services that are not archived, those of them in status active, and what these
      -- bring in a month, in minor units.
      services INTEGER NOT NULL DEFAULT 0, services_active INTEGER NOT NULL DEFAULT 0,
      monthly INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS r_customer_tag (n INTEGER, tag_n INTEGER, PRIMARY KEY (n, tag_n)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS r_customer_tag_users ON r_customer_tag (tag_n, n);
    CREATE INDEX IF NOT EXISTS r_customer_sort_name ON r_customer (sort_name, number, n, archived) WHERE present = 1;
    CREATE INDEX IF NOT EXISTS r_customer_number ON r_customer (number, n) WHERE present = 1;`,
  drop: `DROP TABLE IF EXISTS r_customer; DROP TABLE IF EXISTS r_customer_tag;`,
  apply(projection) {
    const known = new Map<string, Code>()
    for (const write of projection.writes) if (write.collection === 'customers') put(projection, write, known)
  },
}

function put(
  { db, owners }: Projection,
  { id, before, after }: DocumentWrite,
  known: Map<string, Code>,
): void {
  const statements = prepared(db)
  // Only documents that passed the schema reach the store.
  const customer = after as Customer | undefined
  const previous = before as Customer | undefined
  const old = previous?.tags ?? []
  const isKept = !customer || (previous && hasSameRow(previous, customer))
  const n = isKept ? owners.of(id).number : putRow(db, customer, known)
  if (!customer) statements.leave.run(id)
  owners.know(id, n, Boolean(customer?.archived))
  const tags = customer?.tags ?? []
  for (const tag of old) if (!tags.includes(tag)) statements.untag.run(codeOf(db, tag, known).n, n)
  for (const tag of tags) if (!old.includes(tag)) statements.tag.run(codeOf(db, tag, known).n, n)
}

const ROW_FIELDS = ['number', 'sortName', 'type', 'statusId', 'officeId', 'createdAt', 'currency'] as const

/** Most changes touch nothing that lists sort or filter by; rewriting the row would rewrite its indexes. */
const hasSameRow = (a: Customer, b: Customer): boolean =>
  ROW_FIELDS.every((field) => a[field] === b[field]) && Boolean(a.archived) === Boolean(b.archived)

function putRow(db: SqliteDatabase, customer: Customer, known: Map<string, Code>): number {
  const status = codeOf(db, customer.statusId, known)
  const row = prepared(db).put.get(
    customer.id,
    customer.number,
    customer.sortName,
    TYPE_CODES[customer.type],
    status.n,
    status.rank,
    codeOf(db, customer.officeId, known).n,
    customer.createdAt,
    customer.archived ? 1 : 0,
    customer.currency,
  )
  return row?.n as number
}
