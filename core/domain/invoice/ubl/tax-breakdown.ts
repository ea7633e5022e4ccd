import { isExplained, type Invoice, type InvoiceLine, type TaxCategory } from '../schema.ts'

/** The totals of one category and percentage (EN 16931, BG-23), with the sign of the invoice. */
export interface TaxBreakdown {
  category: TaxCategory
  percent: string
  net: number
  tax: number
  /** Why there is no tax (BT-120); empty where some is due or nothing is to be said. */
  reason: string
  /** The same as a code of the list VATEX (BT-121). */
  reasonCode?: string
}

type TaxTotal = Invoice['taxes'][number]

export const categoryOf = ({ category = 'S' }: TaxTotal): TaxCategory => category

/** Where the norm names the rules of a category otherwise than the category itself. */
const RULE_NAMES: Readonly<Partial<Record<TaxCategory, string>>> = { K: 'IC', L: 'AF', M: 'AG' }

/** What the norm calls a rule of a category: `BR-IC-05`. */
export const ruleOf = (category: TaxCategory, number: string): string =>
  `BR-${RULE_NAMES[category] ?? category}-${number}`

/** What the norm itself says of categories whose reason is always the same. */
const USUAL: Readonly<Partial<Record<TaxCategory, readonly [reason: string, code: string]>>> = {
  AE: ['Reverse charge', 'VATEX-EU-AE'],
  K: ['Intra-community supply', 'VATEX-EU-IC'],
  G: ['Export outside the EU', 'VATEX-EU-G'],
  O: ['Not subject to VAT', 'VATEX-EU-O'],
}

/** The tax total under which a line falls. */
export const taxOfLine = ({ taxRateId, percent }: InvoiceLine, { taxes }: Invoice): TaxTotal | undefined =>
  taxes.find((total) => total.taxRateId === taxRateId && (percent === undefined || total.percent === percent))

/** Totals by category and percentage: two rates that are equal in both are one to EN 16931. */
export function breakdownOf({ taxes }: Invoice): TaxBreakdown[] {
  const groups = new Map<string, TaxTotal[]>()
  for (const total of taxes) {
    const key = `${categoryOf(total)} ${total.percent}`
    groups.set(key, [...(groups.get(key) ?? []), total])
  }
  return [...groups.values()].flatMap((totals) => {
    const [first] = totals
    if (!first) return []
    const category = categoryOf(first)
    const sum = (of: (total: TaxTotal) => number) => totals.reduce((all, total) => all + of(total), 0)
    return [
      {
        category,
        percent: first.percent,
        net: sum(({ net }) => net),
        tax: sum(({ tax }) => tax),
        ...(isExplained(category) ? reasonOf(category, totals) : { reason: '' }),
      },
    ]
  })
}

/** Several rates of a category give all their reasons; a code only where it is the same. */
function reasonOf(
  category: TaxCategory,
  totals: readonly TaxTotal[],
): Pick<TaxBreakdown, 'reason' | 'reasonCode'> {
  const [usual, usualCode] = USUAL[category] ?? []
  const reasons = new Set(totals.map(({ exemptionReason, name }) => exemptionReason ?? usual ?? name))
  const codes = new Set(totals.map(({ exemptionCode }) => exemptionCode ?? usualCode))
  const [code] = codes
  return {
    reason: [...reasons].join('; '),
    ...(codes.size === 1 && code !== undefined && { reasonCode: code }),
  }
}
