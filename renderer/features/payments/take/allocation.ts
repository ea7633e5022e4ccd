import type { MethodOutput } from '#core/contract/host-contract.ts'
import { asChosen, oldestFirst, type Part, type PaymentProblem } from '#core/domain/billing/payments.ts'
import type { OpenInvoice } from '#core/domain/ledger/reader.ts'
import { typedAmount } from '../typed-amount.ts'

export type Account = MethodOutput<'payments', 'account'>

/** Who says where money goes: the oldest debt first, or a person. */
export const ALLOCATION_MODES = ['oldest', 'chosen', 'none'] as const
export type AllocationMode = (typeof ALLOCATION_MODES)[number]

export interface Plan {
  /** What each invoice gets, minor units. */
  parts: ReadonlyMap<string, number>
  given: number
  /** What no invoice takes; negative when more was given than there is. */
  left: number
  /** The first thing that is wrong, at the invoice where it is. */
  problem?: Pick<PaymentProblem, 'code' | 'invoiceId' | 'left'>
  /** As the command takes them; absent for the oldest first. */
  chosen?: Part[]
}

export const openInvoices = ({ open, currency }: Account): OpenInvoice[] =>
  open.map(({ id, number, dueOn, open: left }) => ({ id, number, dueOn, currency, open: left }))

/**
 * Where an amount goes, worked out as the command will.
 *
 * @param typed what stands in the field of each invoice, when a person chooses.
 */
export function planAllocation(
  amount: number,
  mode: AllocationMode,
  typed: Readonly<Record<string, string>>,
  account: Account,
  locale: string,
): Plan {
  const open = openInvoices(account)
  if (mode === 'none') return { parts: new Map(), given: 0, left: amount, chosen: [] }
  if (mode === 'oldest') {
    const { parts, surplus } = oldestFirst(amount, open)
    return { ...summed(parts), left: surplus }
  }
  const chosen: Part[] = []
  for (const { id } of open) {
    const text = (typed[id] ?? '').trim()
    if (text === '') continue
    const part = typedAmount(text, account.currency, locale)
    if (part === undefined)
      return { ...summed(chosen), left: amount, problem: { code: 'notPositive', invoiceId: id } }
    chosen.push({ invoiceId: id, amount: part })
  }
  const checked = asChosen(amount, chosen, open)
  const sums = summed(chosen)
  return {
    ...sums,
    left: amount - sums.given,
    chosen,
    ...(!checked.ok && { problem: checked.error }),
  }
}

const summed = (parts: readonly Part[]) => ({
  parts: new Map(parts.map(({ invoiceId, amount }) => [invoiceId, amount])),
  given: parts.reduce((sum, { amount }) => sum + amount, 0),
})
