import type { MethodInput } from '#core/contract/host-contract.ts'
import type { InvoiceColumn } from '#core/contract/methods/invoice-exports.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'
import { invoiceRows, matchingInvoices } from '../../../store/query/invoices/invoice-list.ts'
import type { Statements } from '../../../store/query/statements.ts'
import type { OutCell } from '../cells.ts'
import { catalogNames } from '../export-names.ts'

type Input = MethodInput<'exports', 'invoiceList'>
type Row = ReturnType<typeof invoiceRows>[number]

/** Invoices read at a time. */
const BATCH = 500

/** The list of invoices as rows of a table, in order. Reads within the caller's snapshot. */
export function invoiceTable(
  statements: Statements,
  { filter, sort, columns, words, language }: Input,
): { records: number; batches: Iterable<OutCell[][]> } {
  const numbers = matchingInvoices(statements, { filter, sort })
  const nameOf = catalogNames(statements, language)
  const cellOf = (column: InvoiceColumn, row: Row): OutCell => {
    switch (column) {
      case 'kind':
        return words[`kind.${row.kind}`] ?? row.kind
      case 'customer':
        return row.customerName
      case 'office':
        return nameOf(row.officeId)
      case 'state':
        return words[`state.${stateOf(row, filter.today)}`] ?? ''
      case 'tax':
        return amount(row.gross - row.net, row)
      case 'net':
      case 'gross':
      case 'open':
        return amount(row[column], row)
      case 'number':
      case 'currency':
      case 'issuedOn':
      case 'dueOn':
        return row[column]
    }
  }
  function* batches(): Iterable<OutCell[][]> {
    for (let start = 0; start < numbers.length; start += BATCH)
      yield invoiceRows(statements, numbers.slice(start, start + BATCH)).map((row) =>
        columns.map(({ key }) => cellOf(key, row)),
      )
  }
  return { records: numbers.length, batches: batches() }
}

const amount = (minor: number, { currency }: Row): number => Number(minorToDecimal(minor, currency))

/** How it stands, in the words of the list. */
function stateOf({ kind, open, gross, dueOn }: Row, today = ''): string {
  if (kind !== 'invoice') return ''
  if (open === 0) return 'settled'
  if (dueOn < today) return 'overdue'
  return open < gross ? 'partlyPaid' : 'open'
}
