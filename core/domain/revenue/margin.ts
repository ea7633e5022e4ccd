import { shareOf } from '../values/money.ts'

/** A posted charge or credit with its product, or that of its service where it names none; all of one currency, minor units. */
export interface MarginRow {
  /** Absent for what has no product. */
  productId?: string
  amount: number
  /** What it cost ourselves; absent when nobody said. */
  wholesale?: number
}

export interface ProductMargin {
  productId?: string
  net: number
  /** Net of the rows whose cost is known: margin and percentage are about these. */
  netWithCost: number
  wholesale: number
  margin: number
  /** Margin ÷ net with cost, in hundredths of a per cent; undefined when that net is not positive. */
  rate?: number
}

/** Margin by product, the greatest net first. A cost that is unknown is not taken for nothing. */
export function marginByProduct(rows: Iterable<MarginRow>): ProductMargin[] {
  const sums = new Map<string, { net: number; netWithCost: number; wholesale: number }>()
  for (const { productId = '', amount, wholesale } of rows) {
    const sum = sums.get(productId) ?? { net: 0, netWithCost: 0, wholesale: 0 }
    sum.net += amount
    if (wholesale !== undefined) {
      sum.netWithCost += amount
      sum.wholesale += wholesale
    }
    sums.set(productId, sum)
  }
  return [...sums]
    .map(([productId, sum]): ProductMargin => {
      const margin = sum.netWithCost - sum.wholesale
      const rate = sum.netWithCost > 0 ? shareOf(margin, 10_000n, BigInt(sum.netWithCost)) : undefined
      return { ...(productId !== '' && { productId }), ...sum, margin, ...(rate !== undefined && { rate }) }
    })
    .sort((a, b) => b.net - a.net || ((a.productId ?? '') < (b.productId ?? '') ? -1 : 1))
}
