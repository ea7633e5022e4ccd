import { Type } from 'typebox'
import { PAYMENT_SORTS, paymentFilterSchema } from '../../domain/payment/filter.ts'
import { id, language, oneOf, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'
import { madeFile, separator, TABLE_FORMATS, words } from './transfer-kit.ts'

/** Rows of a table that a window hands over at most. */
const MOST_SHEET_ROWS = 20_000

/** Columns of the list of payments in a file. */
export const PAYMENT_COLUMNS = [
  'date',
  'kind',
  'number',
  'customer',
  'amount',
  'free',
  'currency',
  'way',
  'reference',
  'description',
  'invoice',
  'reversedOn',
] as const

const file = {
  language: language(),
  /** CSV: parts columns; numbers have a decimal comma when it is a semicolon. */
  separator: Type.Optional(separator),
  /** Of the file, without its ending. */
  name: text(120),
  taskId: Type.Optional(id()),
}

export const moneyExportsMethods = {
  /** Writes the list of payments into a file; the labels head the columns. */
  payments: call(
    Type.Object({
      filter: paymentFilterSchema,
      sort: Type.Object({ field: oneOf(PAYMENT_SORTS), direction: oneOf(['asc', 'desc']) }),
      format: oneOf(TABLE_FORMATS),
      columns: Type.Array(Type.Object({ key: oneOf(PAYMENT_COLUMNS), label: text(200) }), {
        minItems: 1,
        maxItems: PAYMENT_COLUMNS.length,
      }),
      /** Words for `kind.payment`, `way.cash` … */
      words,
      ...file,
    }),
    madeFile,
  ),
  /** Writes a table that a screen shows into a file, as it is shown: a statement of account, a report. */
  sheet: call(
    Type.Object({
      format: oneOf([...TABLE_FORMATS, 'pdf']),
      title: text(200),
      /** Above the table of a PDF: whose it is, from when to when. */
      lines: Type.Array(text(300), { maxItems: 20 }),
      columns: Type.Array(
        Type.Object({
          label: text(200),
          /** Amounts and numbers stand at the right. */
          kind: oneOf(['text', 'number', 'amount']),
        }),
        { minItems: 1, maxItems: 40 },
      ),
      /** One cell a column; null is blank. Amounts in units of the currency. */
      rows: Type.Array(Type.Array(Type.Union([text(1000), Type.Number(), Type.Null()]), { maxItems: 40 }), {
        maxItems: MOST_SHEET_ROWS,
      }),
      /** Of the amounts in a PDF. */
      decimals: Type.Integer({ minimum: 0, maximum: 4 }),
      /** `Page {page} of {pages}`. */
      pageText: text(100),
      ...file,
    }),
    madeFile,
  ),
}
