/** How far a tax identifier can be trusted. Only ever warned about: real registers hold exceptions. */
export interface TaxIdReading {
  /** Capitals without blanks, dots and hyphens when the form is known, otherwise the trimmed text. */
  normalised: string
  /** `unknown`: no form of a country that we know. `wrongCheck`: the form fits but its check digit or letter does not. */
  status: 'valid' | 'wrongCheck' | 'unknown'
  /** The country whose form fits. */
  country?: string
  /** Who has one of this form, where a form is for people or for organisations alone and its check fits. */
  holder?: 'person' | 'organisation'
}

type Check = (id: string) => boolean

/** One form of a country's identifier, its check, and who has it. */
type Form = readonly [shape: RegExp, check: Check, holder?: TaxIdReading['holder']]

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
const dniLetter = (digits: string) => DNI_LETTERS[Number(digits) % 23]

/** Spanish NIF of organisations (Orden EHA/451/2008): digits in odd places doubled, the sum completed to ten. */
function cifControl(digits: string): number {
  let sum = 0
  for (let i = 0; i < 7; i++) {
    const digit = Number(digits[i])
    sum += i % 2 === 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return (10 - (sum % 10)) % 10
}

const weighted = (digits: string, weights: readonly number[]) =>
  weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0)

const SPAIN: Form[] = [
  // DNI: eight digits and a letter.
  [/^\d{8}[A-Z]$/, (id) => dniLetter(id.slice(0, 8)) === id[8], 'person'],
  // NIE: X, Y and Z stand for 0, 1 and 2.
  [/^[XYZ]\d{7}[A-Z]$/, (id) => dniLetter('XYZ'.indexOf(id[0] ?? '') + id.slice(1, 8)) === id[8], 'person'],
  // Special NIF of persons: the letter is that of the seven digits.
  [/^[KLM]\d{7}[A-Z]$/, (id) => dniLetter(id.slice(1, 8)) === id[8], 'person'],
  [/^[ABEH]\d{8}$/, (id) => cifControl(id.slice(1, 8)) === Number(id[8]), 'organisation'],
  [/^[NPQRSW]\d{7}[A-J]$/, (id) => 'JABCDEFGHI'[cifControl(id.slice(1, 8))] === id[8], 'organisation'],
  [
    /^[CDFGJUV]\d{7}[\dA-J]$/,
    (id) => {
      const control = cifControl(id.slice(1, 8))
      return id[8] === String(control) || id[8] === 'JABCDEFGHI'[control]
    },
    'organisation',
  ],
]

/** British VAT: modulus 97, and 9755 for numbers given out since 2010 (HMRC, VAT registration manual). */
function britishVat(id: string): boolean {
  const digits = id.replace(/^GB/, '')
  if (digits.length < 9) return true
  const total = weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + Number(digits.slice(7, 9))
  return total % 97 === 0 || (total + 55) % 97 === 0
}

const RFC_ALPHABET = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ'
/** The SAT's own identifiers for sales to the public and to foreigners. */
const RFC_GENERIC = ['XAXX010101000', 'XEXX010101000']

/** Date and the three check places of an RFC. */
const RFC_REST = String.raw`\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[A-Z\d]{2}[A\d]`

/** Mexican RFC (SAT, anexo 20): modulus 11 over thirteen places; a company's twelve get a blank in front. */
function mexicanRfc(id: string): boolean {
  if (RFC_GENERIC.includes(id)) return true
  const padded = id.padStart(13, ' ')
  let sum = 0
  for (let i = 0; i < 12; i++) sum += RFC_ALPHABET.indexOf(padded[i] ?? '') * (13 - i)
  const rest = 11 - (sum % 11)
  return padded[12] === (rest === 11 ? '0' : rest === 10 ? 'A' : String(rest))
}

/** Argentine CUIT and CUIL (AFIP, RG 10/97): modulus 11. */
function argentineCuit(id: string): boolean {
  const rest = 11 - (weighted(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)
  return (rest === 11 ? 0 : rest) === Number(id[10])
}

const FORMS: Readonly<Record<string, readonly Form[]>> = {
  ES: SPAIN,
  GB: [[/^(GB)?(\d{9}|\d{12}|GD[0-4]\d\d|HA[5-9]\d\d)$/, britishVat]],
  // The SAT gives companies one letter less than people; its generic ones are for anybody.
  MX: [
    [/^X[AE]XX010101000$/, mexicanRfc],
    [new RegExp(`^[A-ZÑ&]{3}${RFC_REST}$`), mexicanRfc, 'organisation'],
    [new RegExp(`^[A-ZÑ&]{4}${RFC_REST}$`), mexicanRfc, 'person'],
  ],
  AR: [
    [/^2[03-7]\d{9}$/, argentineCuit, 'person'],
    [/^3[034]\d{9}$/, argentineCuit, 'organisation'],
  ],
}

/** Countries whose identifiers can be checked. */
export const TAX_ID_COUNTRIES: readonly string[] = Object.keys(FORMS)

/**
 * Reads a tax identifier as typed. The office's country is tried first, then the others, because customers from abroad
 * are ordinary.
 */
export function readTaxId(text: string, country?: string): TaxIdReading {
  const compact = text.toUpperCase().replace(/[\s.\-/]/g, '')
  const order = [
    ...(country && FORMS[country] ? [country] : []),
    ...TAX_ID_COUNTRIES.filter((c) => c !== country),
  ]
  let wrong: string | undefined
  for (const candidate of order) {
    // A European VAT number carries its country in front.
    const id = candidate === 'ES' ? compact.replace(/^ES(?=.{9}$)/, '') : compact
    const form = FORMS[candidate]?.find(([shape]) => shape.test(id))
    if (!form) continue
    const [, check, holder] = form
    if (check(id)) return { normalised: id, status: 'valid', country: candidate, ...(holder && { holder }) }
    wrong ??= candidate
  }
  if (wrong) return { normalised: compact, status: 'wrongCheck', country: wrong }
  return { normalised: text.trim(), status: 'unknown' }
}
