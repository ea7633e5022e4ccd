import type { LastBill } from '#core/domain/billing/comparison.ts'
import type { SqliteDatabase } from '../../store/sqlite/port.ts'

/** Reads what the last run billed a customer: all its documents of that run together. */
export function lastBillReader(db: SqliteDatabase): (customerId: string) => LastBill | undefined {
  const newest = db.prepare(
    `SELECT customer_n, run FROM r_invoice
     WHERE customer_n = (SELECT n FROM r_customer WHERE id = ?) AND run IS NOT NULL AND present = 1
     ORDER BY issued DESC, n DESC LIMIT 1`,
  )
  const sums = db.prepare(
    `SELECT sum(net) AS net, min(period_from) AS first, max(period_to) AS last FROM r_invoice
     WHERE customer_n = ? AND +run = ? AND present = 1`,
  )
  return (customerId) => {
    const last = newest.get(customerId)
    if (!last) return undefined
    const { net, first, last: end } = sums.get(last.customer_n ?? null, last.run ?? null) ?? {}
    return {
      net: Number(net ?? 0),
      ...(typeof first === 'string' && { periodFrom: first }),
      ...(typeof end === 'string' && { periodTo: end }),
    }
  }
}
