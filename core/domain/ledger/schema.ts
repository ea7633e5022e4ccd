import { Type, type Static } from 'typebox'
import { currencyCode, id, instant, minorUnits, oneOf, plainDate, requiredText, text } from '../schema-kit.ts'
import { basisSchema } from './basis.ts'

export const LEDGER_KINDS = [
  'charge',
  'credit',
  'tax',
  'payment',
  'allocation',
  'refund',
  'writeOff',
] as const

export const PAYMENT_WAYS = ['cash', 'transfer', 'card', 'directDebit', 'other'] as const

/**
 * An entry of the ledger (domain.md §2): append-only, never changed, corrected by another entry. `amount` is signed as
 * it moves what the customer owes: charges, taxes and refunds are positive, credits, payments and write-offs negative;
 * an allocation moves nothing and is positive for what it gives to its invoice. A reversing entry has the other sign.
 */
export const ledgerEntrySchema = Type.Object({
  /** The identity. Deterministic for generated entries (`charge key`), a UUID for what a person posted. */
  key: requiredText(200),
  kind: oneOf(LEDGER_KINDS),
  amount: minorUnits(),
  currency: currencyCode(),
  date: plainDate(),
  postedAt: instant(),
  customerId: id(),
  siteId: Type.Optional(id()),
  serviceId: Type.Optional(id()),
  chargeId: Type.Optional(id()),
  /** Of a charge or credit: the product whose price it was; the service's own when absent. */
  productId: Type.Optional(id()),
  taxRateId: Type.Optional(id()),
  /** The period that a charge bills: first day, and first day after it. */
  periodFrom: Type.Optional(plainDate()),
  periodTo: Type.Optional(plainDate()),
  description: Type.Optional(text(300)),
  /** The day whose tax rate counts; `date` when absent. */
  taxOn: Type.Optional(plainDate()),
  /** What it costs ourselves, in minor units with the sign of the amount. */
  wholesale: Type.Optional(minorUnits()),
  /** How a generated amount came about. */
  basis: Type.Optional(basisSchema),
  /** Of a tax entry the invoice that posts it; of an allocation or write-off the invoice that it settles. */
  invoiceId: Type.Optional(id()),
  /** Of an allocation: the key of the payment, or the id of the credit note, whose money it gives. */
  sourceId: Type.Optional(requiredText(200)),
  /** The key of the entry that this one takes back. */
  reverses: Type.Optional(requiredText(200)),
  way: Type.Optional(oneOf(PAYMENT_WAYS)),
  reference: Type.Optional(text(200)),
  /** Of a payment by card or direct debit: the customer's payment method that was charged. */
  methodId: Type.Optional(id()),
  /** Of a payment from a bank statement: the account that it came from, by which later ones are recognised. */
  payerAccount: Type.Optional(text(40)),
})

export type LedgerEntry = Static<typeof ledgerEntrySchema>
export type LedgerKind = LedgerEntry['kind']
