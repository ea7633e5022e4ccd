import { isCountryCode, isCurrencyCode } from '#core/domain/values/locale-codes.ts'
import { isPlainDate } from '#core/domain/values/plain-date.ts'
import { CATEGORY_RULES } from './category-rules.ts'
import { elementsAt, textAt, withDescendants, xmlTree, type XmlElement } from './xml-tree.ts'
import { isClose, numberAt, sumOf, type Rule } from './rule.ts'

/*
 * The business rules of EN 16931-1:2017 (clause 6.4) as they bind UBL (CEN/TS 16931-3-2), written from the norm's text.
 * They look at nothing but the XML, so that they judge what is really written. Left out are rules about what our documents
 * never have: allowances and charges of a document, payees, tax representatives, delivery, attachments, prepaid amounts.
 */

const linesOf = (root: XmlElement): XmlElement[] => elementsAt(root, `${root.name}Line`)
const quantityOf = (line: XmlElement): XmlElement | undefined =>
  elementsAt(line, line.name === 'InvoiceLine' ? 'InvoicedQuantity' : 'CreditedQuantity')[0]
const parties = (root: XmlElement): XmlElement[] =>
  ['AccountingSupplierParty', 'AccountingCustomerParty'].flatMap((who) => elementsAt(root, `${who}/Party`))
const seller = (root: XmlElement) => elementsAt(root, 'AccountingSupplierParty/Party')[0] ?? root
const total = (root: XmlElement, name: string) => numberAt(root, `LegalMonetaryTotal/${name}`)
const periodsOf = (root: XmlElement) => [
  ...elementsAt(root, 'InvoicePeriod'),
  ...linesOf(root).flatMap((line) => elementsAt(line, 'InvoicePeriod')),
]
const isFilled = (from: XmlElement, path: string) => textAt(from, path) !== ''
const hasEndAfterStart = (period: XmlElement) =>
  !isFilled(period, 'StartDate') ||
  !isFilled(period, 'EndDate') ||
  textAt(period, 'StartDate') <= textAt(period, 'EndDate')
const decimalsOf = (text: string) => text.split('.')[1]?.length ?? 0

/** Invoice and credit note (UNCL 1001), payment by transfer (UNCL 4461), and the units of Recommendation 20 in use. */
const TYPE_CODES = ['380', '381']
const MEANS_CODES = ['30', '31', '42', '48', '49', '57', '58', '59', '97', '1', '10']
const UNIT_CODES = ['C62', 'KWH', 'MWH', 'MTQ', 'LTR', 'E34', '4L', 'MIN', 'HUR']

export const RULES: readonly Rule[] = [
  ['BR-01', (root) => isFilled(root, 'CustomizationID')],
  ['BR-02', (root) => isFilled(root, 'ID')],
  ['BR-03', (root) => isPlainDate(textAt(root, 'IssueDate'))],
  ['BR-04', (root) => isFilled(root, `${root.name}TypeCode`)],
  ['BR-05', (root) => isFilled(root, 'DocumentCurrencyCode')],
  ['BR-06', (root) => isFilled(root, 'AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName')],
  ['BR-07', (root) => isFilled(root, 'AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName')],
  ['BR-08', (root) => elementsAt(root, 'AccountingSupplierParty/Party/PostalAddress').length === 1],
  [
    'BR-09',
    (root) => isFilled(root, 'AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode'),
  ],
  ['BR-10', (root) => elementsAt(root, 'AccountingCustomerParty/Party/PostalAddress').length === 1],
  [
    'BR-11',
    (root) => isFilled(root, 'AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode'),
  ],
  ['BR-12', (root) => isFilled(root, 'LegalMonetaryTotal/LineExtensionAmount')],
  ['BR-13', (root) => isFilled(root, 'LegalMonetaryTotal/TaxExclusiveAmount')],
  ['BR-14', (root) => isFilled(root, 'LegalMonetaryTotal/TaxInclusiveAmount')],
  ['BR-15', (root) => isFilled(root, 'LegalMonetaryTotal/PayableAmount')],
  ['BR-16', (root) => linesOf(root).length > 0],
  ['BR-21', (root) => linesOf(root).every((line) => isFilled(line, 'ID'))],
  ['BR-22', (root) => linesOf(root).every((line) => quantityOf(line)?.text.trim())],
  ['BR-23', (root) => linesOf(root).every((line) => quantityOf(line)?.attributes.unitCode)],
  ['BR-24', (root) => linesOf(root).every((line) => isFilled(line, 'LineExtensionAmount'))],
  ['BR-25', (root) => linesOf(root).every((line) => isFilled(line, 'Item/Name'))],
  ['BR-26', (root) => linesOf(root).every((line) => isFilled(line, 'Price/PriceAmount'))],
  ['BR-27', (root) => linesOf(root).every((line) => numberAt(line, 'Price/PriceAmount') >= 0)],
  ['BR-29', (root) => elementsAt(root, 'InvoicePeriod').every(hasEndAfterStart)],
  [
    'BR-30',
    (root) => linesOf(root).every((line) => elementsAt(line, 'InvoicePeriod').every(hasEndAfterStart)),
  ],
  [
    'BR-45',
    (root) => elementsAt(root, 'TaxTotal/TaxSubtotal').every((one) => isFilled(one, 'TaxableAmount')),
  ],
  ['BR-46', (root) => elementsAt(root, 'TaxTotal/TaxSubtotal').every((one) => isFilled(one, 'TaxAmount'))],
  [
    'BR-47',
    (root) => elementsAt(root, 'TaxTotal/TaxSubtotal').every((one) => isFilled(one, 'TaxCategory/ID')),
  ],
  [
    'BR-48',
    (root) =>
      elementsAt(root, 'TaxTotal/TaxSubtotal/TaxCategory').every(
        (one) => isFilled(one, 'Percent') || textAt(one, 'ID') === 'O',
      ),
  ],
  ['BR-49', (root) => elementsAt(root, 'PaymentMeans').every((one) => isFilled(one, 'PaymentMeansCode'))],
  [
    'BR-50',
    (root) => elementsAt(root, 'PaymentMeans/PayeeFinancialAccount').every((one) => isFilled(one, 'ID')),
  ],
  [
    'BR-55',
    (root) =>
      elementsAt(root, 'BillingReference').every((one) => isFilled(one, 'InvoiceDocumentReference/ID')),
  ],
  [
    'BR-61',
    (root) =>
      elementsAt(root, 'PaymentMeans').every(
        (one) =>
          !['30', '58'].includes(textAt(one, 'PaymentMeansCode')) ||
          isFilled(one, 'PayeeFinancialAccount/ID'),
      ),
  ],
  ['BR-CO-04', (root) => linesOf(root).every((line) => isFilled(line, 'Item/ClassifiedTaxCategory/ID'))],
  [
    'BR-CO-09',
    (root) =>
      parties(root)
        .flatMap((party) => elementsAt(party, 'PartyTaxScheme'))
        .filter((scheme) => textAt(scheme, 'TaxScheme/ID') === 'VAT')
        .every((scheme) => {
          const prefix = textAt(scheme, 'CompanyID').slice(0, 2)
          return prefix === 'EL' || prefix === 'XI' || isCountryCode(prefix)
        }),
  ],
  [
    'BR-CO-10',
    (root) => isClose(total(root, 'LineExtensionAmount'), sumOf(linesOf(root), 'LineExtensionAmount')),
  ],
  ['BR-CO-13', (root) => isClose(total(root, 'TaxExclusiveAmount'), total(root, 'LineExtensionAmount'))],
  [
    'BR-CO-14',
    (root) =>
      isClose(
        numberAt(root, 'TaxTotal/TaxAmount'),
        sumOf(elementsAt(root, 'TaxTotal/TaxSubtotal'), 'TaxAmount'),
      ),
  ],
  [
    'BR-CO-15',
    (root) =>
      elementsAt(root, 'TaxTotal').length === 1 &&
      isClose(
        total(root, 'TaxInclusiveAmount'),
        total(root, 'TaxExclusiveAmount') + numberAt(root, 'TaxTotal/TaxAmount'),
      ),
  ],
  ['BR-CO-16', (root) => isClose(total(root, 'PayableAmount'), total(root, 'TaxInclusiveAmount'))],
  [
    'BR-CO-17',
    (root) =>
      elementsAt(root, 'TaxTotal/TaxSubtotal').every((one) => {
        const due = (numberAt(one, 'TaxableAmount') * Number(textAt(one, 'TaxCategory/Percent') || '0')) / 100
        // One unit of the smallest amount is allowed for what credit notes take of the rest.
        return Math.abs(numberAt(one, 'TaxAmount') - due) < 1
      }),
  ],
  ['BR-CO-18', (root) => elementsAt(root, 'TaxTotal/TaxSubtotal').length > 0],
  ['BR-CO-19', (root) => elementsAt(root, 'InvoicePeriod').every(hasOneDay)],
  ['BR-CO-20', (root) => periodsOf(root).every(hasOneDay)],
  [
    'BR-CO-25',
    (root) =>
      total(root, 'PayableAmount') <= 0 ||
      isFilled(root, 'DueDate') ||
      isFilled(root, 'PaymentMeans/PaymentDueDate') ||
      isFilled(root, 'PaymentTerms/Note'),
  ],
  [
    'BR-CO-26',
    (root) =>
      isFilled(seller(root), 'PartyLegalEntity/CompanyID') ||
      isFilled(seller(root), 'PartyTaxScheme/CompanyID') ||
      isFilled(seller(root), 'PartyIdentification/ID'),
  ],
  [
    // BR-DEC-09 to 28: every amount but the price of one piece.
    'BR-DEC',
    (root) =>
      withDescendants(root).every(
        ({ name, text }) =>
          !name.endsWith('Amount') || name === 'PriceAmount' || decimalsOf(text.trim()) <= 2,
      ),
  ],
  ['BR-CL-01', (root) => TYPE_CODES.includes(textAt(root, `${root.name}TypeCode`))],
  [
    'BR-CL-03',
    (root) =>
      withDescendants(root).every(
        ({ name, attributes }) =>
          !name.endsWith('Amount') || attributes.currencyID === textAt(root, 'DocumentCurrencyCode'),
      ),
  ],
  ['BR-CL-04', (root) => isCurrencyCode(textAt(root, 'DocumentCurrencyCode'))],
  [
    'BR-CL-14',
    (root) =>
      parties(root).every((party) =>
        isCountryCode(textAt(party, 'PostalAddress/Country/IdentificationCode')),
      ),
  ],
  [
    'BR-CL-16',
    (root) =>
      elementsAt(root, 'PaymentMeans').every((one) => MEANS_CODES.includes(textAt(one, 'PaymentMeansCode'))),
  ],
  [
    'BR-CL-23',
    (root) => linesOf(root).every((line) => UNIT_CODES.includes(quantityOf(line)?.attributes.unitCode ?? '')),
  ],
  [
    // UBL forbids elements without content (UBL 2.1, clause 5.3).
    'UBL-empty',
    (root) => withDescendants(root).every(({ children, text }) => children.length > 0 || text.trim() !== ''),
  ],
  ...CATEGORY_RULES,
]

function hasOneDay(period: XmlElement): boolean {
  return isFilled(period, 'StartDate') || isFilled(period, 'EndDate')
}

/** The rules that a document breaks, in their order. */
export function brokenRules(xml: string): string[] {
  const root = xmlTree(xml)
  return RULES.filter(([, holds]) => !holds(root)).map(([id]) => id)
}
