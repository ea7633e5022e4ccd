import type { Invoice, InvoiceLine, TaxCategory } from '../schema.ts'

/** The totals of one category and percentage (EN 16931, BG-23), with the sign of the invoice. */
export interface TaxBreakdown {
  category: TaxCategory
  percent: string
  net: number
  tax: number
  /** Why there is no tax (BT-120): the name of the rate. */
  reason: string
}

type TaxTotal = Invoice['taxes'][number]

export const categoryOf = ({ category = 'S' }: TaxTotal): TaxCategory => category

/** The tax total under which a line falls. */
export const taxOfLine = ({ taxRateId, percent }: InvoiceLine, { taxes }: Invoice): TaxTotal | undefined =>
  taxes.find((total) => total.taxRateId === taxRateId && (percent === undefined || total.percent === percent))

/** Totals by category and percentage: two rates that are equal in both are one to EN 16931. */
export function breakdownOf({ taxes }: Invoice): TaxBreakdown[] {
  const groups = new Map<string, TaxBreakdown>()
  for (const total of taxes) {
    const { percent, net, tax, name } = total
    const category = categoryOf(total)
    const key = `${category} ${percent}`
    const known = groups.get(key) ?? { category, percent, net: 0, tax: 0, reason: name }
    groups.set(key, { ...known, net: known.net + net, tax: known.tax + tax })
  }
  return [...groups.values()]
}
