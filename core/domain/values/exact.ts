import { currencyDecimals, isDecimal } from './money.ts'

/*
 * Sums of prices and quantities without rounding on the way. Decimal text has at most six decimals, so a price or a
 * quantity is a whole number of millionths, and their product one of trillionths.
 */

const MILLION = 1_000_000n
const TRILLION = MILLION * MILLION

/**
 * Decimal text as a whole number of millionths: `12.5` is 12500000.
 *
 * @throws RangeError for text that `isDecimal` refuses.
 */
export function millionths(decimal: string): bigint {
  if (!isDecimal(decimal)) throw new RangeError(`not a decimal amount: ${decimal}`)
  const [whole = '', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(6, '0'))
}

/** Millionths as the shortest decimal text: 12500000 is `12.5`. */
export function millionthsToDecimal(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0+$/, '')
  const sign = value < 0n ? '-' : ''
  return sign + digits.slice(0, -6) + (fraction && `.${fraction}`)
}

/** `a ÷ b` to the nearest whole number, halves away from zero. @throws RangeError unless `b` is positive. */
export function roundedQuotient(a: bigint, b: bigint): bigint {
  if (b <= 0n) throw new RangeError('the denominator must be positive')
  const size = a < 0n ? -a : a
  const rounded = (2n * size + b) / (2n * b)
  return a < 0n ? -rounded : rounded
}

/** A part of a whole, such as 19 of 31 days. `of` is positive. */
export interface Part {
  count: number
  of: number
}

/**
 * Trillionths of the currency's unit (a sum of prices times quantities) in whole minor units, or a part of them;
 * rounded once, halves away from zero (domain.md §3).
 */
export const exactToMinor = (
  trillionths: bigint,
  currency: string,
  { count, of }: Part = { count: 1, of: 1 },
): number =>
  Number(
    roundedQuotient(
      trillionths * 10n ** BigInt(currencyDecimals(currency)) * BigInt(count),
      TRILLION * BigInt(of),
    ),
  )

/** An amount in units of the currency as whole minor units; undefined for no amount or one with too many decimals. */
export function decimalToMinor(decimal: string, currency: string): number | undefined {
  if (!isDecimal(decimal)) return undefined
  const unit = 10n ** BigInt(6 - currencyDecimals(currency))
  const value = millionths(decimal)
  return value % unit === 0n ? Number(value / unit) : undefined
}

/** Price times quantity in trillionths. @throws RangeError for text that `isDecimal` refuses. */
export const exactProduct = (unitPrice: string, quantity: string): bigint =>
  millionths(unitPrice) * millionths(quantity)

/** Product of two decimals as decimal text, rounded to six decimals. */
export const decimalProduct = (a: string, b: string): string =>
  millionthsToDecimal(roundedQuotient(exactProduct(a, b), MILLION))
