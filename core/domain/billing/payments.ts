import { err, ok, type Result } from '../../lib/result.ts'
import type { Invoice } from '../invoice/schema.ts'
import type { OpenInvoice } from '../ledger/reader.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import type { PostingBase } from './issue.ts'

/*
 * Money that comes in, where it goes, and what is paid back or given up, as entries of the ledger. Amounts are whole
 * minor units, positive unless an entry says otherwise; how entries are signed is told in ledger/schema.ts.
 */

/** What an invoice gets. */
export interface Part {
  invoiceId: string
  amount: number
}

export const PAYMENT_PROBLEMS = [
  'notPositive',
  'invoiceNotOpen',
  'invoiceTwice',
  'moreThanOpen',
  'moreThanFree',
  'currencyDiffers',
] as const
export type PaymentProblemCode = (typeof PAYMENT_PROBLEMS)[number]

export interface PaymentProblem {
  code: PaymentProblemCode
  invoiceId?: string
  /** What is open or free, minor units. */
  left?: number
}

export interface Allocation {
  parts: Part[]
  /** What no invoice takes: the customer's credit. */
  surplus: number
}

/** Gives money to the invoices in the order in which they are due, then by number; each gets at most what is open. */
export function oldestFirst(amount: number, invoices: readonly OpenInvoice[]): Allocation {
  let left = amount
  const parts: Part[] = []
  for (const { id, open } of invoices.toSorted(byDueDay)) {
    const part = Math.min(left, open)
    if (part > 0) parts.push({ invoiceId: id, amount: part })
    left -= Math.max(part, 0)
  }
  return { parts, surplus: left }
}

/** Gives money to chosen invoices in the order in which they are named; those that are not open get nothing. */
export function inOrder(
  amount: number,
  invoiceIds: readonly string[],
  invoices: readonly OpenInvoice[],
): Allocation {
  const open = new Map(invoices.map((invoice) => [invoice.id, invoice.open]))
  let left = amount
  const parts: Part[] = []
  for (const invoiceId of new Set(invoiceIds)) {
    const part = Math.min(left, open.get(invoiceId) ?? 0)
    if (part > 0) parts.push({ invoiceId, amount: part })
    left -= Math.max(part, 0)
  }
  return { parts, surplus: left }
}

const byDueDay = (a: OpenInvoice, b: OpenInvoice): number =>
  a.dueOn !== b.dueOn ? (a.dueOn < b.dueOn ? -1 : 1) : a.number < b.number ? -1 : 1

/** Gives money to chosen invoices, each at most what is open, together at most what there is. */
export function asChosen(
  amount: number,
  chosen: readonly Part[],
  invoices: readonly OpenInvoice[],
): Result<Allocation, PaymentProblem> {
  const open = new Map(invoices.map((invoice) => [invoice.id, invoice.open]))
  const seen = new Set<string>()
  let left = amount
  for (const part of chosen) {
    const { invoiceId } = part
    const most = open.get(invoiceId)
    if (most === undefined) return err({ code: 'invoiceNotOpen', invoiceId })
    if (seen.has(invoiceId)) return err({ code: 'invoiceTwice', invoiceId })
    if (!isAmount(part.amount)) return err({ code: 'notPositive', invoiceId })
    if (part.amount > most) return err({ code: 'moreThanOpen', invoiceId, left: most })
    if (part.amount > left) return err({ code: 'moreThanFree', invoiceId, left })
    seen.add(invoiceId)
    left -= part.amount
  }
  return ok({ parts: [...chosen], surplus: left })
}

/** A positive whole number of minor units. */
export const isAmount = (amount: number): boolean => Number.isSafeInteger(amount) && amount > 0

/** What all entries of one posting have in common. */
export type Posting = PostingBase

/** A payment and where it goes. Its allocations have keys made of its own, so that posting it again is refused whole. */
export function paymentEntries(
  posting: Posting,
  payment: Pick<LedgerEntry, 'key' | 'way' | 'reference' | 'description' | 'methodId' | 'payerAccount'> & {
    amount: number
  },
  parts: readonly Part[],
): LedgerEntry[] {
  const { amount, ...fields } = payment
  return [
    { ...posting, ...fields, kind: 'payment', amount: -amount },
    ...parts.map((part): LedgerEntry => ({
      ...posting,
      key: `${payment.key}/${part.invoiceId}`,
      kind: 'allocation',
      amount: part.amount,
      invoiceId: part.invoiceId,
      sourceId: payment.key,
    })),
  ]
}

/** Money of a customer that no invoice has: the rest of a payment or of a credit note. */
export interface FreeMoney {
  /** Key of the payment or id of the credit note. */
  sourceId: string
  date: string
  currency: string
  free: number
}

/**
 * What is left of payments and credit notes after allocations and refunds, the oldest first.
 *
 * @param entries all payments, allocations and refunds of the customer, in any order.
 */
export function freeMoney(
  entries: Iterable<LedgerEntry>,
  creditNotes: Iterable<Pick<Invoice, 'id' | 'issuedOn' | 'currency' | 'gross'>>,
): FreeMoney[] {
  const money = new Map<string, FreeMoney>()
  const taken = new Map<string, number>()
  const take = (id: string, amount: number) => taken.set(id, (taken.get(id) ?? 0) + amount)
  for (const { id, issuedOn, currency, gross } of creditNotes)
    money.set(id, { sourceId: id, date: issuedOn, currency, free: -gross })
  for (const { kind, key, date, currency, amount, reverses, sourceId } of entries) {
    if (kind === 'payment' && reverses !== undefined) take(reverses, amount)
    else if (kind === 'payment') money.set(key, { sourceId: key, date, currency, free: -amount })
    else if ((kind === 'allocation' || kind === 'refund') && sourceId !== undefined) take(sourceId, amount)
  }
  return [...money.values()]
    .map((source) => ({ ...source, free: source.free - (taken.get(source.sourceId) ?? 0) }))
    .filter(({ free }) => free > 0)
    .sort((a, b) => (a.date !== b.date ? (a.date < b.date ? -1 : 1) : a.sourceId < b.sourceId ? -1 : 1))
}

/** Takes an amount from free money, the oldest first. Fails when there is less. */
export function takeFree(
  amount: number,
  sources: readonly FreeMoney[],
): Result<{ sourceId: string; amount: number }[], PaymentProblem> {
  const all = sources.reduce((sum, { free }) => sum + free, 0)
  if (!isAmount(amount)) return err({ code: 'notPositive' })
  if (amount > all) return err({ code: 'moreThanFree', left: all })
  const taken: { sourceId: string; amount: number }[] = []
  let left = amount
  for (const { sourceId, free } of sources) {
    const part = Math.min(left, free)
    if (part > 0) taken.push({ sourceId, amount: part })
    left -= part
  }
  return ok(taken)
}

/** Gives free money to invoices. `newKey` makes the identity of each entry. */
export function allocationEntries(
  posting: Posting,
  sources: readonly FreeMoney[],
  parts: readonly Part[],
  newKey: () => string,
): Result<LedgerEntry[], PaymentProblem> {
  const entries: LedgerEntry[] = []
  let left = sources.map((source) => ({ ...source }))
  for (const { invoiceId, amount } of parts) {
    const taken = takeFree(amount, left)
    if (!taken.ok) return err({ ...taken.error, invoiceId })
    for (const { sourceId, amount: part } of taken.value) {
      entries.push({ ...posting, key: newKey(), kind: 'allocation', amount: part, invoiceId, sourceId })
      left = left.map((source) =>
        source.sourceId === sourceId ? { ...source, free: source.free - part } : source,
      )
    }
  }
  return ok(entries)
}

/** Pays free money back: one entry for each payment or credit note that it is taken from. */
export function refundEntries(
  posting: Posting,
  sources: readonly FreeMoney[],
  amount: number,
  details: Pick<LedgerEntry, 'way' | 'reference' | 'description'>,
  newKey: () => string,
): Result<LedgerEntry[], PaymentProblem> {
  const taken = takeFree(amount, sources)
  if (!taken.ok) return taken
  return ok(
    taken.value.map(({ sourceId, amount: part }) => ({
      ...posting,
      ...details,
      key: newKey(),
      kind: 'refund',
      amount: part,
      sourceId,
    })),
  )
}

/** Gives up what is open of an invoice, or a part of it. */
export function writeOffEntry(
  posting: Posting,
  { id, open, currency }: OpenInvoice,
  amount: number,
  details: Pick<LedgerEntry, 'description'> & { key: string },
): Result<LedgerEntry, PaymentProblem> {
  if (!isAmount(amount)) return err({ code: 'notPositive', invoiceId: id })
  if (amount > open) return err({ code: 'moreThanOpen', invoiceId: id, left: open })
  if (currency !== posting.currency) return err({ code: 'currencyDiffers', invoiceId: id })
  return ok({ ...posting, ...details, kind: 'writeOff', amount: -amount, invoiceId: id })
}

/**
 * Takes entries back by others of the opposite sign. Their keys are made of the first ones, so that the ledger refuses to
 * take one back twice. A payment that bounced is given together with its allocations.
 */
export const reversalEntries = (
  entries: readonly LedgerEntry[],
  { date, postedAt, description }: Pick<LedgerEntry, 'date' | 'postedAt' | 'description'>,
): LedgerEntry[] =>
  entries.map((entry) => ({
    ...entry,
    key: `${entry.key}/reversed`,
    amount: -entry.amount,
    date,
    postedAt,
    ...(description !== undefined && { description }),
    reverses: entry.key,
  }))
