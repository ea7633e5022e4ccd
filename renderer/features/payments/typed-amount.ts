import { readDecimal } from '#core/domain/import/numbers.ts'
import { decimalToMinor } from '#core/domain/values/exact.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'

/**
 * An amount as a person types it, with comma or point, in minor units; undefined for what is no positive amount. Where a
 * lone mark may part thousands or decimals (`1.250`), the language of the window decides.
 */
export function typedAmount(text: string, currency: string, locale: string): number | undefined {
  const free = readDecimal(text, undefined)
  const read =
    !free.ok && free.error === 'import.numberAmbiguous'
      ? readDecimal(text, locale === 'es' ? 'comma' : 'point')
      : free
  const minor = read.ok ? decimalToMinor(read.value, currency) : undefined
  return minor !== undefined && minor > 0 ? minor : undefined
}

/** Minor units as they are typed in the language: without grouping. */
export const amountToType = (minor: number, currency: string, locale: string): string => {
  const decimal = minorToDecimal(minor, currency)
  return locale === 'es' ? decimal.replace('.', ',') : decimal
}
