import { taxKey } from '../ledger/effect.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import type { Invoice } from '../invoice/schema.ts'
import type { InvoiceDraft } from './invoice-draft.ts'
import type { BillingLine } from './line.ts'

/** What a draft needs to become an invoice. */
export interface IssueDetails extends Pick<
  Invoice,
  'id' | 'officeId' | 'issuedOn' | 'dueOn' | 'language' | 'customer' | 'createdAt'
> {
  seriesId?: string
  runId?: string
  proformaId?: string
  billedThrough?: string
  notes?: string
  /** The invoice that a credit note corrects. */
  correctsId?: string
}

/** What all entries of one document have in common. */
export type PostingBase = Pick<LedgerEntry, 'currency' | 'date' | 'postedAt' | 'customerId'>

/** An invoice but for what the issuing desktop gives it. */
export type UnnumberedInvoice = Omit<Invoice, 'number' | 'issuer' | 'payTo' | 'legalNote'>

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
  const charges = posts.map((line) => postedLine(line, base))
  return { invoice, entries: [...charges, ...taxEntries(invoice, base)] }
}

/** The entry of a line. Written out field by field: a run makes hundreds of thousands, and copies with exceptions are slow. */
export function postedLine(line: BillingLine, base: PostingBase): LedgerEntry {
  const { net, chargeId, productId, taxRateId, periodFrom, periodTo, wholesale } = line
  const entry: LedgerEntry = {
    key: line.key,
    kind: net < 0 ? 'credit' : 'charge',
    amount: net,
    currency: base.currency,
    date: base.date,
    postedAt: base.postedAt,
    customerId: base.customerId,
    siteId: line.siteId,
    serviceId: line.serviceId,
    description: line.description,
    taxOn: line.taxOn,
    basis: line.basis,
  }
  if (chargeId !== undefined) entry.chargeId = chargeId
  if (productId !== undefined) entry.productId = productId
  if (taxRateId !== undefined) entry.taxRateId = taxRateId
  if (periodFrom !== undefined) entry.periodFrom = periodFrom
  if (periodTo !== undefined) entry.periodTo = periodTo
  if (wholesale !== undefined) entry.wholesale = wholesale
  return entry
}

/** One entry per rate of an invoice; rates that come to nothing post none. */
export const taxEntries = ({ id, taxes }: Pick<Invoice, 'id' | 'taxes'>, base: PostingBase): LedgerEntry[] =>
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
