import type { Customer } from '../customer/schema.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import type { Service } from '../service/schema.ts'
import { compareWithLast, isMissedIn, type Comparison } from './comparison.ts'
import { invoiceDrafts, type InvoiceDraft } from './invoice-draft.ts'
import type { BilledPeriod, BillingLine, BillingProblem } from './line.ts'
import { guarded, serviceLines } from './service-lines.ts'
import type { OpenSpan } from './spans.ts'
import type { TaxBook } from './tax-book.ts'

/** A customer with everything that a run needs of them. */
export interface CustomerToBill {
  customer: Pick<Customer, 'id' | 'paymentType' | 'billDay' | 'currency' | 'language' | 'taxId' | 'archived'>
  /** Of the customer's status: false leaves them out of the run (domain.md §2). */
  billsServices: boolean
  /** Days on which a status did not bill. */
  unbilled?: readonly OpenSpan[]
  sites: readonly { id: string; separateInvoice: boolean }[]
  services: readonly Service[]
  /** `billedPeriods` of the customer's entries. */
  billed: readonly BilledPeriod[]
  /** Charges and credits that no invoice has taken. */
  uninvoiced: readonly LedgerEntry[]
  /** Net of the customer's bill in the run before; undefined when they had none. */
  lastNet?: number
  /** The day on which a bill like that one is due again (`dueAgain`); one that is missing by then is named as gone. */
  dueAgainOn?: string
}

export interface RunPlan {
  /** Everything that falls due on or before this day is billed. */
  through: string
  /** Periods that ended on or before this day are never corrected. */
  closedUntil?: string
  taxes: TaxBook
  /** How invoices name an exit fee, by language. */
  exitFeeText: Readonly<Record<Customer['language'], string>>
}

/** What a run would do for one customer. Nothing is posted. */
export interface CustomerDraft {
  customerId: string
  currency: string
  invoices: InvoiceDraft[]
  /** What was not billed, and why; the rest was. */
  problems: BillingProblem[]
  /** Why the customer was left out altogether. */
  skipped?: 'archived' | 'statusDoesNotBill'
  net: number
  /** When somebody should look at it. */
  comparison?: Comparison
}

/** Amounts of a run in one currency, in minor units. */
export interface RunAmounts {
  invoices: number
  creditNotes: number
  lines: number
  net: number
  tax: number
  gross: number
}

export interface RunTotals {
  customers: number
  /** Customers with an invoice or credit note. */
  billed: number
  skipped: number
  problems: number
  compared: Record<Comparison['kind'], number>
  byCurrency: Record<string, RunAmounts>
}

/** What one customer is to be billed. Never throws for what is wrong with a record: it is named among the problems. */
export function draftCustomer(input: CustomerToBill, plan: RunPlan): CustomerDraft {
  const { customer } = input
  const draft: CustomerDraft = {
    customerId: customer.id,
    currency: customer.currency,
    invoices: [],
    problems: [],
    net: 0,
  }
  if (customer.archived) draft.skipped = 'archived'
  else if (!input.billsServices) draft.skipped = 'statusDoesNotBill'
  else {
    const lines = input.services.flatMap((service) => linesOf(service, input, plan, draft.problems))
    guarded(draft.problems, {}, () => {
      const { drafts, problems } = invoiceDrafts({ ...input, lines, taxes: plan.taxes })
      draft.problems.push(...problems)
      draft.invoices = drafts
      draft.net = drafts.reduce((sum, { net }) => sum + net, 0)
    })
  }
  const isExpected = isMissedIn(plan.through, input.dueAgainOn)
  const comparison =
    draft.invoices.length > 0 || isExpected
      ? compareWithLast(input.lastNet, draft.invoices.length > 0 ? draft.net : undefined)
      : undefined
  return comparison ? { ...draft, comparison } : draft
}

function linesOf(
  service: Service,
  { customer, billed, unbilled }: CustomerToBill,
  plan: RunPlan,
  problems: BillingProblem[],
): BillingLine[] {
  const { id: serviceId, currency } = service
  if (currency !== customer.currency) {
    problems.push({ code: 'currencyDiffers', serviceId, detail: currency })
    return []
  }
  const lines: BillingLine[] = []
  guarded(problems, { serviceId }, () => {
    const found = serviceLines({
      service,
      terms: { ...customer, ...(unbilled && { unbilled }) },
      billed,
      through: plan.through,
      ...(plan.closedUntil !== undefined && { closedUntil: plan.closedUntil }),
      exitFeeText: plan.exitFeeText[customer.language],
    })
    problems.push(...found.problems)
    lines.push(...found.lines)
  })
  return lines
}

/**
 * Drafts a run customer by customer. Each step hands over one draft, so that the caller can save it, tell how far it is,
 * and stop by asking for no more; between two steps nothing but the totals is kept, whatever the number of customers.
 */
export function* draftRun(
  customers: Iterable<CustomerToBill>,
  plan: RunPlan,
): Generator<CustomerDraft, RunTotals, void> {
  const totals = emptyTotals()
  for (const customer of customers) {
    const draft = draftCustomer(customer, plan)
    addToTotals(totals, draft)
    yield draft
  }
  return totals
}

export const emptyTotals = (): RunTotals => ({
  customers: 0,
  billed: 0,
  skipped: 0,
  problems: 0,
  compared: { new: 0, gone: 0, changed: 0 },
  byCurrency: {},
})

export function addToTotals(totals: RunTotals, draft: CustomerDraft): void {
  totals.customers++
  if (draft.invoices.length > 0) totals.billed++
  if (draft.skipped) totals.skipped++
  totals.problems += draft.problems.length
  if (draft.comparison) totals.compared[draft.comparison.kind]++
  for (const { kind, lines, net, tax, gross } of draft.invoices) {
    const amounts = (totals.byCurrency[draft.currency] ??= {
      invoices: 0,
      creditNotes: 0,
      lines: 0,
      net: 0,
      tax: 0,
      gross: 0,
    })
    if (kind === 'creditNote') amounts.creditNotes++
    else amounts.invoices++
    amounts.lines += lines.length
    amounts.net += net
    amounts.tax += tax
    amounts.gross += gross
  }
}
