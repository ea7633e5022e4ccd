import { Type, type Static } from 'typebox'
import { closed } from '../input-kit.ts'
import { id, oneOf, plainDate, text } from '../schema-kit.ts'
import { INVOICE_KINDS } from './schema.ts'

export const INVOICE_SORTS = ['issued', 'number', 'due', 'gross', 'open'] as const
export type InvoiceSort = (typeof INVOICE_SORTS)[number]

/** How an invoice stands with its customer. `overdue` is part of `open`. */
export const INVOICE_STATES = ['open', 'overdue', 'partlyPaid', 'settled'] as const
export type InvoiceState = (typeof INVOICE_STATES)[number]

/** Which documents; all that is given has to fit. */
export const invoiceFilterSchema = closed({
  /** In the number, or in the customer's name or number. */
  text: Type.Optional(text(200)),
  kind: Type.Optional(oneOf(INVOICE_KINDS)),
  /** Of invoices only. */
  state: Type.Optional(oneOf(INVOICE_STATES)),
  /** The day on which what fell due before is overdue; needed by `overdue`. */
  today: Type.Optional(plainDate()),
  officeId: Type.Optional(id()),
  /** Number without device and counter. */
  series: Type.Optional(text(40)),
  /** Day of issue, both ends included. */
  from: Type.Optional(plainDate()),
  to: Type.Optional(plainDate()),
  /** Gross in minor units without sign, both ends included. */
  min: Type.Optional(Type.Integer()),
  max: Type.Optional(Type.Integer()),
  runId: Type.Optional(id()),
  customerId: Type.Optional(id()),
})

export type InvoiceFilter = Static<typeof invoiceFilterSchema>
