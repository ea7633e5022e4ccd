import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditDraft, issueCreditNote } from '#core/domain/billing/credit-note.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { en16931Problems } from '#core/domain/invoice/ubl/business-rules.ts'
import { invoiceToUbl, vatNumber, type UblOptions } from '#core/domain/invoice/ubl/ubl.ts'
import { xmlText } from '#core/domain/invoice/ubl/xml.ts'
import { readXml } from '#main/services/transfer/xlsx-xml.ts'
import { details, issued, lineOf, numbered } from '#test/support/billing-drafts.ts'
import type { BillingLine } from '#core/domain/billing/line.ts'

const parties = {
  issuer: { name: 'Enlace & Fibra', taxId: 'B-12345678', city: 'Madrid', postcode: '28013', country: 'ES' },
  customer: { name: 'Panadería <Núñez>', taxId: '12345678Z', addressLine1: 'Calle Mayor, 1', country: 'ES' },
}
const invoiceWith = (lines: Partial<BillingLine>[], fields: Partial<Invoice> = {}): Invoice => ({
  ...issued({
    lines: lines.map((line, index) => lineOf({ key: `c${index}/x`, chargeId: `c${index}`, ...line })),
  }),
  ...parties,
  ...fields,
})

/** `path = text` of every leaf in the order of the document; proves that it is well-formed too. */
function leavesOf(xml: string): string[] {
  const open: { name: string; text: string; leaf: boolean }[] = []
  const leaves: string[] = []
  readXml(new TextEncoder().encode(xml), {
    open(name) {
      const parent = open.at(-1)
      if (parent) parent.leaf = false
      open.push({ name, text: '', leaf: true })
    },
    text(text) {
      const element = open.at(-1)
      if (element) element.text += text
    },
    close() {
      const element = open.pop()
      if (element?.leaf)
        leaves.push(`${[...open.slice(1).map(({ name }) => name), element.name].join('/')} = ${element.text}`)
    },
  })
  return leaves
}

function written(invoice: Invoice, options: UblOptions = {}): string {
  const xml = invoiceToUbl(invoice, options)
  if (!xml.ok) throw new Error(JSON.stringify(xml.error))
  return xml.value
}
const rulesOf = (invoice: Invoice) => en16931Problems(invoice).map(({ rule }) => rule)

describe('an invoice as EN 16931 UBL', () => {
  const part: Partial<BillingLine> = {
    net: 1226,
    unitPrice: '20',
    description: 'Fibra "600" & más',
    periodFrom: '2026-03-01',
    periodTo: '2026-04-01',
    chargedFrom: '2026-03-13',
    chargedTo: '2026-04-01',
  }
  const invoice = invoiceWith([
    part,
    { net: -500, quantity: '1', unitPrice: '-5', description: 'Descuento' },
    { net: 5809, quantity: '310', unitPrice: '0.1874', unit: 'kWh', description: 'Energía' },
  ])

  it('has every element in the order of its schema', () => {
    const leaves = leavesOf(
      written(invoice, { iban: 'ES91', buyerReference: 'PO-1', explain: () => '19 de 31 días' }),
    )
    expect(leaves).toEqual([
      'CustomizationID = urn:cen.eu:en16931:2017',
      'ID = FMAD-7Q-000001',
      'IssueDate = 2026-04-01',
      'DueDate = 2026-04-16',
      'InvoiceTypeCode = 380',
      'DocumentCurrencyCode = EUR',
      'BuyerReference = PO-1',
      'InvoicePeriod/StartDate = 2026-03-13',
      'InvoicePeriod/EndDate = 2026-03-31',
      'AccountingSupplierParty/Party/PostalAddress/CityName = Madrid',
      'AccountingSupplierParty/Party/PostalAddress/PostalZone = 28013',
      'AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode = ES',
      'AccountingSupplierParty/Party/PartyTaxScheme/CompanyID = ESB12345678',
      'AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme/ID = VAT',
      'AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName = Enlace & Fibra',
      'AccountingSupplierParty/Party/PartyLegalEntity/CompanyID = B-12345678',
      'AccountingCustomerParty/Party/PostalAddress/StreetName = Calle Mayor, 1',
      'AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode = ES',
      'AccountingCustomerParty/Party/PartyTaxScheme/CompanyID = ES12345678Z',
      'AccountingCustomerParty/Party/PartyTaxScheme/TaxScheme/ID = VAT',
      'AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName = Panadería <Núñez>',
      'AccountingCustomerParty/Party/PartyLegalEntity/CompanyID = 12345678Z',
      'PaymentMeans/PaymentMeansCode = 30',
      'PaymentMeans/PaymentID = FMAD-7Q-000001',
      'PaymentMeans/PayeeFinancialAccount/ID = ES91',
      'TaxTotal/TaxAmount = 13.72',
      'TaxTotal/TaxSubtotal/TaxableAmount = 65.35',
      'TaxTotal/TaxSubtotal/TaxAmount = 13.72',
      'TaxTotal/TaxSubtotal/TaxCategory/ID = S',
      'TaxTotal/TaxSubtotal/TaxCategory/Percent = 21',
      'TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/ID = VAT',
      'LegalMonetaryTotal/LineExtensionAmount = 65.35',
      'LegalMonetaryTotal/TaxExclusiveAmount = 65.35',
      'LegalMonetaryTotal/TaxInclusiveAmount = 79.07',
      'LegalMonetaryTotal/PayableAmount = 79.07',
      ...['1', '2', '3'].flatMap((id) => lineLeaves(id)),
    ])
  })

  function lineLeaves(id: string): string[] {
    const [name, quantity, net, price, period] = {
      '1': ['Fibra "600" & más', '1', '12.26', '12.26', true],
      '2': ['Descuento', '-1', '-5.00', '5', false],
      '3': ['Energía', '310', '58.09', '0.1874', false],
    }[id] as [string, string, string, string, boolean]
    return [
      `InvoiceLine/ID = ${id}`,
      'InvoiceLine/Note = 19 de 31 días',
      `InvoiceLine/InvoicedQuantity = ${quantity}`,
      `InvoiceLine/LineExtensionAmount = ${net}`,
      ...(period
        ? [
            'InvoiceLine/InvoicePeriod/StartDate = 2026-03-13',
            'InvoiceLine/InvoicePeriod/EndDate = 2026-03-31',
          ]
        : []),
      `InvoiceLine/Item/Name = ${name}`,
      'InvoiceLine/Item/ClassifiedTaxCategory/ID = S',
      'InvoiceLine/Item/ClassifiedTaxCategory/Percent = 21',
      'InvoiceLine/Item/ClassifiedTaxCategory/TaxScheme/ID = VAT',
      `InvoiceLine/Price/PriceAmount = ${price}`,
    ]
  }

  it('names the unit of a meter by its code', () => {
    expect(written(invoice)).toContain('<cbc:InvoicedQuantity unitCode="KWH">310</cbc:InvoicedQuantity>')
    expect(written(invoice)).toContain('<cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>')
  })

  it('never has a negative price (BR-27), nor a line that is not quantity times price', () => {
    const line = fc.record({
      net: fc.integer({ min: -99_999, max: 99_999 }),
      unitPrice: fc.constantFrom('20', '-5', '0'),
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const leaves = leavesOf(written(invoiceWith(lines, { kind: 'invoice' })))
        const of = (name: string) =>
          leaves.filter((leaf) => leaf.startsWith(name)).map((leaf) => Number(leaf.split(' = ')[1]))
        const [prices, counts, nets] = [
          of('InvoiceLine/Price'),
          of('InvoiceLine/InvoicedQ'),
          of('InvoiceLine/LineExt'),
        ]
        prices.forEach((price, index) => {
          expect(price).toBeGreaterThanOrEqual(0)
          expect(price * (counts[index] ?? NaN)).toBeCloseTo(nets[index] ?? NaN, 6)
        })
      }),
    )
  })

  it('of a credit note has positive amounts and names what it corrects', () => {
    const credit = creditDraft(invoice, [])
    if (!credit.ok) throw new Error(credit.error.code)
    const note = {
      ...numbered(issueCreditNote(credit.value, invoice, details({ id: 'note' })).note),
      ...parties,
    }
    const leaves = leavesOf(written(note, { correctsNumber: invoice.number }))
    expect(leaves).toEqual(
      expect.arrayContaining([
        'CreditNoteTypeCode = 381',
        'BillingReference/InvoiceDocumentReference/ID = FMAD-7Q-000001',
        'LegalMonetaryTotal/PayableAmount = 79.07',
        'CreditNoteLine/CreditedQuantity = 310',
        'CreditNoteLine/CreditedQuantity = -1',
      ]),
    )
    expect(leaves.some((leaf) => leaf.startsWith('DueDate'))).toBe(false)
  })

  it('holds no character that XML cannot hold', () => {
    expect(xmlText('a\u0000b\u000B<&>"\'\uD800')).toBe('ab&lt;&amp;&gt;&quot;&apos;')
    const odd = invoiceWith([{ description: 'Línea\u0001 ]]> 🛰' }])
    expect(leavesOf(written(odd))).toContain('InvoiceLine/Item/Name = Línea ]]> 🛰')
  })
})

describe('an invoice that breaks a rule of EN 16931', () => {
  const good = invoiceWith([{}])
  it.each<[string, Partial<Invoice>, string[]]>([
    ['none', {}, []],
    ['no seller country', { issuer: { ...parties.issuer, country: '' } }, ['BR-09']],
    ['no buyer country', { customer: { name: 'Ana' } }, ['BR-11']],
    ['no seller number', { issuer: { name: 'E', country: 'ES' } }, ['BR-CO-26', 'BR-S-02']],
    ['a proforma', { kind: 'proforma' }, ['BR-04']],
    ['no lines', { lines: [] }, ['BR-16', 'BR-CO-10', 'BR-S-08']],
    ['a wrong net', { net: 1999 }, ['BR-CO-10', 'BR-CO-15']],
    ['a wrong tax', { tax: 421, gross: 2421 }, ['BR-CO-14']],
    ['a wrong gross', { gross: 1 }, ['BR-CO-15']],
    ['three decimals', { currency: 'TND' }, ['BR-DEC']],
    ['no due day', { dueOn: '' }, ['BR-CO-25']],
    ['no number', { number: ' ' }, ['BR-02']],
  ])('%s', (_what, fields, rules) => expect(rulesOf({ ...good, ...fields })).toEqual(rules))

  it('is named for each tax category', () => {
    const total = good.taxes[0]
    if (!total) throw new Error('no tax total')
    const withTax = (fields: Partial<typeof total>, more: Partial<Invoice> = {}) =>
      rulesOf({ ...good, taxes: [{ ...total, ...fields }], tax: 0, gross: 2000, ...more })
    const line = { ...good.lines[0], percent: '0' } as Invoice['lines'][number]
    const free = { percent: '0', tax: 0 }
    expect(withTax(free, { lines: [line] })).toEqual(['BR-S-05'])
    expect(withTax({ ...free, category: 'E', name: '' }, { lines: [line] })).toEqual(['BR-E-10'])
    expect(withTax({ ...free, category: 'E' }, { lines: [line] })).toEqual([])
    expect(
      withTax({ ...free, category: 'AE' }, { lines: [line], customer: { name: 'A', country: 'FR' } }),
    ).toEqual(['BR-AE-02'])
    expect(withTax({ tax: 0 })).toEqual(['BR-CO-17'])
    const mixed = invoiceWith([{}, {}])
    const [first, second] = mixed.lines
    if (!first || !second) throw new Error('no lines')
    const { taxRateId: _none, ...untaxed } = second
    const none = { id: '2', name: '', percent: '0', category: 'O' as const, net: 2000, tax: 0 }
    expect(
      rulesOf({
        ...mixed,
        lines: [first, { ...untaxed, percent: '0' }],
        taxes: [{ ...total }, none],
        tax: 420,
        gross: 4420,
      }),
    ).toEqual(['BR-O-11'])
    expect(invoiceToUbl({ ...good, gross: 1 })).toEqual({
      ok: false,
      error: [{ rule: 'BR-CO-15', detail: '1' }],
    })
  })
})

it('VAT numbers carry their country once', () => {
  expect(vatNumber('B-12.345 678', 'ES')).toBe('ESB12345678')
  expect(vatNumber('ESB12345678', 'ES')).toBe('ESB12345678')
  expect(vatNumber('123456789', 'GR')).toBe('EL123456789')
  expect(vatNumber(undefined, 'ES')).toBeUndefined()
})
