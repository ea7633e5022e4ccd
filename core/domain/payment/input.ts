import { err, ok, type Result } from '../../lib/result.ts'
import type { Posting, PaymentProblem } from '../billing/payments.ts'
import type { CommandContext, FieldIssue, Refusal } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import type { Invoice } from '../invoice/schema.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import { officeToday } from '../office-day.ts'
import type { RefusalCode } from '../refusal-codes.ts'
import { readOne, readWhere } from '../typed-reader.ts'
import { findCardNumber, holdsCardNumber } from '../values/card-number.ts'
import { decimalToMinor } from '../values/exact.ts'
import { minorToDecimal } from '../values/money.ts'
import { addDays, isPlainDate } from '../values/plain-date.ts'

/** Every code of a field of a payment; the locales hold a text under `issue`. */
export const PAYMENT_ISSUE_CODES = [
  'payment.amountForm',
  'payment.dateForm',
  'payment.dateAhead',
  'payment.cardNumber',
  'payment.methodUnknown',
] as const

/** More than a customer can have of either. */
const ALL = 10_000_000

const wrong = (path: string, code: (typeof PAYMENT_ISSUE_CODES)[number]): FieldIssue => ({
  path,
  code,
  severity: 'error',
})

/** A customer as payments see them: archived ones pay and are paid back too, money is never refused (sync.md §3). */
export function payingCustomer(customerId: string, context: CommandContext): Result<Customer, Refusal> {
  const customer = readOne(context.read, 'customers', customerId)
  return customer ? ok(customer) : err({ code: 'customer.notFound' })
}

/** Whose account a customer's money is in: its own, or that of whoever it was merged into in the end (docs/decisions/0003). */
export function accountHolder(customerId: string, context: CommandContext): string {
  const seen = new Set<string>()
  for (let holder = customerId; ;) {
    seen.add(holder)
    const next = readOne(context.read, 'customers', holder)?.mergedInto
    if (next === undefined) return holder
    // Two that were merged into each other keep what is theirs, as in the read models.
    if (seen.has(next)) return customerId
    holder = next
  }
}

/** A positive amount that a form sent, as text in units of the currency. */
export function readAmount(path: string, text: string, currency: string): Result<number, FieldIssue> {
  const minor = decimalToMinor(text.trim(), currency)
  return minor !== undefined && minor > 0 ? ok(minor) : err(wrong(path, 'payment.amountForm'))
}

/** What all entries of a posting have in common; the day is today in the customer's office when nobody says one. */
export function readPosting(
  { id: customerId, currency, officeId }: Customer,
  date: string | undefined,
  context: CommandContext,
): Result<Posting, FieldIssue> {
  if (date !== undefined && !isPlainDate(date)) return err(wrong('date', 'payment.dateForm'))
  return ok({
    customerId,
    currency,
    date: date ?? officeToday(context, officeId),
    postedAt: new Date(context.now).toISOString(),
  })
}

/**
 * Money has moved by the time that somebody writes it down, so a day to come is a slip of the pen. Tomorrow passes: where
 * it is written down may be a day ahead of the customer's office.
 */
export function readMoved(
  customer: Customer,
  date: string | undefined,
  context: CommandContext,
): Result<Posting, FieldIssue> {
  const posting = readPosting(customer, date, context)
  if (!posting.ok || posting.value.date <= addDays(officeToday(context, customer.officeId), 1)) return posting
  return err(wrong('date', 'payment.dateAhead'))
}

/**
 * What a person wrote of a payment stays in the ledger for ever, so no card number may be among it (domain.md §2): in the
 * reference of a card payment any number that passes for one, elsewhere one with the form of a card network's.
 */
export function cardNumberIssues({
  way,
  reference = '',
  description = '',
}: {
  way?: string
  reference?: string
  description?: string
}): FieldIssue[] {
  const inReference = way === 'card' ? holdsCardNumber(reference) : findCardNumber(reference) !== undefined
  return [
    ...(inReference ? [wrong('reference', 'payment.cardNumber')] : []),
    ...(findCardNumber(description) !== undefined ? [wrong('description', 'payment.cardNumber')] : []),
  ]
}

/** A payment method that is charged has to be the customer's. */
export const methodIssues = (methodId: string | undefined, { paymentMethods }: Customer): FieldIssue[] =>
  methodId === undefined || paymentMethods.some(({ id }) => id === methodId)
    ? []
    : [wrong('methodId', 'payment.methodUnknown')]

export const invalid = (...fields: FieldIssue[]) => err<Refusal>({ code: 'payment.invalid', fields })

export const entriesOf = (customerId: string, context: CommandContext): LedgerEntry[] =>
  context.read.ledger.entries(customerId, ALL)

export const openInvoicesOf = (customerId: string, currency: string, context: CommandContext) =>
  context.read.ledger.openInvoices(customerId, ALL).filter((invoice) => invoice.currency === currency)

export const creditNotesOf = (customerId: string, currency: string, context: CommandContext): Invoice[] =>
  readWhere(context.read, 'invoices', { customerId }, ALL).filter(
    (invoice) => invoice.kind === 'creditNote' && invoice.currency === currency,
  )

const REFUSALS: Readonly<Record<PaymentProblem['code'], RefusalCode>> = {
  notPositive: 'payment.nothingToDo',
  invoiceNotOpen: 'payment.invoiceNotOpen',
  invoiceTwice: 'payment.invoiceTwice',
  moreThanOpen: 'payment.moreThanOpen',
  moreThanFree: 'payment.moreThanFree',
  currencyDiffers: 'payment.invoiceNotOpen',
}

/** The refusal of a problem; `value` is what is left, written in the currency. */
export const refusalOf = ({ code, invoiceId, left }: PaymentProblem, currency: string) =>
  err<Refusal>({
    code: REFUSALS[code],
    details: {
      ...(invoiceId !== undefined && { invoiceId }),
      value: `${minorToDecimal(left ?? 0, currency)} ${currency}`,
    },
  })
