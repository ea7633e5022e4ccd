import { readDecimal } from '#core/domain/import/numbers.ts'

/**
 * A decimal as a person types it, with comma or point and with or without groups, as it is stored: digits with a point.
 * Where a lone mark may part thousands or decimals (`1.250`) the language of the window decides. What is no number stays as
 * typed, for the rules to refuse.
 */
export function typedDecimal(text: string, locale: string): string {
  const free = readDecimal(text, undefined)
  const read =
    !free.ok && free.error === 'import.numberAmbiguous'
      ? readDecimal(text, locale === 'es' ? 'comma' : 'point')
      : free
  return read.ok ? read.value : text.trim()
}

/** A stored decimal as it is typed in the language: without groups. */
export const decimalToType = (value: string, locale: string): string =>
  locale === 'es' ? value.replace('.', ',') : value
