import { err, ok, type Result } from '../../lib/result.ts'
import type { Invoice, InvoiceLine } from '../invoice/schema.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import { millionths, millionthsToDecimal } from '../values/exact.ts'
import { minorToDecimal, taxOf } from '../values/money.ts'
import { taxEntries, type IssueDetails, type UnnumberedInvoice } from './issue.ts'
import { sumUp, taxGroup, type TaxTotal } from './tax-totals.ts'

export const CREDIT_PROBLEMS = [
  'notAnInvoice',
  'lineUnknown',
  'lineTwice',
  'nothingLeft',
  'moreThanLeft',
] as const
export type CreditProblemCode = (typeof CREDIT_PROBLEMS)[number]

export interface CreditProblem {
  code: CreditProblemCode
  lineId?: string
  /** What is left of the line or invoice, net minor units. */
  left?: number
}

/** How much to credit of a line: net minor units with the line's own sign. */
export interface LineCredit {
  lineId: string
  net: number
}

/** What a credit note takes back; its lines and totals have the other sign than those of the invoice. */
export interface CreditDraft {
  lines: InvoiceLine[]
  taxes: TaxTotal[]
  net: number
  tax: number
  gross: number
}

type Amounts = Map<string, number>

const sums = <T>(items: readonly T[], keyOf: (item: T) => string, amountOf: (item: T) => number): Amounts => {
  const amounts: Amounts = new Map()
  for (const item of items) amounts.set(keyOf(item), (amounts.get(keyOf(item)) ?? 0) + amountOf(item))
  return amounts
}

/** What is left of each line of an invoice after its credit notes, by line id. */
export function creditableLines(invoice: Invoice, earlier: readonly Invoice[]): Amounts {
  const credited = sums(
    earlier.flatMap((note) => note.lines),
    ({ id }) => id,
    ({ net }) => net,
  )
  return new Map(invoice.lines.map(({ id, net }) => [id, net + (credited.get(id) ?? 0)]))
}

/**
 * A credit note for an invoice, whole or in part, and never for more than its earlier credit notes left. Its lines keep
 * the ids of the lines that they take back. Tax is computed once per rate on the credited net; the note that takes the
 * rest of a rate takes the rest of its tax, so that invoice and notes together come to exactly nothing.
 *
 * @param earlier the credit notes of the same invoice.
 * @param wanted the lines to credit; everything that is left when absent.
 */
export function creditDraft(
  invoice: Invoice,
  earlier: readonly Invoice[],
  wanted?: readonly LineCredit[],
): Result<CreditDraft, CreditProblem> {
  if (invoice.kind !== 'invoice') return err({ code: 'notAnInvoice' })
  const left = creditableLines(invoice, earlier)
  const credits = wanted ?? [...left].filter(([, net]) => net !== 0).map(([lineId, net]) => ({ lineId, net }))
  const problem = problemOf(credits, left)
  if (problem) return err(problem)
  const byId = new Map(invoice.lines.map((line) => [line.id, line]))
  const lines = credits.flatMap(({ lineId, net }) => {
    const line = byId.get(lineId)
    return line ? [creditLine(line, net, invoice.currency)] : []
  })
  return ok({ lines, ...sumUp(taxesOf(invoice, earlier, lines, left)) })
}

function problemOf(credits: readonly LineCredit[], left: Amounts): CreditProblem | undefined {
  if (credits.length === 0) return { code: 'nothingLeft' }
  const seen = new Set<string>()
  for (const { lineId, net } of credits) {
    const rest = left.get(lineId)
    if (rest === undefined) return { code: 'lineUnknown', lineId }
    if (seen.has(lineId)) return { code: 'lineTwice', lineId }
    seen.add(lineId)
    if (rest === 0 || net === 0) return { code: 'nothingLeft', lineId, left: rest }
    const fits = rest > 0 ? net > 0 && net <= rest : net < 0 && net >= rest
    if (!fits) return { code: 'moreThanLeft', lineId, left: rest }
  }
  return undefined
}

/** A line taken back whole is its mirror image; a part of one is one piece of that amount, whatever it counted before. */
function creditLine(line: InvoiceLine, net: number, currency: string): InvoiceLine {
  const isWhole = net === line.net
  const { basis: _figures, explanation: _text, unit: _counted, ...kept } = line
  return {
    ...(isWhole ? line : kept),
    quantity: isWhole ? millionthsToDecimal(-millionths(line.quantity)) : '-1',
    unitPrice: isWhole ? line.unitPrice : minorToDecimal(net, currency),
    net: -net,
  }
}

function taxesOf(
  invoice: Invoice,
  earlier: readonly Invoice[],
  lines: readonly InvoiceLine[],
  left: Amounts,
): TaxTotal[] {
  const rates = [...invoice.taxes, ...earlier.flatMap((note) => note.taxes)]
  const leftTax = sums(rates, taxGroup, ({ tax }) => tax)
  return invoice.taxes.flatMap((total): TaxTotal[] => {
    const own = lines.filter((line) => isOf(line, total))
    if (own.length === 0) return []
    const net = own.reduce((sum, line) => sum + line.net, 0)
    const creditedNow = new Map(own.map((line) => [line.id, line.net]))
    const takesRest = invoice.lines
      .filter((line) => isOf(line, total))
      .every(({ id }) => (left.get(id) ?? 0) + (creditedNow.get(id) ?? 0) === 0)
    const rest = -(leftTax.get(taxGroup(total)) ?? 0)
    return [{ ...total, net, tax: takesRest ? rest : notBeyond(taxOf(net, total.percent), rest) }]
  })
}

/** Whether a line bears the tax of a total. Lines of old invoices do not tell their percentage. */
const isOf = ({ taxRateId, percent }: InvoiceLine, total: TaxTotal): boolean =>
  taxRateId === total.taxRateId && (percent === undefined || percent === total.percent)

/** The share, but not beyond what is left on its side of nothing. */
const notBeyond = (share: number, rest: number): number =>
  Math.abs(share) > Math.abs(rest) && Math.sign(share) === Math.sign(rest) ? rest : share

/**
 * The credit note of a draft and what it posts. Its credits do not name the charge and period, so that the next run does
 * not bill them again.
 *
 * @param posted the entries that the invoice took, by key.
 * @param billAgain the invoice was wrong and their periods are to be billed anew: then the credits do name charge and
 * period, and the next run posts what they are worth.
 */
export function issueCreditNote(
  draft: CreditDraft,
  invoice: Invoice,
  details: IssueDetails,
  posted: ReadonlyMap<string, LedgerEntry> = new Map(),
  billAgain = false,
): { note: UnnumberedInvoice; entries: LedgerEntry[] } {
  const { customerId, siteId, currency } = invoice
  const note: UnnumberedInvoice = {
    customerId,
    ...(siteId !== undefined && { siteId }),
    currency,
    ...draft,
    lines: draft.lines.map((line) => ({ ...line, transactionId: `${details.id}/${line.id}` })),
    ...details,
    kind: 'creditNote',
    correctsId: invoice.id,
  }
  const base = { currency, date: details.issuedOn, postedAt: details.createdAt, customerId }
  const credits = draft.lines.map((line): LedgerEntry => {
    const source = line.transactionId === undefined ? undefined : posted.get(line.transactionId)
    const taken = billAgain ? source : undefined
    return {
      ...base,
      key: `${details.id}/${line.id}`,
      kind: line.net < 0 ? 'credit' : 'charge',
      amount: line.net,
      ...(line.siteId !== undefined && { siteId: line.siteId }),
      ...(line.serviceId !== undefined && { serviceId: line.serviceId }),
      ...(source?.productId !== undefined && { productId: source.productId }),
      ...(line.taxRateId !== undefined && { taxRateId: line.taxRateId }),
      description: line.description,
      ...(line.transactionId !== undefined && { reverses: line.transactionId }),
      ...(taken?.chargeId !== undefined && {
        chargeId: taken.chargeId,
        ...(taken.periodFrom !== undefined && { periodFrom: taken.periodFrom }),
        ...(taken.periodTo !== undefined && { periodTo: taken.periodTo }),
        ...(taken.basis && { basis: taken.basis }),
        ...(taken.taxOn !== undefined && { taxOn: taken.taxOn }),
      }),
      ...(taken?.wholesale !== undefined && taken.amount === -line.net && { wholesale: -taken.wholesale }),
    }
  })
  return { note, entries: [...credits, ...taxEntries(note, base)] }
}
