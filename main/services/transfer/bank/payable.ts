import type { PayableInvoice } from '#core/domain/bank/match.ts'
import type { Statements } from '../../../store/query/statements.ts'

/** Everything open, with whose it is: what movements are matched with. */
export function payableInvoices(statements: Statements): PayableInvoice[] {
  return statements
    .all(
      `SELECT i.id, i.due, i.open, d.body ->> '$.number' AS number, d.body ->> '$.currency' AS currency,
         c.id AS customer, c.number AS customer_number, k.body ->> '$.name' AS customer_name
       FROM r_invoice AS i JOIN d_invoices AS d ON d.id = i.id JOIN r_customer AS c ON c.n = i.customer_n
       LEFT JOIN d_customers AS k ON k.id = c.id WHERE i.open > 0 ORDER BY i.due, i.n`,
    )
    .map((row) => ({
      id: row.id as string,
      dueOn: row.due as string,
      open: row.open as number,
      number: row.number as string,
      currency: row.currency as string,
      customerId: row.customer as string,
      customerNumber: row.customer_number as string,
      customerName: (row.customer_name as string | null) ?? '',
    }))
}

/** Whose payments came from each of the accounts before, or who has named it as their own. */
export function knownPayers(statements: Statements, accounts: readonly string[]): Map<string, string> {
  const rows = statements.all(
    `SELECT a.value AS account, coalesce(
       (SELECT c.id FROM r_payer AS p JOIN r_transaction AS t ON t.n = p.n JOIN r_customer AS c ON c.n = t.customer_n
        WHERE p.account = a.value ORDER BY p.n DESC LIMIT 1),
       (SELECT c.id FROM r_payment_method AS m JOIN r_customer AS c ON c.n = m.customer_n
        WHERE m.account = a.value LIMIT 1)) AS customer
     FROM json_each(?) AS a`,
    [JSON.stringify(accounts)],
  )
  return new Map(
    rows.flatMap(({ account, customer }) =>
      typeof customer === 'string' ? [[account as string, customer] as const] : [],
    ),
  )
}

/** The day of a standing payment of a customer with the same amount within three days of a day, YYYYMMDD. */
export function similarPayment(
  statements: Statements,
  payment: { customerId: string; amount: number; from: number; to: number },
): number | undefined {
  const row = statements.get(
    `SELECT p.day FROM r_transaction AS t JOIN r_payment AS p ON p.n = t.n
     WHERE t.customer_n = (SELECT n FROM r_customer WHERE id = ?) AND t.day BETWEEN ? AND ?
       AND p.kind = 3 AND p.amount = ? AND p.reversed_n IS NULL LIMIT 1`,
    [payment.customerId, payment.from, payment.to, payment.amount],
  )
  return row?.day as number | undefined
}
