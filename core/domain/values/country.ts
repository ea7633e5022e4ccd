import { fold, sortKey } from '../../lib/fold.ts'
import { isCountryCode } from './locale-codes.ts'

export interface CountryOption {
  /** ISO 3166-1 alpha-2. */
  value: string
  label: string
}

/** Reserved codes for parts of countries (Ascension, Canaries, Ceuta and Melilla …): no address ends in them. */
const PARTS = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA'])

/** Names in daily use that CLDR has under another form, folded. */
const ALSO_CALLED: Readonly<Record<string, string>> = {
  eeuu: 'US',
  'ee uu': 'US',
  usa: 'US',
  'estados unidos de america': 'US',
  'united states of america': 'US',
  uk: 'GB',
  'gran bretana': 'GB',
  'great britain': 'GB',
  inglaterra: 'GB',
  england: 'GB',
  escocia: 'GB',
  scotland: 'GB',
  gales: 'GB',
  wales: 'GB',
  'irlanda del norte': 'GB',
  'northern ireland': 'GB',
  mejico: 'MX',
  'estados unidos mexicanos': 'MX',
  'republica argentina': 'AR',
  'reino de espana': 'ES',
  espanya: 'ES',
  holanda: 'NL',
  holland: 'NL',
  'republica checa': 'CZ',
  'czech republic': 'CZ',
  esp: 'ES',
  mex: 'MX',
  arg: 'AR',
  gbr: 'GB',
}

const names = new Map<string, Intl.DisplayNames>()

/** A country's name in a language; the code itself when there is none. */
export function countryName(code: string, language: string): string {
  if (!isCountryCode(code)) return code
  let inLanguage = names.get(language)
  if (!inLanguage) {
    inLanguage = new Intl.DisplayNames([language], { type: 'region' })
    names.set(language, inLanguage)
  }
  return inLanguage.of(code) ?? code
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
let codes: readonly string[] | undefined

/** All countries and territories with a code of their own, by code. */
export function countryCodes(): readonly string[] {
  codes ??= LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(
    (code) => isCountryCode(code) && !PARTS.has(code),
  )
  return codes
}

const options = new Map<string, readonly CountryOption[]>()

/** Countries for a select, in alphabetical order of the language. */
export function countryOptions(language: string): readonly CountryOption[] {
  let known = options.get(language)
  if (!known) {
    known = countryCodes()
      .map((value) => ({ value, label: countryName(value, language) }))
      .toSorted((a, b) => (sortKey(a.label) < sortKey(b.label) ? -1 : 1))
    options.set(language, known)
  }
  return known
}

let byName: Map<string, string> | undefined

/** The code of a country typed as a name (Spanish, English, common other names) or as its code; case and accents ignored. */
export function parseCountry(text: string): string | undefined {
  if (text.length > 80) return undefined
  const wanted = tidy(text)
  const code = wanted.toUpperCase()
  if (countryCodes().includes(code)) return code
  byName ??= new Map([
    ...countryCodes().flatMap((one) =>
      ['en', 'es'].map((language): [string, string] => [tidy(countryName(one, language)), one]),
    ),
    ...Object.entries(ALSO_CALLED),
  ])
  return byName.get(wanted)
}

const tidy = (text: string) =>
  fold(text)
    .replace(/[.,()]/g, '')
    .replace(/&/g, 'y')
    .trim()
