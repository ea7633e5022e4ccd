import { Type } from 'typebox'
import { err, ok, type Result } from '../../lib/result.ts'
import { reversalEntries } from '../billing/payments.ts'
import { defineCommand, type CommandContext, type CommandOutcome, type Refusal } from '../command.ts'
import { anyText, closed } from '../input-kit.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import { details } from './details.ts'
import { accountHolder, entriesOf, invalid, payingCustomer, readPosting } from './input.ts'

const REVERSIBLE = new Set(['payment', 'allocation', 'refund', 'writeOff'])

/** What a reversal asks of one account, read once however many entries are taken back. */
function accountOf(holder: string, context: CommandContext) {
  const all = entriesOf(holder, context)
  const reversed = new Set(all.flatMap(({ reverses }) => reverses ?? []))
  const bySource = new Map<string, LedgerEntry[]>()
  for (const entry of all) {
    const { sourceId, reverses, key } = entry
    if (sourceId === undefined || reverses !== undefined || reversed.has(key)) continue
    const known = bySource.get(sourceId)
    if (known) known.push(entry)
    else bySource.set(sourceId, [entry])
  }
  return { reversed, standing: (key: string) => bySource.get(key) ?? [] }
}

/**
 * Entries of the opposite sign for entries that still stand, with what the payments among them were given to since. What
 * was taken back already is left out; refused when nothing stands, or when money of a payment was paid back.
 */
function takeBack(
  entries: readonly LedgerEntry[],
  context: CommandContext,
  more: { description?: string } = {},
): Result<CommandOutcome, Refusal> {
  const accounts = new Map<string, ReturnType<typeof accountOf>>()
  const chosen = new Map<string, LedgerEntry>()
  const keys = new Set(entries.map(({ key }) => key))
  for (const entry of entries) {
    const holder = accountHolder(entry.customerId, context)
    const account = accounts.get(holder) ?? accountOf(holder, context)
    accounts.set(holder, account)
    if (account.reversed.has(entry.key)) continue
    const standing = account.standing(entry.key)
    // What was paid back of a payment is money that has left: the bank has to be asked first.
    if (standing.some(({ kind, key }) => kind === 'refund' && !keys.has(key)))
      return err({ code: 'payment.wasRefunded' })
    for (const one of [entry, ...standing]) chosen.set(one.key, one)
    if (chosen.size % 500 === 0) context.progress(chosen.size, entries.length)
  }
  if (chosen.size === 0) return err({ code: 'payment.alreadyReversed' })
  const [first] = chosen.values()
  const customer = payingCustomer(first?.customerId ?? '', context)
  if (!customer.ok) return customer
  const posting = readPosting(customer.value, undefined, context)
  if (!posting.ok) return invalid(posting.error)
  const { date, postedAt } = posting.value
  const back = reversalEntries([...chosen.values()], { date, postedAt, ...details(more) })
  return ok({ writes: [], entries: back, result: { entries: back.length } })
}

/** Undo of a command of payments: what it posted is taken back, and nothing is taken back twice. */
export const takeBackOp = (
  entries: readonly LedgerEntry[],
  context: CommandContext,
): Result<CommandOutcome, Refusal> => takeBack(entries, context)

/** Takes back a payment that bounced with what it was given to, or a single allocation, refund or write-off. */
export const reversePayment = defineCommand({
  name: 'payment.reverse',
  input: closed({ key: Type.String({ maxLength: 200 }), description: Type.Optional(anyText()) }),
  undo: 'none',
  whole: true,
  run({ key, description }, context) {
    const entry = context.read.ledger.get(key)
    if (!entry || !REVERSIBLE.has(entry.kind) || entry.reverses !== undefined)
      return err({ code: 'payment.notFound' })
    return takeBack([entry], context, { ...(description !== undefined && { description }) })
  },
})
