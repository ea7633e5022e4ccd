import { PAYMENT_WAYS } from '#core/domain/ledger/schema.ts'
import type { PaymentFilter } from '#core/domain/payment/filter.ts'
import { fold } from '#core/lib/fold.ts'
import { MONEY_CODES } from '../../projectors/payments.ts'
import { PER_CUSTOMER_BITS } from '../../projectors/records.ts'
import type { SqlValue } from '../../sqlite/port.ts'
import { matchingRecords } from '../search-records.ts'
import { searchTermsOf } from '../search-terms.ts'
import type { Statements } from '../statements.ts'

/** Customers looked at for a text that very many hold. */
const MOST_CUSTOMERS = 2000

export interface PaymentCondition {
  /** On `r_payment AS p`, `r_transaction AS t` and `r_customer AS c`. */
  where: string
  parameters: SqlValue[]
  /** Of one or few customers: found by them, not by going through the payments. */
  isOfFew: boolean
}

export const dayNumber = (day: string): number => Number(day.replaceAll('-', ''))

export const dayText = (day: number): string => {
  const digits = String(day)
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}

/** The filter as a condition in SQL. */
export function paymentCondition(statements: Statements, filter: PaymentFilter): PaymentCondition {
  const conditions: string[] = []
  const parameters: SqlValue[] = []
  const add = (sql: string, ...values: SqlValue[]): void => {
    conditions.push(sql)
    parameters.push(...values)
  }
  if (filter.state === 'free')
    add(`p.kind = ${MONEY_CODES.payment} AND p.reversed_n IS NULL AND p.amount > p.given`)
  if (filter.state === 'reversed') add('p.reversed_n IS NOT NULL')
  if (filter.kind !== undefined) add('p.kind = ?', MONEY_CODES[filter.kind])
  if (filter.way !== undefined) add('p.way = ?', PAYMENT_WAYS.indexOf(filter.way))
  if (filter.from !== undefined) add('p.day >= ?', dayNumber(filter.from))
  if (filter.to !== undefined) add('p.day <= ?', dayNumber(filter.to))
  if (filter.officeId !== undefined) add('c.office_n = (SELECT n FROM r_code WHERE id = ?)', filter.officeId)
  if (filter.customerId !== undefined)
    add(
      'p.n IN (SELECT n FROM r_transaction WHERE customer_n = (SELECT n FROM r_customer WHERE id = ?))',
      filter.customerId,
    )
  const text = textCondition(statements, filter.text)
  if (text) add(text.sql, ...text.parameters)
  return {
    where: conditions.length === 0 ? '1' : conditions.join(' AND '),
    parameters,
    isOfFew: filter.customerId !== undefined || text !== undefined,
  }
}

/** Payments of customers whose own record holds the words, and those whose reference begins with the text. */
function textCondition(statements: Statements, text: string | undefined) {
  const terms = searchTermsOf(text ?? '')
  const start = fold(text ?? '').trim()
  if (start === '') return undefined
  const records =
    terms.length === 0 ? [] : matchingRecords(statements, terms, MOST_CUSTOMERS, 'customers').numbers
  // More than 32 bits: no shift of JavaScript.
  const customers = records.map((n) => Math.floor(n / 2 ** PER_CUSTOMER_BITS))
  return {
    sql: `p.n IN (SELECT n FROM r_transaction WHERE customer_n IN (SELECT value FROM json_each(?))
      UNION SELECT n FROM r_payment WHERE reference >= ? AND reference < ? AND reference <> '')`,
    parameters: [JSON.stringify(customers), start, `${start}\u{10ffff}`],
  }
}
