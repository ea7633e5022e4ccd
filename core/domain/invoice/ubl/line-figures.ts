import { lineNet, minorToDecimal } from '../../values/money.ts'
import { millionths, millionthsToDecimal } from '../../values/exact.ts'
import type { InvoiceLine } from '../schema.ts'

/** Codes of UN/ECE Recommendation 20 for the units that meters count. */
const UNIT_CODES: Readonly<Record<string, string>> = {
  kwh: 'KWH',
  mwh: 'MWH',
  'm³': 'MTQ',
  m3: 'MTQ',
  l: 'LTR',
  gb: 'E34',
  mb: '4L',
  min: 'MIN',
  h: 'HUR',
}

/** One (piece), for everything that has no unit or an unknown one. */
const ONE = 'C62'

export interface LineFigures {
  quantity: string
  unitCode: string
  /** Never negative (BR-27): what is taken off has a negative quantity. */
  price: string
}

/**
 * Quantity and price of a line as EN 16931 wants them: their product is the net amount, and the price is not negative.
 * Parts of a period and steps of a meter are one piece at their amount; how it came about is in the line's note.
 *
 * @param sign -1 for credit notes, whose amounts are written as positive ones.
 */
export function lineFigures(line: InvoiceLine, currency: string, sign: 1 | -1): LineFigures {
  const { quantity, unitPrice, unit, net } = line
  if (lineNet(unitPrice, quantity, currency) !== net) {
    const amount = sign * net
    return {
      quantity: amount < 0 ? '-1' : '1',
      unitCode: ONE,
      price: minorToDecimal(Math.abs(amount), currency),
    }
  }
  const count = millionths(quantity) * BigInt(sign)
  const price = millionths(unitPrice)
  return {
    quantity: millionthsToDecimal(price < 0n ? -count : count),
    unitCode: UNIT_CODES[unit?.toLowerCase() ?? ''] ?? ONE,
    price: millionthsToDecimal(price < 0n ? -price : price),
  }
}
