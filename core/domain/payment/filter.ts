import { Type, type Static } from 'typebox'
import { PAYMENT_WAYS } from '../ledger/schema.ts'
import { id, oneOf, plainDate, text } from '../schema-kit.ts'

/** Postings of money that lists show; allocations say where it goes and are told with the payment. */
export const PAYMENT_KINDS = ['payment', 'refund', 'writeOff'] as const
export type PaymentKind = (typeof PAYMENT_KINDS)[number]

export const PAYMENT_SORTS = ['date', 'amount'] as const
export type PaymentSort = (typeof PAYMENT_SORTS)[number]

/** `free`: some of it is the customer's credit; `reversed`: it was taken back. */
export const PAYMENT_STATES = ['free', 'reversed'] as const

/** Which payments a list shows. */
export const paymentFilterSchema = Type.Object({
  /** Words of the customer's name or number, or the beginning of a reference. */
  text: Type.Optional(text(200)),
  kind: Type.Optional(oneOf(PAYMENT_KINDS)),
  way: Type.Optional(oneOf(PAYMENT_WAYS)),
  /** First and last day. */
  from: Type.Optional(plainDate()),
  to: Type.Optional(plainDate()),
  /** The customer's office. */
  officeId: Type.Optional(id()),
  customerId: Type.Optional(id()),
  state: Type.Optional(oneOf(PAYMENT_STATES)),
})
export type PaymentFilter = Static<typeof paymentFilterSchema>
