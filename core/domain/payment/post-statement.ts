import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { inOrder, oldestFirst, paymentEntries } from '../billing/payments.ts'
import { defineCommand, type CommandContext } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { anyText, closed } from '../input-kit.ts'
import type { OpenInvoice } from '../ledger/reader.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import type { RefusalCode } from '../refusal-codes.ts'
import { currencyCode, id, plainDate } from '../schema-kit.ts'
import { details } from './details.ts'
import { openInvoicesOf, payingCustomer, readPosting } from './input.ts'
import { isMovementPosted, movementKey, movementKeyInput, partKey } from './movement-key.ts'
import { takeBackOp } from './reverse.ts'

/** Payments of one statement at most. */
export const MOST_POSTED = 50_000

/** Why one line holds up a whole batch. */
export interface RefusedLine {
  /** The movement's key. */
  key: string
  code: RefusalCode
}

export interface StatementPosted {
  payments: number
  /** Movements that stood in the ledger already and were passed over. */
  already: number
  /** What no invoice took, by currency in minor units. */
  surplus: Record<string, number>
}

/** A customer of the batch, whose open invoices shrink as its lines are posted. */
interface Payer {
  customer: Customer
  open: OpenInvoice[]
}

/**
 * Posts the reviewed movements of a bank statement: all of them in one op, or none. A movement that was posted before is
 * passed over, so that the same file can be posted any number of times.
 */
export const postStatement = defineCommand({
  name: 'payment.postStatement',
  input: closed({
    movements: Type.Array(
      closed({
        key: movementKeyInput(),
        date: plainDate(),
        currency: currencyCode(),
        /** Whom it pays for; more than one when it was split. Minor units, more than nothing. */
        parts: Type.Array(
          closed({
            customerId: id(),
            amount: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
            /** Paid in this order, what is left is credit; the oldest first when absent. */
            invoiceIds: Type.Optional(Type.Array(id(), { maxItems: 1000 })),
          }),
          { minItems: 1, maxItems: 50 },
        ),
        reference: Type.Optional(anyText()),
        description: Type.Optional(anyText()),
        payerAccount: Type.Optional(anyText()),
      }),
      { minItems: 1, maxItems: MOST_POSTED },
    ),
  }),
  undo: 'reversal',
  reverse: takeBackOp,
  whole: true,
  internal: true,
  run({ movements }, context) {
    const payers = createPayers(context)
    const entries: LedgerEntry[] = []
    const refused: RefusedLine[] = []
    const result: StatementPosted = { payments: 0, already: 0, surplus: {} }
    const seen = new Set<string>()
    for (const [index, movement] of movements.entries()) {
      if (index % 500 === 0) context.progress(index, movements.length)
      const { key, date, currency, parts, payerAccount } = movement
      if (seen.has(key) || isMovementPosted(key, context)) {
        result.already++
        continue
      }
      seen.add(key)
      for (const [part, { customerId, amount, invoiceIds }] of parts.entries()) {
        const payer = payers(customerId, currency)
        const own = movementKey(partKey(key, part), context)
        if (payer === undefined || own === undefined || payer.customer.currency !== currency) {
          const code: RefusalCode =
            payer === undefined
              ? 'customer.notFound'
              : own === undefined
                ? 'payment.alreadyPosted'
                : 'payment.currencyDiffers'
          refused.push({ key, code })
          continue
        }
        const posting = readPosting(payer.customer, date, context)
        // The schema has checked the day.
        if (!posting.ok) continue
        const open = payer.open.filter((invoice) => invoice.open > 0)
        const allocation = invoiceIds ? inOrder(amount, invoiceIds, open) : oldestFirst(amount, open)
        for (const { invoiceId, amount: paid } of allocation.parts) {
          const invoice = payer.open.find((one) => one.id === invoiceId)
          if (invoice) invoice.open -= paid
        }
        const account = payerAccount?.replace(/\s/g, '').slice(0, 40)
        const payment = {
          key: own,
          amount,
          way: 'transfer' as const,
          ...details(movement),
          ...(account && { payerAccount: account }),
        }
        entries.push(...paymentEntries(posting.value, payment, allocation.parts))
        result.payments++
        if (allocation.surplus > 0)
          result.surplus[currency] = (result.surplus[currency] ?? 0) + allocation.surplus
      }
    }
    if (refused.length > 0)
      return err({ code: 'payment.someRefused', details: { count: refused.length, lines: refused } })
    return ok({ writes: [], entries, result })
  },
})

function createPayers(context: CommandContext) {
  const known = new Map<string, Payer | undefined>()
  return (customerId: string, currency: string): Payer | undefined => {
    if (known.has(customerId)) return known.get(customerId)
    const customer = payingCustomer(customerId, context)
    const payer = customer.ok
      ? {
          customer: customer.value,
          open: openInvoicesOf(customerId, currency, context).map((one) => ({ ...one })),
        }
      : undefined
    known.set(customerId, payer)
    return payer
  }
}
