import { err, ok, type Result } from '../../lib/result.ts'
import { isNearCountry } from './country-boxes.ts'

/** A position in degrees, WGS 84: latitude -90 to 90, longitude in [-180, 180). */
export interface Coordinates {
  latitude: number
  longitude: number
}

export type CoordinatesError = 'coordinates.form' | 'coordinates.range'

/** Farther than that round the globe, a number is no longitude but a mistake. Degrees. */
const MAX_LONGITUDE = 100_000

/** Checks a pair of numbers; the longitude comes back normalised. */
export function checkCoordinates(latitude: number, longitude: number): Result<Coordinates, CoordinatesError> {
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= MAX_LONGITUDE)) {
    return err('coordinates.range')
  }
  // Adding zero turns -0 into 0.
  return ok({ latitude: latitude + 0, longitude: normaliseLongitude(longitude) })
}

/** A longitude in [-180, 180): a map panned round the globe gives 474.26 for 114.26. NaN for what is not finite. */
export function normaliseLongitude(longitude: number): number {
  if (longitude >= -180 && longitude < 180) return longitude + 0
  let turned = longitude % 360
  if (turned >= 180) turned -= 360
  else if (turned < -180) turned += 360
  // Taking whole turns off leaves binary noise behind: twelve decimals are a ten-thousandth of a millimetre.
  const tidy = Number(turned.toFixed(12)) + 0
  return tidy >= 180 ? -180 : tidy
}

/** The mean radius of the earth, in metres. */
export const EARTH_RADIUS = 6_371_009

/** Metres between two points along the globe, as if it were a sphere: at most 0.6 % off. */
export function metresBetween(a: Coordinates, b: Coordinates): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2
  const across = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude))
  const square = half(b.latitude - a.latitude) + across * half(b.longitude - a.longitude)
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(square)))
}

/**
 * True when latitude and longitude seem to have changed places: the pair is not on the globe but would be the other way
 * round, or it lies away from its country and would not.
 *
 * @param country ISO 3166-1 alpha-2, when known.
 */
export function looksSwapped(latitude: number, longitude: number, country?: string): boolean {
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return false
  if (Math.abs(longitude) > 90) return false
  if (Math.abs(latitude) > 90) return Math.abs(latitude) <= 180
  if (country === undefined) return false
  return (
    isNearCountry(country, latitude, longitude) === false &&
    isNearCountry(country, longitude, latitude) === true
  )
}

/** What a person typed; `swapped` when it only makes sense with the two numbers changed over, which has been done. */
export interface TypedCoordinates extends Coordinates {
  swapped: boolean
}

/**
 * Reads a pair of coordinates as people write them: decimals with points or commas, degrees with minutes and seconds, N S E W
 * or O (oeste) before or after, words (`norte`, `lat`), brackets. Latitude first unless letters say otherwise.
 *
 * @param text longer than 120 characters is no pair.
 */
export function parseCoordinates(text: string): Result<TypedCoordinates, CoordinatesError> {
  if (text.length > 120) return err('coordinates.form')
  const halves = splitPair(tidyPair(text))
  const [first, second] = halves?.map(parseAngle) ?? []
  if (!first || !second) return err('coordinates.form')
  if (first.axis === second.axis && first.axis !== undefined) return err('coordinates.form')
  const longitudeFirst = first.axis === 'longitude' || second.axis === 'latitude'
  const [latitude, longitude] = longitudeFirst
    ? [second.degrees, first.degrees]
    : [first.degrees, second.degrees]
  // Twice round the globe is a link from a panned map; more is a number of something else.
  if (Math.abs(longitude) > 720) return err('coordinates.range')
  const decimals = first.isWhole && second.isWhole ? DECIMALS : SEXAGESIMAL_DECIMALS
  const swapped = first.axis === undefined && second.axis === undefined && looksSwapped(latitude, longitude)
  const pair = swapped ? checkCoordinates(longitude, latitude) : checkCoordinates(latitude, longitude)
  return pair.ok ? ok({ ...roundCoordinates(pair.value, decimals), swapped }) : pair
}

/** Seven decimals are a centimetre. */
const DECIMALS = 7
/** A tenth of a second is three metres; six decimals are 11 cm. */
const SEXAGESIMAL_DECIMALS = 6

/** Without the digits that no measurement stands behind. */
export function roundCoordinates({ latitude, longitude }: Coordinates, decimals = DECIMALS): Coordinates {
  // Adding zero turns -0 into 0; rounding may reach 180.
  const round = (degrees: number) => Number(degrees.toFixed(decimals)) + 0
  return { latitude: round(latitude), longitude: normaliseLongitude(round(longitude)) }
}

const NUMBER = String.raw`[+-]?\d{1,4}(?:\.\d{1,20})?`
const COMMA_NUMBER = String.raw`[+-]?\d{1,4}(?:,\d{1,20})?`
/** Both numbers with a decimal comma may be joined by one more comma; otherwise a blank parts them. */
const PLAIN_PAIRS = [
  new RegExp(`^(${NUMBER})(?: ?, ?| )(${NUMBER})$`),
  new RegExp(`^(${COMMA_NUMBER})(?:, | )(${COMMA_NUMBER})$`),
  /^([+-]?\d{1,4},\d{1,20}),([+-]?\d{1,4},\d{1,20})$/,
]

/** Capitals, one kind of each mark, single letters for the winds, no labels and brackets. */
const tidyPair = (text: string) =>
  text
    .toUpperCase()
    .replace(/[−–‐‑]/gu, '-')
    .replace(/[º˚]|DEG\b|GRADOS?\b/gu, '°')
    .replace(/['’′‘´`]{2}|[″“”]/gu, '"')
    .replace(/[’′‘´`]/gu, "'")
    .replace(/\b(?:NORTE|NORTH)\b/gu, 'N')
    .replace(/\b(?:SUR|SOUTH)\b/gu, 'S')
    .replace(/\b(?:ESTE|EAST)\b/gu, 'E')
    .replace(/\b(?:OESTE|WEST|O)\b|(?<=[\d.°'" ])O\b/gu, 'W')
    .replace(/\b(?:LATITUDE?|LAT|LONGITUDE?|LONG|LON|LNG)\b[.:=]?/gu, ' ')
    .replace(/[()[\]{}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()

/** The text of the two angles. Every way of parting them is tried only where it is the only one. */
function splitPair(text: string): [string, string] | undefined {
  const strong = text.split(/ ?[;/|] ?/)
  if (strong.length === 2) return [strong[0] ?? '', strong[1] ?? '']
  const wind = /[NSEW]/.exec(text)
  if (wind) {
    // Letters stand before each number or after it.
    const second = text.slice(1).search(/[NSEW]/) + 1
    return cutAt(text, wind.index === 0 ? second : wind.index + 1)
  }
  const mark = text.indexOf('°')
  if (mark >= 0) {
    const second = /[-+]?\d{1,4}(?:[.,]\d{1,20})? ?°/.exec(text.slice(mark + 1))
    return second ? cutAt(text, mark + 1 + second.index) : undefined
  }
  for (const pattern of PLAIN_PAIRS) {
    const parts = pattern.exec(text)
    const [, first = '', second = ''] = parts ?? []
    // "28013 41001" or "40 3" are numbers of something else.
    if (parts && (text.includes(',') || /[.-]/.test(text))) return [first, second]
  }
  return undefined
}

const cutAt = (text: string, index: number): [string, string] => [text.slice(0, index), text.slice(index)]

const PART = String.raw`(\d{1,2}(?:[.,]\d{1,20})?)`
const ANGLE = new RegExp(
  String.raw`^([NSEW])? ?([+-])?(\d{1,4}(?:[.,]\d{1,20})?)(?: ?° ?| |$|(?=[NSEW]))(?:${PART}(?: ?' ?| |$|(?=[NSEW]))(?:${PART} ?"? ?)?)?([NSEW])?$`,
)

interface Angle {
  degrees: number
  /** Without minutes and seconds. */
  isWhole: boolean
  axis?: 'latitude' | 'longitude'
}

/** One angle: decimal degrees, or degrees with minutes below 60 and perhaps seconds below 60. */
function parseAngle(text: string): Angle | undefined {
  const parts = ANGLE.exec(text.replace(/^[ ,]+|[ ,]+$/g, ''))
  if (!parts) return undefined
  const [, before, sign, whole = '', minutes = '', seconds = '', after] = parts
  if (before && after) return undefined
  const [d, m, s] = [whole, minutes, seconds].map((part) => Number(part.replace(',', '.'))) as [
    number,
    number,
    number,
  ]
  if (m >= 60 || s >= 60) return undefined
  const wind = before ?? after
  const size = d + m / 60 + s / 3600
  const negative = sign === '-' || wind === 'S' || wind === 'W'
  return {
    degrees: negative ? -size : size,
    isWhole: minutes === '',
    ...(wind && { axis: wind === 'N' || wind === 'S' ? 'latitude' : 'longitude' }),
  }
}
