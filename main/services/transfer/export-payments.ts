import type { MethodInput } from '#core/contract/host-contract.ts'
import { currencyDecimals } from '#core/domain/values/money.ts'
import { matchingPayments, readPayments, type PaymentRow } from '../../store/query/payments/payment-list.ts'
import type { Statements } from '../../store/query/statements.ts'
import type { OutCell } from './cells.ts'

type ExportInput = MethodInput<'exports', 'payments'>

/** Payments read at a time. */
const BATCH = 500

/** The rows of an export of payments in order, and how many there are. Reads within the caller's snapshot. */
export function exportPayments(
  statements: Statements,
  input: ExportInput,
): { records: number; batches: Iterable<OutCell[][]> } {
  const numbers = matchingPayments(statements, input)
  function* batches(): Iterable<OutCell[][]> {
    for (let start = 0; start < numbers.length; start += BATCH)
      yield readPayments(statements, numbers.slice(start, start + BATCH)).map((row) =>
        input.columns.map(({ key }) => cellOf(key, row, input.words)),
      )
  }
  return { records: numbers.length, batches: batches() }
}

/** Minor units in units of the currency; exact within what a currency's decimals need. */
const units = (minor: number, currency: string): number => minor / 10 ** currencyDecimals(currency)

function cellOf(
  key: ExportInput['columns'][number]['key'],
  row: PaymentRow,
  words: Readonly<Record<string, string>>,
): OutCell {
  switch (key) {
    case 'kind':
      return words[`kind.${row.kind}`] ?? row.kind
    case 'way':
      return row.way === undefined ? undefined : (words[`way.${row.way}`] ?? row.way)
    case 'number':
      return row.customerNumber
    case 'customer':
      return row.customerName
    case 'invoice':
      return row.invoiceNumber
    case 'amount':
      // Money that left or was given up has a minus, so that the column adds up.
      return units(row.kind === 'payment' ? row.amount : -row.amount, row.currency)
    case 'free':
      return units(row.free, row.currency)
    case 'date':
    case 'currency':
    case 'reference':
    case 'description':
    case 'reversedOn':
      return row[key]
    default:
      return undefined
  }
}
