import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { LEDGER_KINDS, type LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { PaymentKind } from '#core/domain/payment/filter.ts'
import { MONEY_CODES } from '../../projectors/payments.ts'
import type { SqlRow } from '../../sqlite/port.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { dayText, paymentCondition } from './payment-filter.ts'

type ListInput = MethodInput<'payments', 'list'>
export type PaymentRow = MethodOutput<'payments', 'list'>['rows'][number]

const FROM = `r_payment AS p JOIN r_transaction AS t ON t.n = p.n JOIN r_customer AS c ON c.n = t.customer_n`

/** Which way leads to a page in order: few are sorted as they come, else a stretch of an index is read. */
const ORDERS = {
  date: (direction: string) => `p.day ${direction}, p.n ${direction}`,
  amount: (direction: string) => `p.amount ${direction}, p.n ${direction}`,
} as const

/** One page of payments of all customers. */
export function listPayments(
  statements: Statements,
  { filter, sort, skip, limit }: ListInput,
): MethodOutput<'payments', 'list'> {
  const { where, parameters } = paymentCondition(statements, filter)
  const order = ORDERS[sort.field](sort.direction === 'asc' ? 'ASC' : 'DESC')
  const total = Number(
    statements.get(`SELECT count(*) AS total FROM ${FROM} WHERE ${where}`, parameters)?.total,
  )
  const numbers = statements
    .all(`SELECT p.n AS n FROM ${FROM} WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`, [
      ...parameters,
      limit,
      skip,
    ])
    .map(({ n }) => n as number)
  return { commit: currentCommit(statements), total, rows: readPayments(statements, numbers) }
}

/** The numbers of all payments that match, in order: for an export. */
export function matchingPayments(
  statements: Statements,
  { filter, sort }: Pick<ListInput, 'filter' | 'sort'>,
): number[] {
  const { where, parameters } = paymentCondition(statements, filter)
  const order = ORDERS[sort.field](sort.direction === 'asc' ? 'ASC' : 'DESC')
  // As one JSON text: a row object for each of a million takes longer than finding them.
  const row = statements.get(
    `SELECT json_group_array(n) AS list FROM (SELECT p.n AS n FROM ${FROM} WHERE ${where} ORDER BY ${order})`,
    parameters,
  )
  return JSON.parse(row?.list as string) as number[]
}

/** The rows of numbers, in the same order. */
export function readPayments(statements: Statements, numbers: readonly number[]): PaymentRow[] {
  return statements
    .all(
      `SELECT p.kind, p.amount, p.currency, p.day, p.given, x.body, c.id AS customer, c.number AS customer_number,
         d.body ->> '$.name' AS customer_name, r.day AS reversed, i.body ->> '$.number' AS invoice_number
       FROM json_each(?) AS j JOIN r_payment AS p ON p.n = j.value JOIN r_transaction AS t ON t.n = p.n
       JOIN transactions AS x ON x.n = p.n JOIN r_customer AS c ON c.n = t.customer_n
       LEFT JOIN d_customers AS d ON d.id = c.id LEFT JOIN r_transaction AS r ON r.n = p.reversed_n
       LEFT JOIN d_invoices AS i ON i.id = x.body ->> '$.invoiceId' ORDER BY j.key`,
      [JSON.stringify(numbers)],
    )
    .map(toRow)
}

const KINDS = new Map<number, PaymentKind>(
  Object.entries(MONEY_CODES).map(([kind, code]) => [code, kind as PaymentKind]),
)

function toRow(row: SqlRow): PaymentRow {
  // The store itself wrote the text from an entry.
  const { key, way, reference, description } = JSON.parse(row.body as string) as LedgerEntry
  const kind = KINDS.get(row.kind as number) ?? 'payment'
  const isFreed = kind === 'payment' && row.reversed === null
  return {
    key,
    kind,
    customerId: row.customer as string,
    customerName: (row.customer_name as string | null) ?? '',
    customerNumber: row.customer_number as string,
    date: dayText(row.day as number),
    ...(way !== undefined && { way }),
    ...(reference !== undefined && { reference }),
    ...(description !== undefined && { description }),
    amount: row.amount as number,
    currency: row.currency as string,
    free: isFreed ? Math.max(0, (row.amount as number) - (row.given as number)) : 0,
    ...(row.reversed !== null && { reversedOn: dayText(row.reversed as number) }),
    ...(row.invoice_number !== null && { invoiceNumber: row.invoice_number as string }),
  }
}

/** What the payments that match add up to; what was taken back does not count. */
export function summarisePayments(
  statements: Statements,
  { filter }: MethodInput<'payments', 'summary'>,
): MethodOutput<'payments', 'summary'> {
  const { where, parameters } = paymentCondition(statements, filter)
  const sumOf = (kind: PaymentKind) => `total(p.amount) FILTER (WHERE p.kind = ${MONEY_CODES[kind]})`
  const rows = statements.all(
    `SELECT p.currency, ${sumOf('payment')} AS payments, ${sumOf('refund')} AS refunds,
       ${sumOf('writeOff')} AS write_offs,
       total(p.amount - p.given) FILTER (WHERE p.kind = ${MONEY_CODES.payment}) AS free
     FROM ${FROM} WHERE p.reversed_n IS NULL AND ${where} GROUP BY p.currency ORDER BY p.currency`,
    parameters,
  )
  return {
    commit: currentCommit(statements),
    sums: rows.map((row) => ({
      currency: row.currency as string,
      payments: row.payments as number,
      refunds: row.refunds as number,
      writeOffs: row.write_offs as number,
      free: row.free as number,
    })),
  }
}

const ALLOCATION = LEDGER_KINDS.indexOf('allocation')
const REFUND = LEDGER_KINDS.indexOf('refund')

/** Where the money of a payment is: what stands of its allocations and refunds, in the order of posting. */
export function paymentEntry(
  statements: Statements,
  { key }: MethodInput<'payments', 'entry'>,
): MethodOutput<'payments', 'entry'> {
  const rows = statements.all(
    `SELECT x.body, d.body ->> '$.number' AS number
     FROM r_transaction AS own JOIN r_transaction AS t ON t.customer_n = own.customer_n
       AND t.kind IN (${ALLOCATION}, ${REFUND})
     JOIN transactions AS x ON x.n = t.n LEFT JOIN d_invoices AS d ON d.id = x.body ->> '$.invoiceId'
     WHERE own.n = (SELECT n FROM transactions WHERE key = ?1) AND x.body ->> '$.sourceId' = ?1
       AND x.body ->> '$.reverses' IS NULL
       AND NOT EXISTS (SELECT 1 FROM transactions WHERE key = x.key || '/reversed')
     ORDER BY x.n`,
    [key],
  )
  return {
    commit: currentCommit(statements),
    parts: rows.map(({ body, number }) => {
      // The store itself wrote the text from an entry.
      const { kind, date, amount, currency, invoiceId, key: own } = JSON.parse(body as string) as LedgerEntry
      return {
        key: own,
        kind: kind === 'refund' ? ('refund' as const) : ('allocation' as const),
        date,
        amount,
        currency,
        ...(invoiceId !== undefined && { invoiceId }),
        ...(number !== null && { invoiceNumber: number as string }),
      }
    }),
  }
}
