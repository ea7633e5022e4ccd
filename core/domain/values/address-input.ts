import { fold } from '../../lib/fold.ts'

/** A typed postal address taken apart: enough to fill a site's fields when nobody can be asked. */
export interface AddressInput {
  /** Number and street as typed. */
  street?: string
  unit?: string
  postcode?: string
  /** What may name the town, most likely first. */
  townCandidates: string[]
}

const POSTCODES: Readonly<Record<string, RegExp>> = {
  ES: /\b(?:0[1-9]|[1-4]\d|5[0-2])\d{3}\b/,
  MX: /\b\d{5}\b/,
  US: /\b\d{5}(?:-\d{4})?\b/,
  AR: /\b(?:[A-HJ-NP-Z]\d{4}(?:[A-Z]{3})?|\d{4})\b/i,
  GB: /\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b/i,
}

/** Words that begin a street line in Spanish and English, without which a lone word is a town. */
const STREET =
  /\b(calle|c\/|avenida|avda?\.?|av\.|plaza|pza\.?|paseo|p[ºo]\.?|camino|carretera|ctra\.?|ronda|traves[ií]a|urbanizaci[oó]n|urb\.|pol[ií]gono|barrio|boulevard|blvd\.?|calzada|carrera|cra\.?|street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|square|km)\b|c\//i
const UNIT =
  /^(?:\d{1,2}[ºª°]|piso|planta|puerta|local|bajo|[aá]tico|esc\.?|escalera|dpto\.?|depto\.?|flat|apt\.?|suite|unit)\b|^\d{1,2}[ºª°]/i

/**
 * Reads `Calle Mayor 1, 28013 Madrid`, `10 Downing Street, London SW1A 2AA` and the like. Undefined when there is
 * neither a street nor a postcode: then the text is just a name.
 *
 * @param country ISO 3166-1 alpha-2 whose postcodes are looked for.
 */
export function parseAddressInput(text: string, country: string): AddressInput | undefined {
  const match = POSTCODES[country]?.exec(text)
  // A house number of four or five digits is no postcode: it stands behind the street's name.
  const postcode = match && (match.index > 0 || STREET.test(text) === false) ? match[0] : undefined
  const cleared = postcode === undefined ? text : text.replace(postcode, ',')
  const parts = cleared
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const streetIndex = parts.findIndex((part) => STREET.test(part) || (/\d/.test(part) && /\p{L}/u.test(part)))
  if (postcode === undefined && streetIndex === -1) return undefined
  const rest = parts.filter((_, index) => index !== streetIndex)
  const number = rest.findIndex((part) => /^(?:n[ºo°.]?\s*)?\d{1,5}\s?[a-z]?$|^s\/n$/i.test(part))
  const unit = rest.findIndex((part) => UNIT.test(part))
  const street = streetIndex === -1 ? undefined : parts[streetIndex]
  const townCandidates = rest
    .filter((_, index) => index !== number && index !== unit)
    // A postcode of another country may stand before or behind the town.
    .map((part) => part.replace(/^\d[\d\s-]*|[\d\s-]*\d$/g, '').trim())
    .filter((part) => part !== '')
    .reverse()
  return {
    ...(street === undefined ? {} : { street: number === -1 ? street : `${street}, ${rest[number]}` }),
    ...(unit === -1 ? {} : { unit: rest[unit] }),
    ...(postcode === undefined ? {} : { postcode: postcode.toUpperCase() }),
    townCandidates: [...townCandidates, ...(street === undefined ? [] : tailsOf(street))],
  }
}

/** `Calle Mayor 1 Madrid`: the words behind the number, and the last words, may be the town. */
function tailsOf(street: string): string[] {
  const behindNumber = /\d+\s?[a-z]?\s+(\p{L}.*)$/u.exec(street)?.[1]
  const words = fold(street).split(' ')
  return [behindNumber, words.slice(-2).join(' '), words.at(-1)].filter(
    (tail): tail is string => tail !== undefined && /\p{L}{3}/u.test(tail),
  )
}
