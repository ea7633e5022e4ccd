import { headerKey } from '../import/header-names.ts'

/** What a column of a statement holds. `moneyIn` and `moneyOut` are two columns without signs, instead of `amount`. */
export const STATEMENT_FIELDS = [
  'date',
  'amount',
  'moneyIn',
  'moneyOut',
  'currency',
  'name',
  'iban',
  'reference',
  'text',
  'bankReference',
] as const
export type StatementField = (typeof STATEMENT_FIELDS)[number]

/** Which column holds what, by its index from 0. Several columns of text are joined. */
export type StatementColumns = Partial<Record<Exclude<StatementField, 'text'>, number>> & { text: number[] }

/** How banks head their columns, in Spanish and English. Of two for one field the one named first here counts. */
const NAMES: Readonly<Record<StatementField, string>> = {
  date: 'fecha operacion, fecha de operacion, f operacion, fecha contable, f contable, fecha, fecha valor, f valor, booking date, transaction date, posting date, date, value date',
  amount: 'importe, importe eur, importe euros, cantidad, monto, amount, transaction amount',
  moneyIn: 'abono, abonos, haber, ingreso, ingresos, credit, credit amount, paid in, money in',
  moneyOut: 'cargo, cargos, debe, gasto, gastos, debit, debit amount, paid out, money out',
  currency: 'divisa, moneda, currency, ccy',
  name: 'ordenante, nombre, beneficiario ordenante, contraparte, nombre ordenante, remitente, counterparty, payer, name, debtor, from',
  iban: 'iban, cuenta ordenante, cuenta contraparte, counterparty iban, account number, payer account',
  reference: 'referencia, referencia 1, ref, referencia cliente, reference, payment reference, end to end id',
  text: 'concepto, concepto ampliado, descripcion, detalle, observaciones, mas datos, informacion adicional, description, details, narrative, remittance information, memo',
  bankReference: 'numero operacion, num operacion, n operacion, id operacion, transaction id, bank reference',
}

const FIELDS = STATEMENT_FIELDS.map((field) => [field, NAMES[field].split(',').map(headerKey)] as const)

/** The columns that a header names. */
export function statementColumns(header: readonly string[]): StatementColumns {
  const keys = header.map(headerKey)
  const columns: StatementColumns = { text: [] }
  for (const [field, names] of FIELDS) {
    const found = names.map((name) => keys.indexOf(name)).filter((index) => index >= 0)
    if (field === 'text') columns.text = found
    else if (found[0] !== undefined) columns[field] = found[0]
  }
  return columns
}

/** Whether the columns are enough to read movements by. */
export const isReadable = ({ date, amount, moneyIn, moneyOut }: StatementColumns): boolean =>
  date !== undefined && (amount !== undefined || moneyIn !== undefined || moneyOut !== undefined)

/** Rows looked at to find the header: banks write the account and the period above it. */
const LOOKED_AT = 40

/** The row of the header, from 0, and its columns; undefined when no row reads like one. */
export function findHeader(
  rows: readonly (readonly string[])[],
): { row: number; columns: StatementColumns } | undefined {
  for (const [row, cells] of rows.slice(0, LOOKED_AT).entries()) {
    const columns = statementColumns(cells)
    if (isReadable(columns)) return { row, columns }
  }
  return undefined
}
