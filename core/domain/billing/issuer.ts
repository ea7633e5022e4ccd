import type { CommandContext } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { seriesNumbers, type SeriesNumbers } from '../invoice/numbering.ts'
import { customerParty, letterhead, ownCompany } from '../invoice/parties.ts'
import type { Invoice } from '../invoice/schema.ts'
import { officeToday } from '../office-day.ts'
import type { Site } from '../site/schema.ts'
import { dueDate, USUAL_TERMS } from './due-date.ts'
import type { InvoiceDraft } from './invoice-draft.ts'
import { issueDraft, proformaOf, type IssueDetails } from './issue.ts'

export interface IssuerOptions {
  /** Date of the documents; today in the customer's office when absent. */
  issuedOn?: string
  /** Everything that fell due on or before this day is billed. */
  through: string
  runId?: string
  /** The proforma that becomes an invoice. */
  proformaId?: string
}

/** Gives drafts what they lack to be documents: number, dates and parties. One for all documents of a command. */
export function createIssuer(options: IssuerOptions, context: CommandContext) {
  const terms = { ...USUAL_TERMS, days: ownCompany(context)?.paymentDays ?? USUAL_TERMS.days }
  const createdAt = new Date(context.now).toISOString()
  const series = new Map<string, SeriesNumbers>()
  const letterheads = new Map<string, ReturnType<typeof letterhead>>()

  const numbersOf = (kind: Invoice['kind'], officeId: string): SeriesNumbers => {
    const key = `${kind} ${officeId}`
    const numbers = series.get(key) ?? seriesNumbers(kind, officeId, context)
    series.set(key, numbers)
    return numbers
  }
  const letterheadOf = (officeId: string): ReturnType<typeof letterhead> => {
    const known = letterheads.get(officeId) ?? letterhead(context, officeId)
    letterheads.set(officeId, known)
    return known
  }
  const detailsOf = (
    draft: InvoiceDraft,
    { customer, sites, numbers }: { customer: Customer; sites: readonly Site[]; numbers: SeriesNumbers },
  ): IssueDetails => {
    const { officeId, language } = customer
    const { issuedOn = officeToday(context, officeId), through, runId, proformaId } = options
    const site = draft.siteId === undefined ? billingSite(sites) : sites.find(({ id }) => id === draft.siteId)
    return {
      id: context.newId(),
      ...(numbers.seriesId !== undefined && { seriesId: numbers.seriesId }),
      officeId,
      issuedOn,
      dueOn: draft.gross > 0 ? dueDate(issuedOn, terms) : issuedOn,
      language,
      customer: customerParty(customer, site),
      ...(runId !== undefined && { runId }),
      ...(proformaId !== undefined && { proformaId }),
      billedThrough: through,
      createdAt,
    }
  }

  return {
    /** An invoice or credit note, and what it posts. */
    issue(draft: InvoiceDraft, customer: Customer, sites: readonly Site[]) {
      const numbers = numbersOf(draft.kind, customer.officeId)
      const { invoice, entries } = issueDraft(draft, detailsOf(draft, { customer, sites, numbers }))
      const numbered: Invoice = {
        ...invoice,
        number: numbers.next(invoice.issuedOn),
        ...letterheadOf(customer.officeId),
      }
      return { invoice: numbered, entries }
    },
    /** The same figures as a proforma, which takes and posts nothing. */
    proforma(draft: InvoiceDraft, customer: Customer, sites: readonly Site[]): Invoice {
      const numbers = numbersOf('proforma', customer.officeId)
      const proforma = proformaOf(draft, detailsOf(draft, { customer, sites, numbers }))
      return { ...proforma, number: numbers.next(proforma.issuedOn), ...letterheadOf(customer.officeId) }
    },
  }
}

/** Whose address an invoice of the whole customer bears: their first site in use. */
const billingSite = (sites: readonly Site[]): Site | undefined =>
  sites
    .filter(({ archived }) => !archived)
    .toSorted((a, b) =>
      a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1,
    )[0]
