import { decimalToMinor } from '#core/domain/values/exact.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'
import { decimalToType, typedDecimal } from '#renderer/host/forms/index.ts'

/** An amount as a person types it, in minor units; undefined for what is no positive amount. */
export function typedAmount(text: string, currency: string, locale: string): number | undefined {
  const minor = decimalToMinor(typedDecimal(text, locale), currency)
  return minor !== undefined && minor > 0 ? minor : undefined
}

/** Minor units as they are typed in the language. */
export const amountToType = (minor: number, currency: string, locale: string): string =>
  decimalToType(minorToDecimal(minor, currency), locale)
