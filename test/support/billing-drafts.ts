import { invoiceDrafts, type InvoiceDraft } from '#core/domain/billing/invoice-draft.ts'
import { issueDraft, type IssueDetails } from '#core/domain/billing/issue.ts'
import type { BillingLine } from '#core/domain/billing/line.ts'
import { createTaxBook } from '#core/domain/billing/tax-book.ts'
import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'

/* Drafts of invoices for tests: 20.00 at 21 % unless a test says otherwise. */

type TaxRate = CatalogRecordOf<'taxRate'>

export const rateOf = (
  id: string,
  rates: [from: string, percent: string][],
  data: Partial<TaxRate['data']> = {},
): TaxRate => ({
  id,
  kind: 'taxRate',
  rank: 'i',
  createdAt: '2026-01-01T00:00:00.000Z',
  data: {
    name: id,
    country: 'ES',
    category: 'S',
    rates: rates.map(([from, percent]) => ({ id: from, from, percent })),
    ...data,
  },
})

export const taxes = createTaxBook([
  rateOf('iva', [
    ['2012-09-01', '21'],
    ['2010-07-01', '18'],
    ['1995-01-01', '16'],
  ]),
  rateOf('reduced', [['2012-09-01', '10']]),
  rateOf('exempt', [['1995-01-01', '21']], { category: 'E' }),
  rateOf('later', [['2030-01-01', '22']]),
])

export const lineOf = (fields: Partial<BillingLine> = {}): BillingLine => ({
  key: 'c1/2026-03-01',
  serviceId: 'service-1',
  siteId: 'site-1',
  chargeId: 'c1',
  taxRateId: 'iva',
  description: 'Fibra',
  net: 2000,
  quantity: '1',
  unitPrice: '20',
  taxOn: '2026-04-01',
  basis: { rule: 'whole', unitPrice: '20', quantity: '1' },
  ...fields,
})

export const linesOf = (nets: readonly number[], fields: Partial<BillingLine> = {}) =>
  nets.map((net, index) => lineOf({ key: `c${index}/x`, chargeId: `c${index}`, net, ...fields }))

export interface Given {
  lines: BillingLine[]
  uninvoiced?: LedgerEntry[]
  currency?: string
  separate?: string[]
}

export const drafted = ({ lines, uninvoiced = [], currency = 'EUR', separate = [] }: Given) =>
  invoiceDrafts({
    customer: { id: 'customer-1', currency },
    sites: ['site-1', 'site-2', 'site-3'].map((id) => ({ id, separateInvoice: separate.includes(id) })),
    lines,
    uninvoiced,
    taxes,
  })

export function onlyDraft(given: Given): InvoiceDraft {
  const { drafts, problems } = drafted(given)
  const [draft] = drafts
  if (problems.length > 0 || !draft || drafts.length > 1)
    throw new Error(JSON.stringify({ drafts, problems }))
  return draft
}

export const details = (fields: Partial<IssueDetails> = {}): IssueDetails => ({
  id: 'invoice-9',
  officeId: 'office-madrid',
  issuedOn: '2026-04-01',
  dueOn: '2026-04-16',
  language: 'es',
  customer: { name: 'Panadería Núñez' },
  createdAt: '2026-04-01T06:00:00.000Z',
  ...fields,
})

export const numbered = (invoice: Omit<Invoice, 'number' | 'issuer'>): Invoice => ({
  ...invoice,
  number: 'FMAD-7Q-000001',
  issuer: { name: 'Enlace' },
})

export const issued = (given: Given): Invoice => numbered(issueDraft(onlyDraft(given), details()).invoice)
