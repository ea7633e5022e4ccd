import { Type } from 'typebox'
import { PAPERS } from '../../domain/catalog/schema.ts'
import { invoiceFilterSchema, INVOICE_SORTS } from '../../domain/invoice/filter.ts'
import { id, language, oneOf, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'
import { madeFile, separator, TABLE_FORMATS, words } from './transfer-kit.ts'

/** Documents that one file may hold: a ZIP without the 64-bit extension names no more (APPNOTE 4.4.21). */
export const MOST_DOCUMENTS = 60_000

/** Columns of the list of invoices as a table. */
export const INVOICE_COLUMNS = [
  'number',
  'kind',
  'customer',
  'issuedOn',
  'dueOn',
  'net',
  'tax',
  'gross',
  'open',
  'currency',
  'state',
  'office',
] as const
export type InvoiceColumn = (typeof INVOICE_COLUMNS)[number]

export const invoiceExportMethods = {
  /**
   * Writes invoices as documents: one PDF, a ZIP of PDFs, or e-invoices in UBL (EN 16931), one or a ZIP. By ids, of a run,
   * or all that match. An e-invoice that breaks a rule of the norm is refused as `invoices/not-valid`, named in `details`.
   */
  invoices: call(
    Type.Object({
      format: oneOf(['pdf', 'ubl']),
      /** One document as it is, or all of them packed. */
      as: oneOf(['file', 'zip']),
      ids: Type.Optional(Type.Array(id(), { minItems: 1, maxItems: MOST_DOCUMENTS })),
      filter: Type.Optional(invoiceFilterSchema),
      /** That of the office when left out. */
      paper: Type.Optional(oneOf(PAPERS)),
      name: text(120),
      taskId: Type.Optional(id()),
    }),
    madeFile,
  ),
  /** Writes the list of invoices into a table. */
  invoiceList: call(
    Type.Object({
      filter: invoiceFilterSchema,
      sort: Type.Object({ field: oneOf(INVOICE_SORTS), direction: oneOf(['asc', 'desc']) }),
      format: oneOf(TABLE_FORMATS),
      columns: Type.Array(Type.Object({ key: oneOf(INVOICE_COLUMNS), label: text(200) }), {
        minItems: 1,
        maxItems: INVOICE_COLUMNS.length,
      }),
      language: language(),
      /** `kind.<kind>` and `state.<state>`. */
      words,
      separator: Type.Optional(separator),
      name: text(120),
      taskId: Type.Optional(id()),
    }),
    madeFile,
  ),
}
