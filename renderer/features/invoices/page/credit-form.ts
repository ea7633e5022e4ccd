import type { InvoiceLine } from '#core/domain/invoice/schema.ts'
import { exactProduct, exactToMinor } from '#core/domain/values/exact.ts'
import { isDecimal, minorToDecimal } from '#core/domain/values/money.ts'

/** A line that can still be credited, as a person chooses it. */
export interface CreditChoice {
  lineId: string
  description: string
  /** What is left, net minor units with the line's own sign. */
  left: number
  isChosen: boolean
  /** Decimal amount without sign, as typed. */
  typed: string
}

export const creditChoices = (
  lines: readonly InvoiceLine[],
  creditable: readonly { lineId: string; left: number }[],
  currency: string,
  /** Between units and decimals, as people of the window's language write it. */
  mark: ',' | '.',
): CreditChoice[] =>
  creditable
    .filter(({ left }) => left !== 0)
    .map(({ lineId, left }) => ({
      lineId,
      description: lines.find(({ id }) => id === lineId)?.description ?? lineId,
      left,
      isChosen: true,
      typed: minorToDecimal(Math.abs(left), currency).replace('.', mark),
    }))

/** The net of a choice in minor units; undefined for what is no amount, nothing, or more than is left. */
export function chosenNet({ left, typed }: CreditChoice, currency: string): number | undefined {
  const text = typed.trim().replace(',', '.')
  if (!isDecimal(text)) return undefined
  const amount = exactToMinor(exactProduct(text, '1'), currency)
  return amount > 0 && amount <= Math.abs(left) ? amount * Math.sign(left) : undefined
}
