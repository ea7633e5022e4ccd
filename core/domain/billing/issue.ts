import { taxKey } from '../ledger/effect.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import type { Invoice } from '../invoice/schema.ts'
import type { InvoiceDraft } from './invoice-draft.ts'

/** What a draft needs to become an invoice. */
export interface IssueDetails extends Pick<
  Invoice,
  'id' | 'officeId' | 'issuedOn' | 'dueOn' | 'language' | 'customer' | 'createdAt'
> {
  seriesId?: string
  runId?: string
  notes?: string
  /** The invoice that a credit note corrects. */
  correctsId?: string
}

/** An invoice but for what the issuing desktop gives it. */
export type UnnumberedInvoice = Omit<Invoice, 'number' | 'issuer'>

/**
 * The invoice of a draft and everything that it posts: its new charges and credits, and one tax entry per rate, so that
 * ledger and invoice agree to the unit (domain.md §2).
 */
export function issueDraft(
  draft: InvoiceDraft,
  details: IssueDetails,
): { invoice: UnnumberedInvoice; entries: LedgerEntry[] } {
  const { posts, ...content } = draft
  const invoice: UnnumberedInvoice = { ...content, ...details }
  const base = {
    currency: draft.currency,
    date: details.issuedOn,
    postedAt: details.createdAt,
    customerId: draft.customerId,
  }
  const charges = posts.map((line): LedgerEntry => {
    const {
      net,
      quantity: _in,
      unitPrice: _basis,
      unit: _of,
      chargedFrom: _the,
      chargedTo: _line,
      ...fields
    } = line
    return { ...base, ...fields, kind: net < 0 ? 'credit' : 'charge', amount: net }
  })
  return { invoice, entries: [...charges, ...taxEntries(invoice, base)] }
}

/** One entry per rate of an invoice; rates that come to nothing post none. */
export const taxEntries = (
  { id, taxes }: Pick<Invoice, 'id' | 'taxes'>,
  base: Pick<LedgerEntry, 'currency' | 'date' | 'postedAt' | 'customerId'>,
): LedgerEntry[] =>
  taxes
    .filter(({ tax }) => tax !== 0)
    .map(({ taxRateId, percent, tax }) => ({
      ...base,
      key: taxKey(id, taxRateId, percent),
      kind: 'tax',
      amount: tax,
      ...(taxRateId !== undefined && { taxRateId }),
      invoiceId: id,
    }))

/** A draft as a proforma: the same figures, but it takes and posts nothing. */
export function proformaOf(draft: InvoiceDraft, details: IssueDetails): UnnumberedInvoice {
  const { posts: _posts, ...content } = draft
  const lines = draft.lines.map(({ transactionId: _key, ...line }) => line)
  return { ...content, ...details, kind: 'proforma', lines }
}
