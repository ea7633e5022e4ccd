import { checkCoordinates, parseCoordinates, type Coordinates } from './coordinates.ts'
import { decodePlusCode, isFullPlusCode, isShortPlusCode } from './plus-code.ts'

/** A place that a person typed or pasted, read without asking anybody. */
export type PlaceInput =
  /** A full Plus Code; the position is the centre of its cell. */
  | { kind: 'plusCode'; code: string; position: Coordinates }
  /** A short code needs the place it is near to; `locality` is empty when none was typed. */
  | { kind: 'shortCode'; code: string; locality: string }
  | { kind: 'coordinates'; position: Coordinates; swapped: boolean }
  /** A link of a map, or a `geo:` address (RFC 5870); `label` is the name it carries. */
  | { kind: 'link'; position: Coordinates; label?: string }

const LONGEST = 2000
const NUMBER = String.raw`(-?\d{1,3}(?:\.\d{1,20})?)`

/**
 * Patterns of map links, most exact first: Google writes the pin as `!3d…!4d…`, the middle of the view as `@…,…`.
 * OpenStreetMap has `mlat`/`mlon` for a marker and `#map=zoom/lat/lon` for the view; Apple `ll`, Bing `cp` with `~`.
 */
const LINK_PATTERNS = [
  new RegExp(`!3d${NUMBER}!4d${NUMBER}`),
  new RegExp(`[?&](?:q|query|ll|destination|daddr|center)=(?:loc:)?${NUMBER}(?:,|%2C)\\s?${NUMBER}`, 'i'),
  new RegExp(`[?&]mlat=${NUMBER}&mlon=${NUMBER}`),
  new RegExp(`[?&]cp=${NUMBER}~${NUMBER}`),
  new RegExp(`@${NUMBER},${NUMBER}`),
  new RegExp(`#map=\\d{1,2}(?:\\.\\d+)?/${NUMBER}/${NUMBER}`),
]

/** Undefined when the text is none of them, for instance an address. Never throws; text over 2,000 characters is none. */
export function parsePlaceInput(text: string): PlaceInput | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > LONGEST) return undefined
  if (/^geo:/i.test(trimmed)) return parseGeoUri(trimmed)
  if (/^https?:\/\//i.test(trimmed)) return parseLink(trimmed)
  return parseCode(trimmed) ?? parsePair(trimmed)
}

function parsePair(text: string): PlaceInput | undefined {
  const pair = parseCoordinates(text)
  if (!pair.ok) return undefined
  const { swapped, ...position } = pair.value
  return { kind: 'coordinates', position, swapped }
}

const DIGITS = '23456789CFGHJMPQRVWX'
const CODE = new RegExp(`^([${DIGITS}0]{2,8})(?:\\+|%2B| )([${DIGITS}]{0,7})(?:[\\s,]+(.*))?$`, 'i')

/** `9C3XGV4C+XV`, also in lower case or with a blank or `%2B` for the plus; `GV4C+XV Londres` with its locality. */
function parseCode(text: string): PlaceInput | undefined {
  const match = CODE.exec(text)
  if (!match) return undefined
  const [, before = '', after = '', locality = ''] = match
  const code = `${before}+${after}`.toUpperCase()
  // A blank instead of the plus makes many addresses look like codes: then both parts must be whole.
  const hasPlus = /\+|%2B/i.test(text)
  if (!hasPlus && (before.length < 4 || after.length < 2)) return undefined
  if (isFullPlusCode(code)) {
    const area = decodePlusCode(code)
    if (!area.ok) return undefined
    const position = checkCoordinates(area.value.latitude, area.value.longitude)
    return position.ok ? { kind: 'plusCode', code, position: position.value } : undefined
  }
  if (isShortPlusCode(code)) return { kind: 'shortCode', code, locality: locality.trim() }
  return undefined
}

function parseGeoUri(text: string): PlaceInput | undefined {
  const match = new RegExp(`^geo:${NUMBER},${NUMBER}(?:,[^;?]*)?(?:;[^?]*)?(?:\\?(.*))?$`, 'i').exec(text)
  if (!match) return undefined
  // Android writes the pin into `q` and 0,0 before it.
  const query = new RegExp(`(?:^|&)q=${NUMBER},${NUMBER}(?:\\(([^)]{1,200})\\))?`).exec(match[3] ?? '')
  const [latitude, longitude] = query ? [query[1], query[2]] : [match[1], match[2]]
  return linkTo(latitude, longitude, query?.[3])
}

function parseLink(text: string): PlaceInput | undefined {
  for (const pattern of LINK_PATTERNS) {
    const match = pattern.exec(text)
    const link = match && linkTo(match[1], match[2], placeName(text))
    if (link) return link
  }
  const code = new RegExp(
    `(?:plus\\.codes/|[?&]q=|/place/)([${DIGITS}]{8}(?:\\+|%2B)[${DIGITS}]{2,7})`,
    'i',
  ).exec(text)
  return code?.[1] === undefined ? undefined : parseCode(code[1])
}

function linkTo(
  latitude: string | undefined,
  longitude: string | undefined,
  label?: string,
): PlaceInput | undefined {
  const position = checkCoordinates(Number(latitude), Number(longitude))
  if (!position.ok) return undefined
  return { kind: 'link', position: position.value, ...(label ? { label: decoded(label) } : {}) }
}

const placeName = (link: string): string | undefined => /\/maps\/place\/([^/@?]{1,200})\//.exec(link)?.[1]

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    // A stray percent sign: the text as it stands is still readable.
    return text
  }
}
