import { err, ok, type Result } from '../../lib/result.ts'
import { addEvidence, noEvidence, provenOrder, readDate } from '../import/dates.ts'
import type { DateOrder, DecimalMark } from '../import/mapping.ts'
import { readDecimal } from '../import/numbers.ts'
import { decimalToMinor } from '../values/exact.ts'
import { findHeader, type StatementColumns } from './statement-columns.ts'
import type { BankMovement, BankStatement, StatementProblem } from './statement.ts'

export interface TableReading {
  /** Of movements that do not name one: the account's. */
  currency: string
  /** Where the file does not prove it. */
  dateOrder?: DateOrder
  decimalMark?: DecimalMark
  /** Where the header names other columns than banks usually do; `row` is that of the header, from 0. */
  header?: { row: number; columns: StatementColumns }
}

export interface TableStatement extends BankStatement {
  /** Rows that were left out, each with its reason. Blank rows and rows without a date and amount (totals) are none. */
  problems: StatementProblem[]
}

/** An IBAN in any text: two letters, two digits and 11 to 30 more characters, with blanks between. */
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/

/**
 * Reads a statement from the rows of a CSV or spreadsheet file. A date that can be read in two ways and an amount whose
 * comma may part thousands or decimals are refused, not guessed, unless the file or the caller settles it.
 */
export function readStatementTable(
  rows: readonly (readonly string[])[],
  reading: TableReading,
): Result<TableStatement, StatementProblem> {
  const header = reading.header ?? findHeader(rows)
  if (!header) return err({ code: 'noColumns' })
  const { columns } = header
  const account = accountAbove(rows.slice(0, header.row))
  const body = rows.slice(header.row + 1)
  const dateOrder = reading.dateOrder ?? orderOf(body, columns)
  const decimalMark = reading.decimalMark ?? markOf(body, columns)
  const movements: BankMovement[] = []
  const problems: StatementProblem[] = []
  for (const [index, cells] of body.entries()) {
    const cell = (column: number | undefined) => (column === undefined ? '' : (cells[column] ?? '').trim())
    const amounts = [cell(columns.amount), cell(columns.moneyIn), cell(columns.moneyOut)]
    if (cell(columns.date) === '' || amounts.every((text) => text === '')) continue
    const position = header.row + index + 2
    const date = readDate(cell(columns.date), dateOrder)
    if (!date.ok) {
      const code = date.error === 'import.dateAmbiguous' ? 'dateAmbiguous' : 'date'
      problems.push({ code, position, text: cell(columns.date) })
      continue
    }
    const currency = cell(columns.currency).toUpperCase() || reading.currency
    const amount = amountOf(amounts, currency, decimalMark)
    if (!amount.ok) {
      problems.push({ ...amount.error, position })
      continue
    }
    const optional = (name: 'name' | 'reference' | 'bankReference') =>
      cell(columns[name]) === '' ? {} : { [name]: cell(columns[name]) }
    const iban = cell(columns.iban).replace(/\s/g, '').toUpperCase()
    movements.push({
      position,
      date: date.value,
      amount: amount.value,
      currency,
      ...optional('name'),
      ...(iban && { iban }),
      ...optional('reference'),
      ...optional('bankReference'),
      text: columns.text
        .map(cell)
        .filter((text) => text !== '')
        .join(' '),
    })
  }
  return ok({ ...(account !== undefined && { account }), movements, problems })
}

function amountOf(
  [amount = '', moneyIn = '', moneyOut = '']: readonly string[],
  currency: string,
  mark: DecimalMark | undefined,
): Result<number, Pick<StatementProblem, 'code' | 'text'>> {
  if (!/^[A-Z]{3}$/.test(currency)) return err({ code: 'currency', text: currency })
  let sum = 0
  for (const [text, sign] of [
    [amount, 1],
    [moneyIn, 1],
    [moneyOut, -1],
  ] as const) {
    if (text === '') continue
    const number = readDecimal(text, mark)
    if (!number.ok) {
      const code = number.error === 'import.numberAmbiguous' ? 'amountAmbiguous' : 'amount'
      return err({ code, text })
    }
    const minor = decimalToMinor(number.value, currency)
    if (minor === undefined) return err({ code: 'amount', text })
    // Banks write what went out with or without a minus.
    sum += sign === -1 ? -Math.abs(minor) : minor
  }
  return ok(sum)
}

function orderOf(rows: readonly (readonly string[])[], { date }: StatementColumns): DateOrder | undefined {
  const evidence = noEvidence()
  for (const cells of rows) {
    const text = (date === undefined ? '' : (cells[date] ?? '')).trim()
    if (text !== '') addEvidence(evidence, text)
  }
  const order = provenOrder(evidence)
  return order === 'open' ? undefined : order
}

/** The decimal mark that some amount of the file proves and no other contradicts. */
function markOf(
  rows: readonly (readonly string[])[],
  { amount, moneyIn, moneyOut }: StatementColumns,
): DecimalMark | undefined {
  const marks = new Set<DecimalMark>()
  for (const cells of rows)
    for (const column of [amount, moneyIn, moneyOut]) {
      const [, mark] =
        /([.,])\d{1,2}\D*$/.exec(column === undefined ? '' : (cells[column] ?? '').trim()) ?? []
      if (mark !== undefined) marks.add(mark === ',' ? 'comma' : 'point')
    }
  const [mark] = marks
  return marks.size === 1 ? mark : undefined
}

function accountAbove(rows: readonly (readonly string[])[]): string | undefined {
  for (const cells of rows)
    for (const cell of cells) {
      const found = IBAN.exec(cell)
      if (found) return found[0].replace(/\s/g, '')
    }
  return undefined
}
