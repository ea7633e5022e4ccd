import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { BATCH } from '../archive.ts'
import { defineCommand, type CommandContext, type DocumentWrite, type FieldIssue } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { anyText, closed, manyIds } from '../input-kit.ts'
import { seriesNumbers, type SeriesNumbers } from '../invoice/numbering.ts'
import { customerParty, issuerParty, ownCompany } from '../invoice/parties.ts'
import type { Invoice } from '../invoice/schema.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import { officeToday } from '../office-day.ts'
import type { Site } from '../site/schema.ts'
import { readMany, writeOf } from '../typed-reader.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { dueDate, USUAL_TERMS } from './due-date.ts'
import type { InvoiceDraft } from './invoice-draft.ts'
import { issueDraft } from './issue.ts'
import type { BillingProblem } from './line.ts'
import { addToTotals, draftCustomer, emptyTotals, type RunPlan, type RunTotals } from './run.ts'
import { EXIT_FEE_TEXT, readToBill, taxBook } from './to-bill.ts'

/** Most problems that a result lists; the draft before it has shown them all. */
const MAX_PROBLEMS = 200

export interface BillingIssued {
  runId: string
  totals: RunTotals
  problems: (BillingProblem & { customerId: string })[]
}

/** Issues what has fallen due: the draft of each customer, worked out anew from what the ledger holds now. */
export const issueBilling = defineCommand({
  name: 'billing.issue',
  input: closed({
    customerIds: manyIds(),
    /** Everything that falls due on or before this day. */
    through: anyText(),
    /** Date of the invoices; today in each customer's office when absent. */
    issuedOn: Type.Optional(anyText()),
    /** Periods that ended on or before this day stay as they were billed. */
    closedUntil: Type.Optional(anyText()),
  }),
  undo: 'reversal',
  whole: true,
  run(input, context) {
    const fields = (['through', 'issuedOn', 'closedUntil'] as const).flatMap((path): FieldIssue[] => {
      const date = input[path]
      return date === undefined || isPlainDate(date)
        ? []
        : [{ path, code: 'service.dateForm', severity: 'error' }]
    })
    if (fields.length > 0) return err({ code: 'billing.invalid', fields })
    const { through, issuedOn, closedUntil } = input
    const plan: RunPlan = {
      through,
      ...(closedUntil !== undefined && { closedUntil }),
      taxes: taxBook(context),
      exitFeeText: EXIT_FEE_TEXT,
    }
    const writes: DocumentWrite[] = []
    const entries: LedgerEntry[] = []
    const result: BillingIssued = { runId: context.newId(), totals: emptyTotals(), problems: [] }
    const issuer = createIssuer(result.runId, issuedOn, context)
    const ids = [...new Set(input.customerIds)]
    for (let start = 0; start < ids.length; start += BATCH) {
      for (const customer of readMany(context.read, 'customers', ids.slice(start, start + BATCH)).values()) {
        const toBill = readToBill(customer, context)
        const draft = draftCustomer(toBill, plan)
        addToTotals(result.totals, draft)
        const room = MAX_PROBLEMS - result.problems.length
        for (const problem of draft.problems.slice(0, room))
          result.problems.push({ ...problem, customerId: customer.id })
        for (const invoiceDraft of draft.invoices) {
          const issued = issuer(invoiceDraft, customer, toBill.sites)
          writes.push(writeOf('invoices', undefined, issued.invoice))
          entries.push(...issued.entries)
        }
      }
      context.progress(Math.min(start + BATCH, ids.length), ids.length)
    }
    if (writes.length === 0)
      return err({ code: 'billing.nothingDue', details: { problems: result.problems } })
    return ok({ writes, entries, result })
  },
})

/** Numbers, dates and parties of a run's invoices. */
function createIssuer(runId: string, issuedOn: string | undefined, context: CommandContext) {
  const issuer = issuerParty(context)
  const terms = { ...USUAL_TERMS, days: ownCompany(context)?.paymentDays ?? USUAL_TERMS.days }
  const createdAt = new Date(context.now).toISOString()
  const series = new Map<string, SeriesNumbers>()
  return (draft: InvoiceDraft, customer: Customer, sites: readonly Site[]) => {
    const { officeId, language } = customer
    const key = `${draft.kind} ${officeId}`
    const numbers = series.get(key) ?? seriesNumbers(draft.kind, officeId, context)
    series.set(key, numbers)
    const day = issuedOn ?? officeToday(context, officeId)
    const site = draft.siteId === undefined ? billingSite(sites) : sites.find(({ id }) => id === draft.siteId)
    const { invoice, entries } = issueDraft(draft, {
      id: context.newId(),
      ...(numbers.seriesId !== undefined && { seriesId: numbers.seriesId }),
      officeId,
      issuedOn: day,
      dueOn: draft.gross > 0 ? dueDate(day, terms) : day,
      language,
      customer: customerParty(customer, site),
      runId,
      createdAt,
    })
    const numbered: Invoice = { ...invoice, number: numbers.next(), issuer }
    return { invoice: numbered, entries }
  }
}

/** Whose address an invoice of the whole customer bears: their first site in use. */
const billingSite = (sites: readonly Site[]): Site | undefined =>
  sites
    .filter(({ archived }) => !archived)
    .toSorted((a, b) =>
      a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1,
    )[0]

export const billingCommands = [issueBilling]
