import { err, ok, type Result } from '../../../lib/result.ts'
import { minorToDecimal } from '../../values/money.ts'
import { addDays } from '../../values/plain-date.ts'
import type { Invoice, InvoiceLine } from '../schema.ts'
import { en16931Problems, type RuleProblem } from './business-rules.ts'
import { lineFigures } from './line-figures.ts'
import { breakdownOf, categoryOf, taxOfLine } from './tax-breakdown.ts'
import { group, leaf, xmlDocument, type XmlPart } from './xml.ts'

/** What a document says beside the invoice itself. */
export interface UblOptions {
  /** Account for transfers (BT-84), without blanks. */
  iban?: string
  /** What the buyer wants to see on it (BT-10). */
  buyerReference?: string
  /** Number of the invoice that a credit note corrects (BT-25). */
  correctsNumber?: string
  /** How a line's amount came about (BT-127), in the invoice's language. */
  explain?: (line: InvoiceLine) => string | undefined
}

const NAMESPACES = {
  'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
}

const CUSTOMIZATION = 'urn:cen.eu:en16931:2017'

/** Means of payment of UNCL 4461: credit transfer, and clearing between partners. */
const CREDIT_TRANSFER = '30'
const CLEARING = '97'

/**
 * An invoice or credit note as XML in the syntax UBL 2.1, with the order of elements that its schema demands. Refused
 * with the business rules of EN 16931 that it breaks.
 */
export function invoiceToUbl(invoice: Invoice, options: UblOptions = {}): Result<string, RuleProblem[]> {
  const problems = en16931Problems(invoice)
  if (problems.length > 0) return err(problems)
  const isCredit = invoice.kind === 'creditNote'
  const kind = isCredit ? 'CreditNote' : 'Invoice'
  // Amounts of a credit note are negative here and positive in UBL, where the document itself turns them round.
  const sign = isCredit ? -1 : 1
  const { currency } = invoice
  const amount = (name: string, minor: number) =>
    leaf(name, minorToDecimal(sign * minor, currency), { currencyID: currency })
  const { iban, buyerReference, correctsNumber } = options
  return ok(
    xmlDocument(
      kind,
      { xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${kind}-2`, ...NAMESPACES },
      leaf('cbc:CustomizationID', CUSTOMIZATION),
      leaf('cbc:ID', invoice.number),
      leaf('cbc:IssueDate', invoice.issuedOn),
      isCredit ? undefined : leaf('cbc:DueDate', invoice.dueOn),
      isCredit ? leaf('cbc:CreditNoteTypeCode', '381') : leaf('cbc:InvoiceTypeCode', '380'),
      leaf('cbc:Note', invoice.notes),
      leaf('cbc:DocumentCurrencyCode', currency),
      leaf('cbc:BuyerReference', buyerReference),
      period(invoice),
      correctsNumber === undefined
        ? undefined
        : group(
            'cac:BillingReference',
            group('cac:InvoiceDocumentReference', leaf('cbc:ID', correctsNumber)),
          ),
      group('cac:AccountingSupplierParty', party(invoice.issuer, invoice)),
      group('cac:AccountingCustomerParty', party(invoice.customer, invoice)),
      delivery(invoice),
      paymentMeans(),
      group('cac:TaxTotal', amount('cbc:TaxAmount', invoice.tax), breakdownOf(invoice).map(subtotal)),
      group(
        'cac:LegalMonetaryTotal',
        amount('cbc:LineExtensionAmount', invoice.net),
        amount('cbc:TaxExclusiveAmount', invoice.net),
        amount('cbc:TaxInclusiveAmount', invoice.gross),
        amount('cbc:PayableAmount', invoice.gross),
      ),
      invoice.lines.map(line),
    ),
  )

  /** A transfer to our account; what we owe is set off against what they owe, from the day of the note on (BR-CO-25). */
  function paymentMeans(): XmlPart {
    if (isCredit)
      return group(
        'cac:PaymentMeans',
        leaf('cbc:PaymentMeansCode', CLEARING),
        leaf('cbc:PaymentDueDate', invoice.dueOn),
      )
    return (
      iban &&
      group(
        'cac:PaymentMeans',
        leaf('cbc:PaymentMeansCode', CREDIT_TRANSFER),
        leaf('cbc:PaymentID', invoice.number),
        group('cac:PayeeFinancialAccount', leaf('cbc:ID', iban)),
      )
    )
  }

  function subtotal({
    category,
    percent,
    net,
    tax,
    reason,
    reasonCode,
  }: ReturnType<typeof breakdownOf>[number]): XmlPart {
    return group(
      'cac:TaxSubtotal',
      amount('cbc:TaxableAmount', net),
      amount('cbc:TaxAmount', tax),
      group('cac:TaxCategory', taxCategory(category, percent, { reason, reasonCode }), VAT),
    )
  }

  function line(one: InvoiceLine): XmlPart {
    const { quantity, unitCode, price } = lineFigures(one, currency, sign)
    // The rules have seen that every line has its total.
    const total = taxOfLine(one, invoice)
    return group(
      `cac:${kind}Line`,
      leaf('cbc:ID', one.id),
      leaf('cbc:Note', options.explain?.(one) ?? one.explanation),
      leaf(isCredit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity', quantity, { unitCode }),
      amount('cbc:LineExtensionAmount', one.net),
      period(one),
      group(
        'cac:Item',
        leaf('cbc:Name', one.description),
        total && group('cac:ClassifiedTaxCategory', taxCategory(categoryOf(total), total.percent), VAT),
      ),
      group('cac:Price', leaf('cbc:PriceAmount', price, { currencyID: currency })),
    )
  }
}

const VAT = group('cac:TaxScheme', leaf('cbc:ID', 'VAT'))

/** What is not subject to tax has no percentage (BR-O-05). */
const taxCategory = (
  category: string,
  percent: string,
  { reason, reasonCode }: { reason?: string; reasonCode?: string | undefined } = {},
): XmlPart => [
  leaf('cbc:ID', category),
  category === 'O' ? undefined : leaf('cbc:Percent', percent),
  leaf('cbc:TaxExemptionReasonCode', reasonCode),
  leaf('cbc:TaxExemptionReason', reason),
]

/** An intra-community supply says when and to which country (BR-IC-11, BR-IC-12); the period of the invoice says when too. */
function delivery(invoice: Invoice): XmlPart {
  if (invoice.taxes.every((total) => categoryOf(total) !== 'K')) return undefined
  const isSaid = invoice.periodFrom !== undefined && invoice.periodTo !== undefined
  return group(
    'cac:Delivery',
    leaf('cbc:ActualDeliveryDate', isSaid ? undefined : invoice.issuedOn),
    group(
      'cac:DeliveryLocation',
      group('cac:Address', group('cac:Country', leaf('cbc:IdentificationCode', invoice.customer.country))),
    ),
  )
}

/** First and last day, both billed. */
const period = ({ periodFrom, periodTo }: { periodFrom?: string; periodTo?: string }): XmlPart =>
  group(
    'cac:InvoicePeriod',
    leaf('cbc:StartDate', periodFrom),
    leaf('cbc:EndDate', periodTo === undefined ? undefined : addDays(periodTo, -1)),
  )

function party(who: Invoice['issuer'], invoice: Invoice): XmlPart {
  const { name, taxId, addressLine1, addressLine2, city, state, postcode, country } = who
  // BR-O-02: what is not subject to tax names no VAT numbers.
  const hasVat = invoice.taxes.every((total) => categoryOf(total) !== 'O')
  return group(
    'cac:Party',
    group(
      'cac:PostalAddress',
      leaf('cbc:StreetName', addressLine1),
      leaf('cbc:AdditionalStreetName', addressLine2),
      leaf('cbc:CityName', city),
      leaf('cbc:PostalZone', postcode),
      leaf('cbc:CountrySubentity', state),
      group('cac:Country', leaf('cbc:IdentificationCode', country)),
    ),
    hasVat
      ? group(
          'cac:PartyTaxScheme',
          leaf('cbc:CompanyID', vatNumber(taxId, country)),
          taxId?.trim() ? VAT : undefined,
        )
      : undefined,
    group('cac:PartyLegalEntity', leaf('cbc:RegistrationName', name), leaf('cbc:CompanyID', taxId)),
  )
}

/** With the prefix of its country, as BR-CO-09 demands; Greece writes EL. */
export function vatNumber(taxId: string | undefined, country: string | undefined): string | undefined {
  const tidy = taxId?.replace(/[\s.-]/g, '').toUpperCase()
  if (!tidy || !country) return tidy
  const prefix = country === 'GR' ? 'EL' : country
  return tidy.startsWith(prefix) ? tidy : prefix + tidy
}
