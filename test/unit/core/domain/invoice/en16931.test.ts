import { describe, expect, it } from 'vitest'
import { creditDraft, issueCreditNote, type LineCredit } from '#core/domain/billing/credit-note.ts'
import { issueDraft } from '#core/domain/billing/issue.ts'
import { invoiceDrafts } from '#core/domain/billing/invoice-draft.ts'
import type { BillingLine } from '#core/domain/billing/line.ts'
import { createTaxBook } from '#core/domain/billing/tax-book.ts'
import type { Invoice, TaxCategory } from '#core/domain/invoice/schema.ts'
import { invoiceDocument } from '#core/domain/invoice/document.ts'
import { invoiceToUbl } from '#core/domain/invoice/ubl/ubl.ts'
import { details, lineOf, numbered, rateOf } from '#test/support/billing-drafts.ts'
import { brokenRules, RULES } from '#test/support/en16931/rules.ts'

const issuer = {
  name: 'Enlace Fibra',
  taxId: 'B12345678',
  addressLine1: 'Gran Vía, 1',
  city: 'Madrid',
  country: 'ES',
}
const customer = {
  name: 'Panadería Núñez',
  taxId: 'B87654321',
  city: 'Toledo',
  postcode: '45001',
  country: 'ES',
}

/** Rates of countries where providers work, and one of each category. */
const RATES: readonly [id: string, percent: string, category: TaxCategory][] = [
  ['es21', '21', 'S'],
  ['es10', '10', 'S'],
  ['es4', '4', 'S'],
  ['pt23', '23', 'S'],
  ['fr55', '5.5', 'S'],
  ['mx16', '16', 'S'],
  ['ch81', '8.1', 'S'],
  ['zero', '0', 'Z'],
  ['exempt', '0', 'E'],
  ['reverse', '0', 'AE'],
  ['supply', '0', 'K'],
  ['export', '0', 'G'],
  ['igic7', '7', 'L'],
  ['igic0', '0', 'L'],
  ['ipsi4', '4', 'M'],
  ['outside', '0', 'O'],
]
const taxes = createTaxBook(
  RATES.map(([id, percent, category]) =>
    rateOf(id, [['2010-01-01', percent]], { category, name: `IVA ${id}` }),
  ),
)

interface Kind {
  lines: Partial<BillingLine>[]
  currency?: string
  fields?: Partial<Invoice>
}

function invoiceOf({ lines, currency = 'EUR', fields = {} }: Kind): Invoice {
  const { drafts, problems } = invoiceDrafts({
    customer: { id: 'customer-1', currency, taxId: customer.taxId },
    sites: [{ id: 'site-1', separateInvoice: false }],
    lines: lines.map((line, i) => lineOf({ key: `c${i}/x`, chargeId: `c${i}`, taxRateId: 'es21', ...line })),
    uninvoiced: [],
    taxes,
  })
  const [draft] = drafts
  if (!draft || problems.length > 0) throw new Error(JSON.stringify(problems))
  return { ...numbered(issueDraft(draft, details()).invoice), issuer, customer, ...fields }
}

function creditOf(invoice: Invoice, wanted?: LineCredit[], earlier: Invoice[] = []): Invoice {
  const credit = creditDraft(invoice, earlier, wanted)
  if (!credit.ok) throw new Error(credit.error.code)
  const { note } = issueCreditNote(credit.value, invoice, details({ id: `note-${earlier.length}` }))
  return { ...numbered(note), issuer, customer, number: `R-${earlier.length}` }
}

function written(invoice: Invoice): string {
  const corrects = invoice.correctsId === undefined ? {} : { correctsNumber: 'F-1' }
  const xml = invoiceToUbl(invoice, {
    iban: 'ES9121000418450200051332',
    explain: () => '19 de 31 días',
    ...corrects,
  })
  if (!xml.ok) throw new Error(JSON.stringify(xml.error))
  return xml.value
}

const part: Partial<BillingLine> = {
  net: 1226,
  periodFrom: '2026-03-01',
  periodTo: '2026-04-01',
  chargedFrom: '2026-03-13',
  chargedTo: '2026-04-01',
}
const discount: Partial<BillingLine> = { net: -500, unitPrice: '-5', description: 'Descuento' }
const meter: Partial<BillingLine> = { net: 5809, quantity: '310', unitPrice: '0.1874', unit: 'kWh' }
const once: Partial<BillingLine> = { net: 4999, unitPrice: '49.99', description: 'Alta' }

const abroad = { customer: { ...customer, country: 'FR', taxId: 'FR12345678901' } }

const KINDS: Readonly<Record<string, Kind>> = {
  'a whole and a part of a period': { lines: [{}, part] },
  'a discount, a meter and something once': { lines: [{}, discount, meter, once] },
  'three rates of one country': { lines: [{}, { taxRateId: 'es10' }, { taxRateId: 'es4', net: 333 }] },
  'nothing at all': { lines: [{ net: 0, unitPrice: '0' }] },
  'lines that make up for each other': { lines: [once, { ...once, net: -4999, unitPrice: '-49.99' }] },
  'exempt beside taxed': { lines: [{}, { taxRateId: 'exempt' }] },
  'zero rated': { lines: [{ taxRateId: 'zero' }] },
  'reverse charge': {
    lines: [{ taxRateId: 'reverse' }],
    fields: abroad,
  },
  'an intra-community supply': { lines: [part, { taxRateId: 'supply' }], fields: abroad },
  'an intra-community supply without a period': {
    lines: [
      { ...once, taxRateId: 'supply', periodFrom: undefined, periodTo: undefined },
    ] as Partial<BillingLine>[],
    fields: abroad,
  },
  'an export beside taxed': { lines: [{}, { taxRateId: 'export' }] },
  'the taxes of the Canaries and of Ceuta': {
    lines: [{ taxRateId: 'igic7' }, { taxRateId: 'igic0', net: 300 }, { taxRateId: 'ipsi4', net: 100 }],
  },
  'not subject': { lines: [{ taxRateId: 'outside' }, { taxRateId: 'outside', net: -100, unitPrice: '-1' }] },
  'a line without a rate': { lines: [{ taxRateId: undefined }] as Partial<BillingLine>[] },
  'yen, without decimals': { lines: [{ net: 1980, unitPrice: '1980' }], currency: 'JPY' },
  pesos: { lines: [{ taxRateId: 'mx16' }], currency: 'MXN' },
  'a buyer without a tax number': { lines: [{}], fields: { customer: { name: 'Ana Ruiz', country: 'ES' } } },
  ...Object.fromEntries(
    RATES.map(([id]) => [`rate ${id}`, { lines: [{ taxRateId: id }, { taxRateId: id, net: 1 }] }]),
  ),
}

describe('what is exported keeps every rule of EN 16931', () => {
  it.each(Object.entries(KINDS))('an invoice of %s', (_what, kind) => {
    expect(brokenRules(written(invoiceOf(kind)))).toEqual([])
  })

  it.each(Object.entries(KINDS))('credit notes for an invoice of %s, in parts and whole', (_what, kind) => {
    const invoice = invoiceOf(kind)
    const [line] = invoice.lines
    if (!line || line.net === 0) return
    const half = creditOf(invoice, [{ lineId: line.id, net: Math.trunc(line.net / 2) || line.net }])
    expect(brokenRules(written(half))).toEqual([])
    expect(brokenRules(written(creditOf(invoice)))).toEqual([])
  })

  it('a run that comes to less than nothing is a credit note of its own', () => {
    const note = invoiceOf({ lines: [{}, { ...once, net: -4999, unitPrice: '-49.99' }] })
    expect(note.kind).toBe('creditNote')
    expect(brokenRules(written(note))).toEqual([])
  })

  it('a proforma, and an amount with three decimals, are no invoices to the norm', () => {
    const rulesOf = (invoice: Invoice) => {
      const xml = invoiceToUbl(invoice)
      return xml.ok ? [] : xml.error.map(({ rule }) => rule)
    }
    expect(rulesOf(invoiceOf({ lines: [{}], fields: { kind: 'proforma' } }))).toEqual(['BR-04'])
    expect(rulesOf(invoiceOf({ lines: [{}], currency: 'TND' }))).toEqual(['BR-DEC'])
  })
})

describe('the reason of no tax', () => {
  const reasonsOf = (invoice: Invoice) =>
    [...written(invoice).matchAll(/<cbc:TaxExemptionReason(Code)?>([^<]*)</g)].map(([, , text]) => text)

  it('is told by code and in words where the norm wants it, and nowhere else', () => {
    expect(reasonsOf(invoiceOf({ lines: [{ taxRateId: 'supply' }], fields: abroad }))).toEqual([
      'VATEX-EU-IC',
      'Intra-community supply',
    ])
    expect(reasonsOf(invoiceOf({ lines: [{ taxRateId: 'export' }] }))).toEqual([
      'VATEX-EU-G',
      'Export outside the EU',
    ])
    expect(reasonsOf(invoiceOf({ lines: [{}, { taxRateId: 'igic0' }, { taxRateId: 'zero' }] }))).toEqual([])
  })

  it('stands on the document in the customer’s language, once', () => {
    const reasonsOn = (taxRateId: string, language: Invoice['language']) =>
      invoiceDocument({ ...invoiceOf({ lines: [{}, { taxRateId }, { taxRateId }] }), language }).taxReasons
    expect(reasonsOn('supply', 'es')).toEqual([
      'Operación intracomunitaria exenta (art. 138 de la Directiva 2006/112/CE).',
    ])
    expect(reasonsOn('export', 'en')).toEqual(['Exempt export (Article 146 of Directive 2006/112/EC).'])
    expect(reasonsOn('igic7', 'es')).toEqual([])
  })

  it('is what the tax rate says of it', () => {
    const said = { exemptionCode: 'VATEX-EU-132', exemptionReason: 'Enseñanza, art. 20.uno.9 LIVA' }
    const invoice = invoiceOf({ lines: [{ taxRateId: 'exempt' }] })
    const taxes = invoice.taxes.map((total) => ({ ...total, ...said }))
    expect(reasonsOf({ ...invoice, taxes })).toEqual([said.exemptionCode, said.exemptionReason])
    const book = createTaxBook([rateOf('e', [['2020-01-01', '0']], { category: 'E', ...said })])
    expect(book.on('e', '2026-01-01')).toMatchObject({ value: said })
  })

  it.each([
    ['supply', 'BR-IC-02'],
    ['reverse', 'BR-AE-02'],
  ])('wants the buyer of %s named by their VAT number', (taxRateId, rule) => {
    const nobody = { id: 'customer-1', currency: 'EUR' }
    const { drafts, problems } = invoiceDrafts({
      customer: nobody,
      sites: [{ id: 'site-1', separateInvoice: false }],
      lines: [lineOf({ key: 'c/x', chargeId: 'c', taxRateId })],
      uninvoiced: [],
      taxes,
    })
    expect([drafts.length, problems[0]?.code]).toEqual([0, 'buyerTaxIdMissing'])
    const { taxId: _none, ...anonymous } = customer
    const xml = invoiceToUbl(invoiceOf({ lines: [{ taxRateId }], fields: { customer: anonymous } }))
    expect(xml).toMatchObject({ error: [{ rule }] })
  })
})

describe('the check itself', () => {
  const supply = written(invoiceOf({ lines: [part, { taxRateId: 'supply' }], fields: abroad }))
  const other = (taxRateId: string) => written(invoiceOf({ lines: [{ taxRateId }] }))
  const good = written(invoiceOf({ lines: [part, { taxRateId: 'exempt' }] }))
  const note = written(creditOf(invoiceOf({ lines: [part] })))
  const without = (xml: string, element: string) =>
    xml.replace(new RegExp(`<${element}[^>]*>(?:(?!</${element}>).)*</${element}>`), '')

  it.each<[string, string]>([
    ['BR-01', without(good, 'cbc:CustomizationID')],
    ['BR-02', without(good, 'cbc:ID')],
    ['BR-03', good.replace('2026-04-01</cbc:IssueDate>', '2026-04-31</cbc:IssueDate>')],
    ['BR-04', without(good, 'cbc:InvoiceTypeCode')],
    ['BR-05', without(good, 'cbc:DocumentCurrencyCode')],
    ['BR-06', without(good, 'cbc:RegistrationName')],
    ['BR-08', without(good, 'cac:PostalAddress')],
    ['BR-09', without(good, 'cac:Country')],
    ['BR-15', without(good, 'cbc:PayableAmount')],
    ['BR-22', without(good, 'cbc:InvoicedQuantity')],
    ['BR-27', good.replace('>12.26</cbc:PriceAmount>', '>-12.26</cbc:PriceAmount>')],
    ['BR-30', good.replaceAll('2026-03-31</cbc:EndDate>', '2026-03-01</cbc:EndDate>')],
    ['BR-48', without(good, 'cbc:Percent')],
    [
      'BR-50',
      without(good, 'cac:PayeeFinancialAccount').replace(
        '</cac:PaymentMeans>',
        '<cac:PayeeFinancialAccount><cbc:Name>x</cbc:Name></cac:PayeeFinancialAccount></cac:PaymentMeans>',
      ),
    ],
    [
      'BR-55',
      note.replace(
        '<cac:InvoiceDocumentReference><cbc:ID>F-1</cbc:ID>',
        '<cac:InvoiceDocumentReference><cbc:IssueDate>2026-01-01</cbc:IssueDate>',
      ),
    ],
    ['BR-61', without(good, 'cac:PayeeFinancialAccount')],
    ['BR-CO-04', without(good, 'cac:ClassifiedTaxCategory')],
    ['BR-CO-09', good.replace('>ESB12345678<', '>B12345678<')],
    ['BR-CO-10', good.replace('>32.26</cbc:LineExtensionAmount>', '>32.27</cbc:LineExtensionAmount>')],
    ['BR-CO-14', good.replace('>2.57</cbc:TaxAmount>', '>2.58</cbc:TaxAmount>')],
    [
      'BR-CO-15',
      good.replace(
        'cbc:TaxInclusiveAmount currencyID="EUR">34',
        'cbc:TaxInclusiveAmount currencyID="EUR">35',
      ),
    ],
    [
      'BR-CO-16',
      good.replace('cbc:PayableAmount currencyID="EUR">34', 'cbc:PayableAmount currencyID="EUR">35'),
    ],
    ['BR-CO-17', good.replaceAll('>2.57</cbc:TaxAmount>', '>9.57</cbc:TaxAmount>')],
    [
      'BR-CO-20',
      good.replace(
        /<cac:InvoicePeriod>.*?<\/cac:InvoicePeriod>/,
        '<cac:InvoicePeriod><cbc:Description>x</cbc:Description></cac:InvoicePeriod>',
      ),
    ],
    ['BR-CO-25', without(good, 'cbc:DueDate')],
    ['BR-DEC', good.replace('>2.57</cbc:TaxAmount>', '>2.570</cbc:TaxAmount>')],
    ['BR-CL-03', good.replace('TaxAmount currencyID="EUR"', 'TaxAmount currencyID="USD"')],
    ['BR-CL-14', good.replace('>ES</cbc:IdentificationCode>', '>UK</cbc:IdentificationCode>')],
    ['BR-CL-23', good.replace('unitCode="C62"', 'unitCode="PCS"')],
    ['BR-S-05', good.replaceAll('<cbc:Percent>21</cbc:Percent>', '<cbc:Percent>0</cbc:Percent>')],
    ['BR-S-08', good.replace('>12.26</cbc:TaxableAmount>', '>12.27</cbc:TaxableAmount>')],
    ['BR-E-10', without(good, 'cbc:TaxExemptionReason')],
    ['BR-E-01', good.replace('<cbc:ID>E</cbc:ID>', '<cbc:ID>Z</cbc:ID>')],
    ['BR-E-02', good.replace(/<cac:PartyTaxScheme>.*?<\/cac:PartyTaxScheme>/, '')],
    ['BR-IC-02', supply.replace('>FR12345678901</cbc:CompanyID>', '></cbc:CompanyID>')],
    ['BR-IC-05', supply.replaceAll('<cbc:Percent>0</cbc:Percent>', '<cbc:Percent>4</cbc:Percent>')],
    ['BR-IC-10', without(supply, 'cbc:TaxExemptionReason')],
    ['BR-IC-11', supply.replaceAll(/<cac:InvoicePeriod>.*?<\/cac:InvoicePeriod>/g, '')],
    ['BR-IC-12', without(supply, 'cac:Delivery')],
    ['BR-G-05', other('export').replaceAll('<cbc:Percent>0<', '<cbc:Percent>4<')],
    ['BR-G-10', without(other('export'), 'cbc:TaxExemptionReason')],
    ['BR-AF-05', other('igic7').replaceAll('<cbc:Percent>7<', '<cbc:Percent>-7<')],
    [
      'BR-AF-10',
      other('igic7').replace(
        '</cbc:Percent>',
        '</cbc:Percent><cbc:TaxExemptionReason>x</cbc:TaxExemptionReason>',
      ),
    ],
    ['BR-AG-02', other('ipsi4').replace(/<cac:PartyTaxScheme>.*?<\/cac:PartyTaxScheme>/, '')],
    ['BR-CL-22', other('export').replace('VATEX-EU-G', 'VATEX-XX')],
    ['BR-O-12', good.replace('<cbc:ID>E</cbc:ID>', '<cbc:ID>O</cbc:ID>')],
    ['UBL-empty', good.replace('<cbc:Note>19 de 31 días</cbc:Note>', '<cbc:Note></cbc:Note>')],
  ])('notices when %s is broken', (rule, xml) => {
    expect(brokenRules(xml)).toContain(rule)
  })

  it('names each rule once', () => {
    const names = RULES.map(([id]) => id)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(100)
  })
})
