import { dinero, halfAwayFromZero, multiply, toSnapshot, transformScale } from 'dinero.js/bigint'

/** ISO 4217 currencies without minor units, and with three or four decimals; all others have two. */
const NO_DECIMALS = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '))
const MORE_DECIMALS: Readonly<Record<string, number>> = {
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
}

/** Decimals of a currency's minor unit by ISO 4217: 2 for the euro, 0 for the yen, 3 for the Tunisian dinar. */
export const currencyDecimals = (currency: string): number =>
  NO_DECIMALS.has(currency) ? 0 : (MORE_DECIMALS[currency] ?? 2)

const DECIMAL = /^-?\d{1,12}(\.\d{1,6})?$/

/** True for a decimal amount as text: a dot, at most twelve digits before it and six behind it. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text)

/** A number with a fixed count of decimals. */
interface Scaled {
  amount: bigint
  scale: bigint
}

function scaled(decimal: string): Scaled {
  if (!isDecimal(decimal)) throw new RangeError(`not a decimal amount: ${decimal}`)
  const [whole = '', fraction = ''] = decimal.split('.')
  return { amount: BigInt(whole + fraction), scale: BigInt(fraction.length) }
}

const moneyOf = (currency: string, { amount, scale }: Scaled) =>
  dinero({
    amount,
    scale,
    currency: { code: currency, base: 10n, exponent: BigInt(currencyDecimals(currency)) },
  })

/** Rounds an exact amount to whole minor units once; halves go away from zero (domain.md §3). */
const toMinor = (currency: string, money: ReturnType<typeof moneyOf>): number =>
  Number(toSnapshot(transformScale(money, BigInt(currencyDecimals(currency)), halfAwayFromZero)).amount)

/**
 * Price times quantity in whole minor units of the currency.
 *
 * @throws RangeError for text that `isDecimal` refuses.
 */
export const lineNet = (unitPrice: string, quantity: string, currency: string): number =>
  toMinor(currency, multiply(moneyOf(currency, scaled(unitPrice)), scaled(quantity)))

/**
 * A share of whole minor units, such as tax of a net amount: `amount × numerator ÷ denominator`, rounded once, halves
 * away from zero.
 *
 * @throws RangeError when the denominator is not positive.
 */
export function shareOf(amount: number, numerator: bigint, denominator: bigint): number {
  if (denominator <= 0n) throw new RangeError('the denominator must be positive')
  const product = BigInt(amount) * numerator
  const size = product < 0n ? -product : product
  const rounded = (2n * size + denominator) / (2n * denominator)
  return Number(product < 0n ? -rounded : rounded)
}

/** Tax on a summed net amount, both in minor units; `percent` is decimal text such as `21` or `10.5`. */
export function taxOf(net: number, percent: string): number {
  const { amount, scale } = scaled(percent)
  return shareOf(net, amount, 100n * 10n ** scale)
}

/** Whole minor units as decimal text in units of the currency: 1234 EUR is `12.34`. */
export function minorToDecimal(amount: number, currency: string): string {
  const decimals = currencyDecimals(currency)
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0')
  const sign = amount < 0 ? '-' : ''
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
