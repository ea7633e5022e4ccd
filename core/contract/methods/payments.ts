import { Type } from 'typebox'
import { INVOICE_KINDS } from '../../domain/invoice/schema.ts'
import { LEDGER_KINDS, PAYMENT_WAYS } from '../../domain/ledger/schema.ts'
import { PAYMENT_KINDS, PAYMENT_SORTS, paymentFilterSchema } from '../../domain/payment/filter.ts'
import { id, oneOf, plainDate, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'

const commit = Type.Integer()
const currency = text(3)
/** Key of an entry of the ledger. */
const key = text(200)

const sort = Type.Object({ field: oneOf(PAYMENT_SORTS), direction: oneOf(['asc', 'desc']) })

/** Days that a card list looks ahead. */
export const EXPIRING_DAYS = 60

export const paymentsMethods = {
  /** One page of payments, refunds and write-offs of all customers, or of one. */
  list: call(
    Type.Object({
      filter: paymentFilterSchema,
      sort,
      skip: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({
      commit,
      total: Type.Integer(),
      rows: Type.Array(
        Type.Object({
          key,
          kind: oneOf(PAYMENT_KINDS),
          customerId: id(),
          customerName: text(200),
          customerNumber: text(40),
          date: plainDate(),
          way: Type.Optional(oneOf(PAYMENT_WAYS)),
          reference: Type.Optional(text(200)),
          description: Type.Optional(text(300)),
          /** Positive minor units of `currency`. */
          amount: Type.Integer(),
          currency,
          /** Of a payment: what no invoice has and was not paid back. */
          free: Type.Integer(),
          /** The day on which it was taken back. */
          reversedOn: Type.Optional(plainDate()),
          /** Of a write-off: the invoice that was given up. */
          invoiceNumber: Type.Optional(text(40)),
        }),
      ),
    }),
  ),
  /** What the list adds up to, by currency; what was taken back does not count. */
  summary: call(
    Type.Object({ filter: paymentFilterSchema }),
    Type.Object({
      commit,
      sums: Type.Array(
        Type.Object({
          currency,
          payments: Type.Integer(),
          refunds: Type.Integer(),
          writeOffs: Type.Integer(),
          free: Type.Integer(),
        }),
      ),
    }),
  ),
  /** What a person needs to take a payment or to pay back: open invoices and credit of a customer in its currency. */
  account: call(
    Type.Object({ customerId: id() }),
    Type.Object({
      commit,
      currency,
      /** Minor units; positive when the customer owes. */
      balance: Type.Integer(),
      /** The earliest due first. */
      open: Type.Array(
        Type.Object({
          id: id(),
          number: text(40),
          issuedOn: plainDate(),
          dueOn: plainDate(),
          gross: Type.Integer(),
          open: Type.Integer(),
        }),
      ),
      /** Payments and credit notes with something left, the oldest first. */
      free: Type.Array(
        Type.Object({ sourceId: key, date: plainDate(), free: Type.Integer(), isCreditNote: Type.Boolean() }),
      ),
    }),
  ),
  /** Where a payment went: to which invoices, and what was paid back of it. */
  entry: call(
    Type.Object({ key }),
    Type.Object({
      commit,
      parts: Type.Array(
        Type.Object({
          key,
          kind: oneOf(['allocation', 'refund']),
          date: plainDate(),
          amount: Type.Integer(),
          currency,
          invoiceId: Type.Optional(id()),
          invoiceNumber: Type.Optional(text(40)),
        }),
      ),
    }),
  ),
  /**
   * The statement of account of a customer, by day. Entries of one day that one invoice took are one row. At most
   * `MOST_STATEMENT_ROWS`, the latest ones; what came before is in `opening`.
   */
  statement: call(
    Type.Object({
      customerId: id(),
      from: Type.Optional(plainDate()),
      /** Last day. */
      to: Type.Optional(plainDate()),
    }),
    Type.Object({
      commit,
      currency,
      opening: Type.Integer(),
      closing: Type.Integer(),
      isCut: Type.Boolean(),
      rows: Type.Array(
        Type.Object({
          /** Of its first entry. */
          key,
          kind: oneOf([...LEDGER_KINDS, ...INVOICE_KINDS]),
          date: plainDate(),
          amount: Type.Integer(),
          balance: Type.Integer(),
          entries: Type.Integer(),
          invoiceId: Type.Optional(id()),
          number: Type.Optional(text(40)),
          way: Type.Optional(oneOf(PAYMENT_WAYS)),
          reference: Type.Optional(text(200)),
          description: Type.Optional(text(300)),
          isReversal: Type.Boolean(),
        }),
      ),
    }),
  ),
  /** Cards that expire within `EXPIRING_DAYS` of a day, or have expired; the earliest first. */
  expiring: call(
    Type.Object({
      today: plainDate(),
      expired: Type.Boolean(),
      officeId: Type.Optional(id()),
      skip: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({
      commit,
      total: Type.Integer(),
      rows: Type.Array(
        Type.Object({
          customerId: id(),
          customerName: text(200),
          customerNumber: text(40),
          methodId: id(),
          brand: text(40),
          lastFour: Type.Optional(text(4)),
          nickname: Type.Optional(text(80)),
          /** The last day on which it is good. */
          expiresOn: plainDate(),
          isDefault: Type.Boolean(),
        }),
      ),
    }),
  ),
}

/** Rows of a statement of account at most: those of ten years of daily postings. */
export const MOST_STATEMENT_ROWS = 5000
