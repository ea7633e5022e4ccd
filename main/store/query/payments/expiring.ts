import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { EXPIRING_DAYS } from '#core/contract/methods/payments.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { addDays } from '#core/domain/values/plain-date.ts'
import type { SqlValue } from '../../sqlite/port.ts'
import { currentCommit, type Statements } from '../statements.ts'

const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 100 + Number(day.slice(5, 7))

/** The last day of a month YYYYMM: cards are good until then. */
function lastDayOf(month: number): string {
  const year = Math.floor(month / 100)
  const next =
    month % 100 === 12 ? `${year + 1}-01-01` : `${year}-${String((month % 100) + 1).padStart(2, '0')}-01`
  return addDays(next.padStart(10, '0'), -1)
}

/** Cards of customers in use that have expired, or will within the days ahead. */
export function expiringCards(
  statements: Statements,
  { today, expired, officeId, skip, limit }: MethodInput<'payments', 'expiring'>,
): MethodOutput<'payments', 'expiring'> {
  const until = addDays(today, EXPIRING_DAYS)
  // A card is good on the last day of its month: that of `until` counts only when the month ends by then.
  const lastMonth =
    lastDayOf(monthNumber(until)) <= until
      ? monthNumber(until)
      : monthNumber(addDays(`${until.slice(0, 7)}-01`, -1))
  const conditions = [
    'c.archived = 0',
    'c.present = 1',
    expired ? 'm.expires < ?' : 'm.expires BETWEEN ? AND ?',
  ]
  const parameters: SqlValue[] = expired ? [monthNumber(today)] : [monthNumber(today), lastMonth]
  if (officeId !== undefined) {
    conditions.push('c.office_n = (SELECT n FROM r_code WHERE id = ?)')
    parameters.push(officeId)
  }
  const from = 'r_payment_method AS m JOIN r_customer AS c ON c.n = m.customer_n'
  const where = conditions.join(' AND ')
  const rows = statements.all(
    `SELECT m.id AS method, m.expires, c.number, d.body FROM ${from} JOIN d_customers AS d ON d.id = c.id WHERE ${where}
     ORDER BY m.expires ${expired ? 'DESC' : 'ASC'}, m.customer_n, m.id LIMIT ? OFFSET ?`,
    [...parameters, limit, skip],
  )
  return {
    commit: currentCommit(statements),
    total: Number(statements.get(`SELECT count(*) AS total FROM ${from} WHERE ${where}`, parameters)?.total),
    rows: rows.flatMap(({ method, expires, number, body }) => {
      // The store itself wrote the text from a document.
      const customer = JSON.parse(body as string) as Customer
      const found = customer.paymentMethods.find(({ id }) => id === method)
      if (!found) return []
      const { brand, lastFour, nickname, isDefault } = found
      return [
        {
          customerId: customer.id,
          customerName: customer.name,
          customerNumber: number as string,
          methodId: found.id,
          brand,
          ...(lastFour !== undefined && { lastFour }),
          ...(nickname !== undefined && { nickname }),
          expiresOn: lastDayOf(expires as number),
          isDefault,
        },
      ]
    }),
  }
}
