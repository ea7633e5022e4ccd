import { fold } from '../../lib/fold.ts'
import { parseCountry } from './country.ts'

/** A postal address typed in one go, taken apart as far as its form alone allows. */
export interface AddressText {
  /** Street and number, or what stands for them ("Km 23,5 Ctra. A-4130"), as typed. */
  street?: string
  /** Floor, door, flat; in Mexico also the colonia. */
  unit?: string
  postcode?: string
  /** What is left, in order, the part with the postcode first: town, then perhaps its region. */
  places: string[]
  /** ISO 3166-1 alpha-2, when its name was typed. */
  country?: string
  /** Without commas, the town may be the last words of the street: the possible ways of parting them, longest town first. */
  tails: { street: string; unit?: string; town: string }[]
}

/** Longer texts are no address. */
const MAX_LENGTH = 300

/** Forms of postcodes; the dispatch letter and the block of Argentina's are optional in daily use. */
const POSTCODES: Readonly<Record<string, string>> = {
  ES: String.raw`(?:0[1-9]|[1-4]\d|5[0-2])\d{3}`,
  MX: String.raw`\d{5}`,
  US: String.raw`\d{5}(?:-\d{4})?`,
  AR: String.raw`(?:[A-HJ-NP-Z]\d{4}(?:[A-Z]{3})?|\d{4})`,
  GB: String.raw`[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}`,
}
/** When no country is known: the British form is unmistakable, five digits are several countries'. */
const ANY_POSTCODE = `(?:${POSTCODES.GB}|[A-HJ-NP-Z]\\d{4}[A-Z]{3}|\\d{5})`

/** Of countries whose form is not in the table: only behind the street. */
const OTHER_POSTCODE = String.raw`\d{4,6}`

const STREET_WORD =
  /^(?:calle|c\/|cl|cll|avenida|avda|av|plaza|pza|plz|pl|paseo|p[ºo]|camino|cno|carretera|ctra|ronda|traves[ií]a|trav|urbanizaci[oó]n|urb|pol[ií]gono|pol|boulevard|bulevar|blvd|calzada|calz|carrera|cra|kra|diagonal|transversal|pasaje|pje|callej[oó]n|autopista|cuesta|glorieta|gran v[ií]a|rambla|km|kil[oó]metro|finca|cortijo|carrer|avinguda|r[uú]a)(?![\p{L}])/iu
const STREET_WORD_AFTER =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|square|sq|close|court|ct|place|terrace|way|gardens|grove|crescent|row|parkway|pkwy|highway|hwy)\b\.?/i
/** Streets that bear a number for a name, or a date. */
const NUMBERED_STREET =
  /^(?:calle|c\/|cl|cll|avenida|avda|av|diagonal|diag|carrera|cra|transversal|plaza|boulevard|blvd)\.? ?\d{1,3}(?: de \p{L}+)?/iu
const UNIT =
  /^(?:\d{1,3} ?[ºª°]|(?:piso|planta|pta|puerta|bajo|[aá]tico|entresuelo|esc|escalera|bloque|blq|portal|parcela|local|oficina|of|nave|dpto|depto|departamento|int|interior|col|colonia|fracc|flat|apt|apartment|suite|ste|unit|floor|fl)(?![\p{L}])\.?|#)/iu
const NUMBER = String.raw`(?:n[ºo°.]{1,2} ?|núm\.? ?|#)?\d{1,5}(?: ?[-–/] ?\d{1,5})? ?(?:[a-z](?![a-z])|bis|dup\.?)?|s\/n`
const ONLY_NUMBER = new RegExp(`^(?:${NUMBER})$`, 'iu')

/**
 * Takes an address apart: "Calle Mayor, 1, 28013 Madrid", "10 Downing St, London SW1A 2AA", "Av. Hidalgo 400, Col. Centro,
 * 44100 Guadalajara, Jal.". Undefined for what is no address: a lone name.
 *
 * @param country ISO 3166-1 alpha-2 whose habits are tried when the text names none.
 */
export function parseAddressText(text: string, country?: string): AddressText | undefined {
  if (text.length > MAX_LENGTH) return undefined
  // A comma between two digits is a decimal one: "Km 23,5".
  const parts = joinNumbers(
    text
      .replace(/\s+/gu, ' ')
      .split(/,(?!(?<=\d,)\d{1,2}(?!\d))|;/u)
      .map((part) => part.trim())
      .filter(Boolean),
  )
  const named = parts.length > 1 ? parseCountry(parts.at(-1) ?? '') : undefined
  if (named) parts.pop()
  const { postcode, rest } = takePostcode(parts, named ?? country)
  if (postcode === undefined && rest.length < 2 && !looksLikeStreet(rest[0]?.text ?? '')) return undefined
  const { street, unit, others } = takeStreet(rest)
  const whole = [street, unit].filter(Boolean).join(' ')
  // Where the postcode stands is the town, but an American one stands behind the state.
  const withPostcode = others.filter((part) => part.hadPostcode && part.text.length > 2)
  const places = [...withPostcode, ...others.filter((part) => !withPostcode.includes(part))].map(
    (part) => part.text,
  )
  return {
    ...(street && { street }),
    ...(unit && { unit }),
    ...(postcode && { postcode }),
    places,
    ...(named && { country: named }),
    tails: street && places.length === 0 ? tailsOf(whole) : [],
  }
}

const NOT_IN_STREETS = /[<>{}[\]=@:|\\^~`$%*_!?¿¡"()·]|\/\//u
const HOUSE = String.raw`[1-9]\d{0,4}(?: ?[-–/] ?\d{1,5})? ?(?:\p{L}(?!\p{L})|bis|dup\.?)?`
const STREET_NAME = String.raw`(?=.*\p{L}{2})[\p{L}\p{M}\s.,'’ºª-]{3,}`
const NAME_AND_HOUSE = new RegExp(`^${STREET_NAME}(?:n[ºo°.]{0,2} ?|#)?(?:${HOUSE}|s/n)$`, 'iu')
const HOUSE_AND_NAME = new RegExp(`^${HOUSE},? ${STREET_NAME}$`, 'iu')

/** Whether a text is worth keeping as the line of a street: a kind of street, or a name with the number of a house. */
export function isStreetLine(text: string): boolean {
  if (NOT_IN_STREETS.test(text)) return false
  if (STREET_WORD.test(text) || (STREET_WORD_AFTER.test(text) && /\d/.test(text))) return true
  return NAME_AND_HOUSE.test(text) || HOUSE_AND_NAME.test(text)
}

/** Whether a text can be the name of a house or an estate, which stands for a street where a postcode and a town follow. */
export const isHouseName = (text: string): boolean => !NOT_IN_STREETS.test(text) && /\p{L}{3}/u.test(text)

interface Part {
  text: string
  hadPostcode: boolean
}

/** "Calle Mayor", "1" belong together. */
function joinNumbers(parts: string[]): string[] {
  const joined: string[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (last !== undefined && ONLY_NUMBER.test(part) && !/\d/.test(last))
      joined[joined.length - 1] = `${last}, ${part}`
    else joined.push(part)
  }
  return joined
}

/** The postcode, out of the last part that has one. In the street's own part five digits may be its number. */
function takePostcode(parts: string[], country: string | undefined): { postcode?: string; rest: Part[] } {
  const own = country === undefined ? ANY_POSTCODE : POSTCODES[country]
  const form = own ?? OTHER_POSTCODE
  const rest = parts.map((part): Part => ({ text: part, hadPostcode: false }))
  const pattern = new RegExp(String.raw`(?<![\p{L}\d-])(?:C\.?P\.? ?)?(${form})(?![\p{L}\d-])`, 'giu')
  for (let i = parts.length - 1; i >= (own === undefined ? 1 : 0); i--) {
    const part = parts[i] ?? ''
    const found = [...part.matchAll(pattern)].at(-1)
    if (!found || isHouseNumber(part, found.index, i === 0, country)) continue
    const before = tidy(part.slice(0, found.index))
    const after = tidy(part.slice(found.index + found[0].length))
    // Without commas, the street stands before the postcode and the town behind it.
    const pieces = i === 0 && before && after ? [before, after] : [`${before} ${after}`.trim()]
    rest.splice(
      i,
      1,
      ...pieces.filter(Boolean).map((piece, n) => ({ text: piece, hadPostcode: n === pieces.length - 1 })),
    )
    return { postcode: (found[1] ?? '').toUpperCase(), rest }
  }
  return { rest }
}

/** In the first part, digits are the house's number at the start of an English address or behind a street with no other. */
function isHouseNumber(part: string, index: number, isFirst: boolean, country: string | undefined): boolean {
  if (!isFirst || country === 'GB') return false
  const before = part.slice(0, index)
  const digits = /^\d+/.exec(part.slice(index))?.[0]
  if (digits === undefined) return false
  if (before.trim() === '') return country === 'US' || STREET_WORD_AFTER.test(part)
  // "Av. 9 de Julio 1200", "Calle 7 1200": four digits are more often a house than a postcode.
  const name = digits.length === 4 ? before.replace(NUMBERED_STREET, '') : before
  return looksLikeStreet(before) && !/\d|s\/n/i.test(name)
}

const tidy = (text: string) => text.replace(/^[\s,.-]+|[\s,-]+$/g, '')

const looksLikeStreet = (text: string) =>
  STREET_WORD.test(text) || (/\d/.test(text) && (STREET_WORD_AFTER.test(text) || /\p{L}{3}/u.test(text)))

/** The first part that looks like a street; without one, the first of several parts if a town is left. */
function takeStreet(parts: Part[]): { street?: string; unit?: string; others: Part[] } {
  const isFirstUnit = (i: number) =>
    i === 0 && looksLikeStreet(parts[1]?.text ?? '') && !parts[1]?.hadPostcode
  // English addresses may begin with the flat: "Flat 5, 20 High Street".
  const units = parts.filter((part, i) => (i > 0 || isFirstUnit(i)) && UNIT.test(part.text))
  const left = parts.filter((part) => !units.includes(part))
  const found = left.findIndex((part) => !part.hadPostcode && looksLikeStreet(part.text))
  const index = found >= 0 ? found : left.length > 1 && left[1]?.hadPostcode ? 0 : -1
  const { street, unit } = index < 0 ? {} : cutUnit(left[index]?.text ?? '')
  const unitText = [unit, ...units.map((part) => part.text)].filter(Boolean).join(', ')
  return {
    ...(street && { street }),
    ...(unitText && { unit: unitText }),
    others: left.filter((_, i) => i !== index),
  }
}

/** "C/ Alcalá nº 45 3º izq.": what follows the number and looks like a floor is the unit. */
function cutUnit(text: string): { street: string; unit?: string } {
  const words = text.split(' ')
  for (let i = 1; i < words.length; i++) {
    const [before, after] = [words.slice(0, i).join(' '), words.slice(i).join(' ')]
    if (/\d|s\/n/i.test(before) && UNIT.test(after) && !/^#/.test(after))
      return { street: tidy(before), unit: after }
  }
  return { street: text }
}

/** "Calle Mayor 1 Madrid", "10 Downing Street London": up to four last words that may be the town. */
function tailsOf(street: string): AddressText['tails'] {
  const words = street.split(' ')
  const tails: AddressText['tails'] = []
  for (let count = Math.min(4, words.length - 2); count > 0; count--) {
    const rest = words.slice(0, -count).join(' ')
    const town = words.slice(-count).join(' ')
    if (/\d|s\/n/i.test(rest) && !/\d/.test(town) && fold(town).length > 2 && !STREET_WORD_AFTER.test(town)) {
      tails.push({ ...cutUnit(rest), town })
    }
  }
  return tails
}
