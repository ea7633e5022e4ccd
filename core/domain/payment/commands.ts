import { Type } from 'typebox'
import { err, ok, type Result } from '../../lib/result.ts'
import {
  allocationEntries,
  asChosen,
  freeMoney,
  oldestFirst,
  paymentEntries,
  refundEntries,
  writeOffEntry,
  type Allocation,
  type Part,
  type PaymentProblem,
} from '../billing/payments.ts'
import { defineCommand, type CommandContext, type FieldIssue } from '../command.ts'
import { anyText, closed } from '../input-kit.ts'
import type { OpenInvoice } from '../ledger/reader.ts'
import { PAYMENT_WAYS } from '../ledger/schema.ts'
import { id, oneOf } from '../schema-kit.ts'
import { readOne } from '../typed-reader.ts'
import { details } from './details.ts'
import {
  cardNumberIssues,
  creditNotesOf,
  entriesOf,
  invalid,
  methodIssues,
  openInvoicesOf,
  payingCustomer,
  readAmount,
  readMoved,
  readPosting,
  refusalOf,
} from './input.ts'
import { movementKey, movementKeyInput } from './movement-key.ts'
import { heedMovements, ignoreMovements } from './ignored-movements.ts'
import { postStatement } from './post-statement.ts'
import { reversePayment, takeBackOp } from './reverse.ts'

const partsInput = Type.Array(closed({ invoiceId: id(), amount: anyText() }), { maxItems: 1000 })
const detailFields = {
  reference: Type.Optional(anyText()),
  description: Type.Optional(anyText()),
}

function readParts(
  parts: readonly { invoiceId: string; amount: string }[],
  currency: string,
): Result<Part[], FieldIssue> {
  const read: Part[] = []
  for (const { invoiceId, amount } of parts) {
    const minor = readAmount(`parts/${invoiceId}/amount`, amount, currency)
    if (!minor.ok) return minor
    read.push({ invoiceId, amount: minor.value })
  }
  return ok(read)
}

/** Where money goes: to the invoices chosen, none when the list is empty, the oldest first without a list. */
const allocate = (
  amount: number,
  chosen: readonly Part[] | undefined,
  open: readonly OpenInvoice[],
): Result<Allocation, PaymentProblem> =>
  chosen ? asChosen(amount, chosen, open) : ok(oldestFirst(amount, open))

export interface PaymentRecorded {
  key: string
  /** Invoices that got something. */
  invoices: number
  /** What no invoice took, minor units: the customer's credit. */
  surplus: number
}

export const recordPayment = defineCommand({
  name: 'payment.record',
  input: closed({
    customerId: id(),
    amount: anyText(),
    way: oneOf(PAYMENT_WAYS),
    date: Type.Optional(anyText()),
    ...detailFields,
    /** The card or account of the customer that was charged. */
    methodId: Type.Optional(id()),
    parts: Type.Optional(partsInput),
    /** Identity of a payment that a statement tells (`movementKeys`): it is posted only once. */
    key: Type.Optional(movementKeyInput()),
  }),
  undo: 'reversal',
  reverse: takeBackOp,
  whole: true,
  run(input, context) {
    const customer = payingCustomer(input.customerId, context)
    if (!customer.ok) return customer
    const { currency } = customer.value
    const amount = readAmount('amount', input.amount, currency)
    const posting = readMoved(customer.value, input.date, context)
    const parts = input.parts ? readParts(input.parts, currency) : ok(undefined)
    if (!amount.ok) return invalid(amount.error)
    if (!posting.ok) return invalid(posting.error)
    if (!parts.ok) return invalid(parts.error)
    const issues = [...cardNumberIssues(input), ...methodIssues(input.methodId, customer.value)]
    if (issues.length > 0) return invalid(...issues)
    const key = input.key === undefined ? context.newId() : movementKey(input.key, context)
    if (key === undefined) return err({ code: 'payment.alreadyPosted' })
    const open = openInvoicesOf(input.customerId, currency, context)
    const allocation = allocate(amount.value, parts.value, open)
    if (!allocation.ok) return refusalOf(allocation.error, currency)
    const payment = {
      key,
      amount: amount.value,
      way: input.way,
      ...details(input),
      ...(input.methodId !== undefined && { methodId: input.methodId }),
    }
    const result: PaymentRecorded = {
      key,
      invoices: allocation.value.parts.length,
      surplus: allocation.value.surplus,
    }
    return ok({ writes: [], entries: paymentEntries(posting.value, payment, allocation.value.parts), result })
  },
})

const freeOf = (customerId: string, currency: string, context: CommandContext) =>
  freeMoney(
    entriesOf(customerId, context).filter((entry) => entry.currency === currency),
    creditNotesOf(customerId, currency, context),
  )

/** Gives credit that a customer has, from payments and credit notes, to open invoices. */
export const allocatePayment = defineCommand({
  name: 'payment.allocate',
  input: closed({ customerId: id(), parts: Type.Optional(partsInput) }),
  undo: 'reversal',
  reverse: takeBackOp,
  whole: true,
  run({ customerId, parts: given }, context) {
    const customer = payingCustomer(customerId, context)
    if (!customer.ok) return customer
    const { currency } = customer.value
    const parts = given ? readParts(given, currency) : ok(undefined)
    if (!parts.ok) return invalid(parts.error)
    const posting = readPosting(customer.value, undefined, context)
    if (!posting.ok) return invalid(posting.error)
    const free = freeOf(customerId, currency, context)
    const sum = free.reduce((all, source) => all + source.free, 0)
    const allocation = allocate(sum, parts.value, openInvoicesOf(customerId, currency, context))
    if (!allocation.ok) return refusalOf(allocation.error, currency)
    if (allocation.value.parts.length === 0) return refusalOf({ code: 'notPositive' }, currency)
    const entries = allocationEntries(posting.value, free, allocation.value.parts, context.newId)
    if (!entries.ok) return refusalOf(entries.error, currency)
    const result = { invoices: allocation.value.parts.length, surplus: allocation.value.surplus }
    return ok({ writes: [], entries: entries.value, result })
  },
})

/** Pays credit back to the customer. */
export const refundPayment = defineCommand({
  name: 'payment.refund',
  input: closed({
    customerId: id(),
    amount: anyText(),
    way: oneOf(PAYMENT_WAYS),
    date: Type.Optional(anyText()),
    ...detailFields,
  }),
  undo: 'reversal',
  reverse: takeBackOp,
  whole: true,
  run(input, context) {
    const customer = payingCustomer(input.customerId, context)
    if (!customer.ok) return customer
    const { currency } = customer.value
    const amount = readAmount('amount', input.amount, currency)
    const posting = readMoved(customer.value, input.date, context)
    if (!amount.ok) return invalid(amount.error)
    if (!posting.ok) return invalid(posting.error)
    const issues = cardNumberIssues(input)
    if (issues.length > 0) return invalid(...issues)
    const free = freeOf(input.customerId, currency, context)
    const more = { way: input.way, ...details(input) }
    const entries = refundEntries(posting.value, free, amount.value, more, context.newId)
    if (!entries.ok) return refusalOf(entries.error, currency)
    return ok({ writes: [], entries: entries.value, result: { amount: amount.value } })
  },
})

/** Gives up what is open of an invoice, or a part of it. */
export const writeOffInvoice = defineCommand({
  name: 'payment.writeOff',
  input: closed({
    invoiceId: id(),
    /** All that is open when absent. */
    amount: Type.Optional(anyText()),
    description: Type.Optional(anyText()),
  }),
  undo: 'reversal',
  reverse: takeBackOp,
  whole: true,
  run({ invoiceId, amount: given, description }, context) {
    const invoice = readOne(context.read, 'invoices', invoiceId)
    if (!invoice) return err({ code: 'invoice.notFound' })
    const customer = payingCustomer(invoice.customerId, context)
    if (!customer.ok) return customer
    const { currency } = invoice
    const open = openInvoicesOf(invoice.customerId, currency, context).find((one) => one.id === invoiceId)
    if (!open) return refusalOf({ code: 'invoiceNotOpen', invoiceId }, currency)
    const amount = given === undefined ? ok(open.open) : readAmount('amount', given, currency)
    const posting = readPosting({ ...customer.value, currency }, undefined, context)
    if (!amount.ok) return invalid(amount.error)
    if (!posting.ok) return invalid(posting.error)
    const more = { key: context.newId(), ...details({ ...(description !== undefined && { description }) }) }
    const entry = writeOffEntry(posting.value, open, amount.value, more)
    if (!entry.ok) return refusalOf(entry.error, currency)
    return ok({ writes: [], entries: [entry.value], result: { amount: amount.value } })
  },
})

export const paymentCommands = [
  recordPayment,
  postStatement,
  ignoreMovements,
  heedMovements,
  allocatePayment,
  refundPayment,
  writeOffInvoice,
  reversePayment,
]
