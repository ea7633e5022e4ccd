import type { InvoiceFilter, InvoiceSort } from '#core/domain/invoice/filter.ts'
import { PER_CUSTOMER } from '../../projectors/records.ts'
import type { SqlValue } from '../../sqlite/port.ts'
import { matchingRecords } from '../search-records.ts'
import { searchTermsOf } from '../search-terms.ts'
import type { Statements } from '../statements.ts'

/** Records looked at for a text that very many hold. */
const MOST_MATCHES = 5000

export interface InvoiceCondition {
  where: string
  parameters: SqlValue[]
  /** The set is small by itself: no index of all invoices is to lead to it. */
  isSmall: boolean
}

const STATES: Readonly<Record<NonNullable<InvoiceFilter['state']>, string>> = {
  open: 'i.open > 0',
  overdue: 'i.open > 0 AND i.due < ?',
  partlyPaid: 'i.open > 0 AND i.open < i.gross',
  settled: `i.kind = 'invoice' AND i.open = 0`,
}

/** The filter as a condition on `r_invoice AS i`. */
export function invoiceCondition(statements: Statements, filter: InvoiceFilter): InvoiceCondition {
  const conditions = ['i.present = 1']
  const parameters: SqlValue[] = []
  const add = (sql: string, ...values: SqlValue[]): void => {
    conditions.push(sql)
    parameters.push(...values)
  }
  const { text, kind, state, today, officeId, series, from, to, min, max, runId, customerId } = filter
  if (kind !== undefined) add('i.kind = ?', kind)
  if (state !== undefined)
    add(STATES[state], ...(state === 'overdue' ? [today ?? new Date().toISOString().slice(0, 10)] : []))
  if (officeId !== undefined) add('i.office = ?', officeId)
  if (series !== undefined) add('i.series = ?', series)
  if (from !== undefined) add('i.issued >= ?', from)
  if (to !== undefined) add('i.issued <= ?', to)
  if (min !== undefined) add('abs(i.gross) >= ?', min)
  if (max !== undefined) add('abs(i.gross) <= ?', max)
  if (runId !== undefined) add('i.run = ?', runId)
  if (customerId !== undefined)
    add(
      'i.customer_n = ?',
      Number(statements.get(`SELECT n FROM r_customer WHERE id = ?`, [customerId])?.n ?? -1),
    )
  const terms = searchTermsOf(text ?? '')
  if (terms.length > 0) {
    const numbers = matchingRecords(statements, terms, MOST_MATCHES, 'invoices').numbers
    const customers = matchingRecords(statements, terms, MOST_MATCHES, 'customers').numbers
    add(
      `(i.id IN (SELECT id FROM r_record WHERE n IN (SELECT value FROM json_each(?)))
        OR i.customer_n IN (SELECT value FROM json_each(?)))`,
      JSON.stringify(numbers),
      JSON.stringify(customers.map((n) => Math.floor(n / PER_CUSTOMER))),
    )
  }
  const isSmall = runId !== undefined || customerId !== undefined || terms.length > 0
  return { where: conditions.join(' AND '), parameters, isSmall }
}

export const ORDER: Readonly<Record<InvoiceSort, string>> = {
  issued: 'i.issued',
  number: 'i.number',
  due: 'i.due',
  gross: 'i.gross',
  open: 'i.open',
}

/** The index that has the documents of a filter in order, so that a page of them is a stretch of it. */
export function indexFor(
  { officeId }: InvoiceFilter,
  sort: InvoiceSort,
  { isSmall }: InvoiceCondition,
): string {
  if (isSmall) return ''
  if (sort === 'number') return 'INDEXED BY r_invoice_number'
  if (sort !== 'issued') return ''
  return officeId === undefined ? 'INDEXED BY r_invoice_issued' : 'INDEXED BY r_invoice_office'
}
