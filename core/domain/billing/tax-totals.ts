import type { Invoice, InvoiceLine, TaxCategory } from '../invoice/schema.ts'
import { taxOf } from '../values/money.ts'
import type { TaxOnDay } from './tax-book.ts'

export type TaxTotal = Invoice['taxes'][number]

/** A line with the tax that it bears. */
export interface TaxedLine {
  line: InvoiceLine
  tax: TaxOnDay
}

export interface Totals {
  taxes: TaxTotal[]
  net: number
  tax: number
  gross: number
}

/** Which lines share a tax total: those of one rate at one percentage. */
export const taxGroup = ({ taxRateId, percent }: { taxRateId?: string; percent?: string }): string =>
  `${taxRateId ?? ''}/${percent ?? ''}`

/**
 * Totals of an invoice: tax is computed once per rate on the summed net (EN 16931, BR-CO-17), halves away from zero;
 * the net is the sum of the lines (BR-CO-10) and the tax the sum of the totals (BR-CO-14).
 */
export function totalsOf(lines: readonly TaxedLine[]): Totals {
  const groups = new Map<string, { tax: TaxOnDay; net: number }>()
  for (const { line, tax } of lines) {
    const key = taxGroup(tax)
    const group = groups.get(key) ?? { tax, net: 0 }
    groups.set(key, { tax: group.tax, net: group.net + line.net })
  }
  const taxes = [...groups.values()].map(({ tax, net }, index) => taxTotal(tax, net, String(index + 1)))
  return sumUp(taxes)
}

/** Net, tax and gross of tax totals. */
export function sumUp(taxes: TaxTotal[]): Totals {
  const net = taxes.reduce((sum, total) => sum + total.net, 0)
  const tax = taxes.reduce((sum, total) => sum + total.tax, 0)
  return { taxes, net, tax, gross: net + tax }
}

const taxTotal = (
  { taxRateId, name, category, percent, exemptionCode, exemptionReason }: TaxOnDay,
  net: number,
  id: string,
): TaxTotal => ({
  id,
  ...(taxRateId !== undefined && { taxRateId }),
  name: name.slice(0, 80),
  percent,
  ...(category !== STANDARD && { category }),
  ...(exemptionCode !== undefined && { exemptionCode }),
  ...(exemptionReason !== undefined && { exemptionReason }),
  net,
  tax: taxOf(net, percent),
})

const STANDARD: TaxCategory = 'S'
