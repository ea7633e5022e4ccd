import { Type } from 'typebox'
import { invoiceFilterSchema, INVOICE_SORTS } from '../../domain/invoice/filter.ts'
import { INVOICE_KINDS } from '../../domain/invoice/schema.ts'
import { LEDGER_KINDS, PAYMENT_WAYS } from '../../domain/ledger/schema.ts'
import { id, oneOf, plainDate, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'

const count = Type.Integer({ minimum: 0 })
const commit = Type.Integer()

const row = Type.Object({
  id: id(),
  number: text(40),
  kind: oneOf(INVOICE_KINDS),
  customerId: id(),
  customerName: text(200),
  officeId: id(),
  siteId: Type.Optional(id()),
  issuedOn: plainDate(),
  dueOn: plainDate(),
  currency: text(3),
  net: Type.Integer(),
  gross: Type.Integer(),
  /** What is left to pay; always 0 of credit notes and proformas. */
  open: Type.Integer(),
})

/** A document that belongs to another: a credit note, the invoice of a proforma. */
const related = Type.Object({
  id: id(),
  number: text(40),
  kind: oneOf(INVOICE_KINDS),
  issuedOn: plainDate(),
  currency: text(3),
  gross: Type.Integer(),
})

export const invoicesMethods = {
  /** One page of the documents that match, in order, and how many they are (a read model). */
  list: call(
    Type.Object({
      filter: invoiceFilterSchema,
      sort: Type.Object({ field: oneOf(INVOICE_SORTS), direction: oneOf(['asc', 'desc']) }),
      skip: count,
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({ commit, total: count, rows: Type.Array(row) }),
  ),
  /** What all that match come to, by currency; proformas count for nothing. */
  summary: call(
    Type.Object({ filter: invoiceFilterSchema }),
    Type.Object({
      commit,
      sums: Type.Array(
        Type.Object({
          currency: text(3),
          documents: count,
          net: Type.Integer(),
          gross: Type.Integer(),
          open: Type.Integer(),
        }),
      ),
      /** Prefixes of numbers that there are, for the filter. */
      series: Type.Array(text(40)),
    }),
  ),
  /** What the ledger and other documents say of one invoice. */
  detail: call(
    Type.Object({ id: id() }),
    Type.Object({
      commit,
      open: Type.Integer(),
      /** What settled it, oldest first; entries that were taken back come with those that took them back. */
      settled: Type.Array(
        Type.Object({
          key: text(200),
          kind: oneOf(LEDGER_KINDS),
          date: plainDate(),
          amount: Type.Integer(),
          /** Takes an earlier one back. */
          isReversal: Type.Optional(Type.Boolean()),
          way: Type.Optional(oneOf(PAYMENT_WAYS)),
          reference: Type.Optional(text(200)),
          /** The credit note whose money it was. */
          creditNote: Type.Optional(related),
        }),
      ),
      /** Credit notes of an invoice, the invoices of a proforma. */
      followed: Type.Array(related),
      /** The invoice that a credit note corrects, the proforma of an invoice. */
      source: Type.Optional(related),
      /** What is left to credit of each line, net minor units. */
      creditable: Type.Array(Type.Object({ lineId: id(), left: Type.Integer() })),
      customerName: text(200),
      customerNumber: text(40),
      siteName: Type.Optional(text(200)),
    }),
  ),
}
