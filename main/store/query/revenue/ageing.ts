import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { ageingBucket } from '#core/domain/revenue/ageing.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { officeCode } from './office.ts'

/** Customers named at most, by currency. */
const MOST_DEBTORS = 50

/** What is open by how long it is overdue, and who owes the most of what is due. */
export function ageingReport(
  statements: Statements,
  { today, officeId }: MethodInput<'revenue', 'ageing'>,
): MethodOutput<'revenue', 'ageing'> {
  const office = officeCode(statements, officeId)
  const ofOffice = office === undefined ? '' : 'AND c.office_n = ?'
  const parameters = office === undefined ? [] : [office]
  // Sums by day: as many rows as there are due days, however many invoices are open.
  const rows = statements.all(
    `SELECT i.due, v.currency, count(*) AS invoices, sum(i.open) AS open
     FROM r_invoice AS i INDEXED BY r_invoice_due JOIN r_revenue AS v ON v.invoice = i.id
     ${office === undefined ? '' : 'JOIN r_customer AS c ON c.n = i.customer_n'}
     WHERE i.open > 0 ${ofOffice} GROUP BY i.due, v.currency`,
    parameters,
  )
  const byCurrency = new Map<string, MethodOutput<'revenue', 'ageing'>['currencies'][number]>()
  for (const { due, currency, invoices, open } of rows) {
    const name = currency as string
    const known = byCurrency.get(name) ?? {
      currency: name,
      buckets: emptyBuckets(),
      debtors: [],
    }
    byCurrency.set(name, known)
    const figure = known.buckets[ageingBucket(due as string, today)]
    figure.invoices += invoices as number
    figure.open += open as number
  }
  for (const [currency, report] of byCurrency)
    report.debtors = debtorsOf(statements, { currency, today, ofOffice, parameters })
  return {
    commit: currentCommit(statements),
    currencies: [...byCurrency.values()].sort((a, b) => countOf(b.buckets) - countOf(a.buckets)),
  }
}

type Buckets = MethodOutput<'revenue', 'ageing'>['currencies'][number]['buckets']

const countOf = (buckets: Buckets): number =>
  Object.values(buckets).reduce((sum, { invoices }) => sum + invoices, 0)

const emptyBuckets = (): Buckets => ({
  notDue: { invoices: 0, open: 0 },
  to30: { invoices: 0, open: 0 },
  to60: { invoices: 0, open: 0 },
  to90: { invoices: 0, open: 0 },
  over90: { invoices: 0, open: 0 },
})

function debtorsOf(
  statements: Statements,
  {
    currency,
    today,
    ofOffice,
    parameters,
  }: { currency: string; today: string; ofOffice: string; parameters: number[] },
) {
  return statements
    .all(
      `SELECT c.id, c.number, c.oldest_due, o.invoices, o.open, d.body ->> '$.name' AS name
       FROM (SELECT i.customer_n, count(*) AS invoices, sum(i.open) AS open FROM r_invoice AS i
         WHERE i.open > 0 AND i.due < ? GROUP BY i.customer_n) AS o
       JOIN r_customer AS c ON c.n = o.customer_n LEFT JOIN d_customers AS d ON d.id = c.id
       WHERE c.currency = ? ${ofOffice} ORDER BY o.open DESC, c.n LIMIT ${MOST_DEBTORS}`,
      [today, currency, ...parameters],
    )
    .map((row) => ({
      customerId: row.id as string,
      customerName: (row.name as string | null) ?? '',
      customerNumber: row.number as string,
      overdue: row.open as number,
      invoices: row.invoices as number,
      oldestDue: row.oldest_due as string,
      bucket: ageingBucket(row.oldest_due as string, today),
    }))
}
