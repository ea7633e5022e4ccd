import type { Customer } from '../customer/schema.ts'
import { needsBuyerTaxId, type Invoice, type InvoiceLine } from '../invoice/schema.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import { minorToDecimal } from '../values/money.ts'
import type { BillingLine, BillingProblem, BillingProblemCode } from './line.ts'
import type { TaxBook } from './tax-book.ts'
import { totalsOf, type TaxedLine, type TaxTotal } from './tax-totals.ts'

/** An invoice or credit note that was not issued: it has no number, date or parties yet. */
export interface InvoiceDraft {
  kind: Extract<Invoice['kind'], 'invoice' | 'creditNote'>
  customerId: string
  siteId?: string
  currency: string
  lines: InvoiceLine[]
  /** Charges and credits that issuing it posts; its other lines take what is posted already. */
  posts: BillingLine[]
  taxes: TaxTotal[]
  net: number
  tax: number
  gross: number
  /** First day billed, and first day no longer billed. */
  periodFrom?: string
  periodTo?: string
}

export interface LinesToInvoice {
  customer: Pick<Customer, 'id' | 'currency' | 'taxId'>
  sites: readonly { id: string; separateInvoice: boolean }[]
  /** What falls due now. */
  lines: readonly BillingLine[]
  /** Charges and credits that were posted and that no invoice has taken, in the order of posting. */
  uninvoiced: readonly LedgerEntry[]
  taxes: TaxBook
}

/** An amount of either origin. */
interface Source {
  siteId?: string
  serviceId?: string
  currency: string
  taxRateId?: string
  taxOn: string
  line: Omit<InvoiceLine, 'id' | 'percent'>
  post?: BillingLine
}

/**
 * Puts amounts on invoices: one for the customer and one for each site that is invoiced separately. What cannot be taxed
 * or belongs to a site that has gone is left for later and named.
 *
 * A draft whose total is negative becomes a credit note: prepaid days that were taken back are owed now, not set off
 * against an invoice that may never come (docs/decisions/0006). One that comes to nothing is an invoice of 0.00.
 */
export function invoiceDrafts(input: LinesToInvoice): { drafts: InvoiceDraft[]; problems: BillingProblem[] } {
  const { customer, lines, uninvoiced } = input
  const separate = new Map(input.sites.map(({ id, separateInvoice }) => [id, separateInvoice]))
  const problems: BillingProblem[] = []
  const groups = new Map<string, { siteId?: string; taken: (TaxedLine & { post?: BillingLine })[] }>()
  for (const source of [
    ...lines.map((line) => fromLine(line, customer.currency)),
    ...uninvoiced.map(fromEntry),
  ]) {
    const { siteId, line } = source
    const tax = input.taxes.on(source.taxRateId, source.taxOn)
    const code: BillingProblemCode | undefined =
      siteId !== undefined && !separate.has(siteId)
        ? 'siteMissing'
        : source.currency !== customer.currency
          ? 'currencyDiffers'
          : !tax.ok
            ? tax.error
            : needsBuyerTaxId(tax.value.category) && !customer.taxId?.trim()
              ? 'buyerTaxIdMissing'
              : undefined
    if (code !== undefined || !tax.ok) {
      problems.push({ code: code ?? 'broken', ...of(source) })
      continue
    }
    const ownSite = siteId !== undefined && separate.get(siteId) ? siteId : undefined
    const group = groups.get(ownSite ?? '') ?? {
      ...(ownSite !== undefined && { siteId: ownSite }),
      taken: [],
    }
    groups.set(ownSite ?? '', group)
    const id = String(group.taken.length + 1)
    group.taken.push({
      line: { id, ...line, percent: tax.value.percent },
      tax: tax.value,
      ...(source.post && { post: source.post }),
    })
  }
  const drafts = [...groups.values()].map(({ siteId, taken }): InvoiceDraft => {
    const totals = totalsOf(taken)
    return {
      kind: totals.gross < 0 ? 'creditNote' : 'invoice',
      customerId: customer.id,
      ...(siteId !== undefined && { siteId }),
      currency: customer.currency,
      lines: taken.map(({ line }) => line),
      posts: taken.flatMap(({ post }) => post ?? []),
      ...totals,
      ...periodOf(taken.map(({ line }) => line)),
    }
  })
  return { drafts, problems }
}

const of = ({ serviceId, post, line }: Source) => ({
  ...(serviceId !== undefined && { serviceId }),
  ...(post?.chargeId !== undefined && { chargeId: post.chargeId }),
  ...(line.transactionId !== undefined && { detail: line.transactionId }),
})

/** A line of the run; `currency` is that of its service, which the caller checked to be the customer's. */
const fromLine = (post: BillingLine, currency: string): Source => {
  const { key, siteId, serviceId, taxRateId, taxOn, description, basis, quantity, unitPrice, net } = post
  const from = post.chargedFrom ?? post.periodFrom
  const to = post.chargedTo ?? post.periodTo
  return {
    siteId,
    serviceId,
    currency,
    ...(taxRateId !== undefined && { taxRateId }),
    taxOn,
    post,
    line: {
      transactionId: key,
      siteId,
      serviceId,
      description,
      basis,
      ...(from !== undefined && { periodFrom: from }),
      ...(to !== undefined && { periodTo: to }),
      quantity,
      ...(post.unit !== undefined && { unit: post.unit }),
      unitPrice,
      net,
      ...(taxRateId !== undefined && { taxRateId }),
    },
  }
}

const fromEntry = (entry: LedgerEntry): Source => {
  const { key, siteId, serviceId, taxRateId, currency, periodFrom, periodTo, basis, amount } = entry
  const place = {
    ...(siteId !== undefined && { siteId }),
    ...(serviceId !== undefined && { serviceId }),
    ...(taxRateId !== undefined && { taxRateId }),
  }
  return {
    ...place,
    currency,
    taxOn: entry.taxOn ?? entry.date,
    line: {
      ...place,
      transactionId: key,
      description: entry.description ?? '',
      ...(basis && { basis }),
      ...(periodFrom !== undefined && { periodFrom }),
      ...(periodTo !== undefined && { periodTo }),
      quantity: basis?.quantity ?? '1',
      unitPrice: basis?.unitPrice ?? minorToDecimal(amount, currency),
      net: amount,
    },
  }
}

function periodOf(lines: readonly InvoiceLine[]): { periodFrom?: string; periodTo?: string } {
  const from = lines.flatMap((line) => line.periodFrom ?? []).sort()[0]
  const to = lines
    .flatMap((line) => line.periodTo ?? [])
    .sort()
    .at(-1)
  return { ...(from !== undefined && { periodFrom: from }), ...(to !== undefined && { periodTo: to }) }
}
