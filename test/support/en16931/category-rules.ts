import { categoriesIn, isClose, numberAt, sumOf, type Rule } from './rule.ts'
import { elementsAt, textAt, type XmlElement } from './xml-tree.ts'

/** Standard, zero, exempt, reverse charge, intra-community, export, not subject, Canaries, Ceuta and Melilla (UNCL 5305). */
const CATEGORIES = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M'] as const
type Category = (typeof CATEGORIES)[number]

/** What the norm calls the rules of a category. */
const NAMES: Readonly<Record<Category, string>> = {
  S: 'S',
  Z: 'Z',
  E: 'E',
  AE: 'AE',
  K: 'IC',
  G: 'G',
  O: 'O',
  L: 'AF',
  M: 'AG',
}
/** Of these some tax is due. */
const TAXED: readonly Category[] = ['S', 'L', 'M']
/** These say why there is no tax; the others must not. */
const EXPLAINED: readonly Category[] = ['E', 'AE', 'K', 'G', 'O']

const subtotals = (root: XmlElement, category: Category): XmlElement[] =>
  elementsAt(root, 'TaxTotal/TaxSubtotal').filter((one) => textAt(one, 'TaxCategory/ID') === category)
const linesOf = (root: XmlElement, category: Category): XmlElement[] =>
  elementsAt(root, `${root.name}Line`).filter(
    (line) => textAt(line, 'Item/ClassifiedTaxCategory/ID') === category,
  )
const vatOf = (root: XmlElement, who: 'Supplier' | 'Customer'): string =>
  textAt(root, `Accounting${who}Party/Party/PartyTaxScheme/CompanyID`)
const legalIdOf = (root: XmlElement): string =>
  textAt(root, 'AccountingCustomerParty/Party/PartyLegalEntity/CompanyID')
const percentOf = (element: XmlElement, path: string): string => textAt(element, path) || '0'

/** Who has to be named by which number on an invoice that has the category (BR-*-02). */
function namesParties(root: XmlElement, category: Category): boolean {
  const [ours, theirs] = [vatOf(root, 'Supplier'), vatOf(root, 'Customer')]
  if (category === 'O') return ours === '' && theirs === ''
  if (category === 'AE') return ours !== '' && (theirs !== '' || legalIdOf(root) !== '')
  if (category === 'K') return ours !== '' && theirs !== ''
  return ours !== ''
}

function rateFits(category: Category, percent: string): boolean {
  if (category === 'O') return percent === ''
  if (category === 'S') return Number(percent) > 0
  if (TAXED.includes(category)) return Number(percent) >= 0
  return percent !== '' && Number(percent) === 0
}

const rulesOf = (category: Category): Rule[] => {
  const name = `BR-${NAMES[category]}`
  const isThere = (root: XmlElement) => categoriesIn(root).includes(category)
  return [
    [
      `${name}-01`,
      (root) => {
        const own = subtotals(root, category).length
        return isThere(root) ? (TAXED.includes(category) ? own >= 1 : own === 1) : own === 0
      },
    ],
    [`${name}-02`, (root) => !isThere(root) || namesParties(root, category)],
    [
      `${name}-05`,
      (root) =>
        linesOf(root, category).every((line) =>
          rateFits(category, textAt(line, 'Item/ClassifiedTaxCategory/Percent')),
        ),
    ],
    [
      `${name}-08`,
      (root) =>
        subtotals(root, category).every((one) => {
          const percent = percentOf(one, 'TaxCategory/Percent')
          const own = linesOf(root, category).filter(
            (line) => Number(percentOf(line, 'Item/ClassifiedTaxCategory/Percent')) === Number(percent),
          )
          return isClose(numberAt(one, 'TaxableAmount'), sumOf(own, 'LineExtensionAmount'))
        }),
    ],
    [
      `${name}-09`,
      (root) =>
        TAXED.includes(category) ||
        subtotals(root, category).every((one) => numberAt(one, 'TaxAmount') === 0),
    ],
    [
      `${name}-10`,
      (root) =>
        subtotals(root, category).every(
          (one) => EXPLAINED.includes(category) === (textAt(one, 'TaxCategory/TaxExemptionReason') !== ''),
        ),
    ],
  ]
}

const others = (root: XmlElement): string[] => categoriesIn(root).filter((one) => one !== 'O')

export const CATEGORY_RULES: readonly Rule[] = [
  ['BR-CL-17', (root) => categoriesIn(root).every((one) => CATEGORIES.some((category) => category === one))],
  ...CATEGORIES.flatMap(rulesOf),
  [
    'BR-IC-11',
    (root) =>
      subtotals(root, 'K').length === 0 ||
      textAt(root, 'Delivery/ActualDeliveryDate') !== '' ||
      elementsAt(root, 'InvoicePeriod').length > 0,
  ],
  [
    'BR-IC-12',
    (root) =>
      subtotals(root, 'K').length === 0 ||
      textAt(root, 'Delivery/DeliveryLocation/Address/Country/IdentificationCode') !== '',
  ],
  [
    'BR-CL-22',
    (root) =>
      elementsAt(root, 'TaxTotal/TaxSubtotal')
        .map((one) => textAt(one, 'TaxCategory/TaxExemptionReasonCode'))
        .every((code) => code === '' || /^VATEX-(EU|FR)-[A-Z0-9-]+$/.test(code)),
  ],
  [
    'BR-O-11',
    (root) =>
      subtotals(root, 'O').length === 0 ||
      elementsAt(root, 'TaxTotal/TaxSubtotal').length === subtotals(root, 'O').length,
  ],
  ['BR-O-12', (root) => subtotals(root, 'O').length === 0 || others(root).length === 0],
]
