import { currencyCodes, isCountryCode, timeZones } from '#core/domain/values/locale-codes.ts'
import type { UiOption } from './options.ts'

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** Every two-letter country code; built once, when first asked for. */
let codes: string[] | undefined
const countryCodes = (): string[] =>
  (codes ??= LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(isCountryCode))

/** All countries, named and sorted in a language; the code can be typed too. */
export function countryOptions(locale: string): UiOption[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  const { compare } = new Intl.Collator(locale)
  return countryCodes()
    .map((code) => ({ value: code, label: names.of(code) ?? code, detail: code }))
    .sort((a, b) => compare(a.label, b.label))
}

/** What a clock there is ahead of UTC now, e.g. `GMT+2`; empty for zones this runtime cannot format. */
function offsetOf(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
}

/** All time zones; `also` is added when the runtime's own list leaves that one out. */
export function timeZoneOptions(also: string, at: Date): UiOption[] {
  const known = timeZones()
  const zones = also && !known.includes(also) ? [...known, also].sort() : known
  return zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' '), detail: offsetOf(zone, at) }))
}

/** The currencies of the countries that the program is made for come first. */
const FIRST_CURRENCIES = ['EUR', 'USD', 'MXN', 'ARS', 'GBP', 'COP', 'CLP', 'PEN']

/** Every currency that the runtime knows, named in a language; found by code or name. */
export function currencyOptions(locale: string): UiOption[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' })
  const others = currencyCodes().filter((code) => !FIRST_CURRENCIES.includes(code))
  return [...FIRST_CURRENCIES, ...others].map((code) => ({
    value: code,
    label: code,
    detail: names.of(code),
  }))
}
