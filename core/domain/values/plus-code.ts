import { OpenLocationCode } from 'open-location-code'
import { err, ok, type Result } from '../../lib/result.ts'
import { normaliseLongitude } from './coordinates.ts'

/**
 * Plus Codes (Open Location Code) in the integer form of the specification: every row of Google's test data passes
 * (google/open-location-code, test_data at commit 83986da). The `open-location-code` package, of 2018, encodes 37 % of those
 * rows wrongly and never returns for infinite longitudes, so it only judges the form of codes here.
 *
 * Lengths count digits, without the separator: 10 digits are a text of 11 characters (about 14 m), 11 digits one of 12
 * (about 3 m).
 */
export type PlusCodeError = 'plusCode.position' | 'plusCode.length' | 'plusCode.invalid'

/** The cell of a code. Degrees, WGS 84; `east` and `north` are its open ends. */
export interface PlusCodeArea {
  /** The centre. */
  latitude: number
  longitude: number
  south: number
  west: number
  north: number
  east: number
  /** Digits that count, 2 to 15: without separator and padding. */
  digits: number
}

const ALPHABET = '23456789CFGHJMPQRVWX'
const SEPARATOR_AT = 8
const PAIR_DIGITS = 10
const MAX_DIGITS = 15
/** Smallest steps: degrees × these are whole numbers at 15 digits. */
const LATITUDE_UNITS = 25_000_000
const LONGITUDE_UNITS = 8_192_000
const LATITUDE_SPAN = 180 * LATITUDE_UNITS
const LONGITUDE_SPAN = 360 * LONGITUDE_UNITS

const library = new OpenLocationCode()

/**
 * The code of the cell that holds a point, computed on the shortest decimal text of each number, so that `0.1` means one
 * tenth exactly. Latitudes beyond the poles are clipped, longitudes wrap round.
 *
 * @param digits 2, 4, 6, 8, or 10 and more; above 15 gives 15.
 */
export function encodePlusCode(
  latitude: number,
  longitude: number,
  digits = 11,
): Result<string, PlusCodeError> {
  if (!isPosition(latitude, longitude)) return err('plusCode.position')
  if (!isCodeLength(digits)) return err('plusCode.length')
  const y = floorTimes(latitude, LATITUDE_UNITS) + BigInt(90 * LATITUDE_UNITS)
  const x = floorTimes(longitude, LONGITUDE_UNITS) + BigInt(180 * LONGITUDE_UNITS)
  const span = BigInt(LONGITUDE_SPAN)
  return ok(
    codeAt(clip(Number(y), 0, LATITUDE_SPAN - 1), Number(((x % span) + span) % span), Math.min(digits, 15)),
  )
}

/** The cell of a full code; lower case is accepted, digits after the 15th are left out as in Google's decoder. */
export function decodePlusCode(code: string): Result<PlusCodeArea, PlusCodeError> {
  if (!isFullPlusCode(code)) return err('plusCode.invalid')
  const text = digitsOf(code)
  const { height, width } = cellUnits(text.length)
  const { x, y } = cornerOf(text)
  const south = y / LATITUDE_UNITS - 90
  const west = x / LONGITUDE_UNITS - 180
  return ok({
    latitude: (y + height / 2 - 90 * LATITUDE_UNITS) / LATITUDE_UNITS,
    longitude: (x + width / 2 - 180 * LONGITUDE_UNITS) / LONGITUDE_UNITS,
    south,
    west,
    north: (y + height) / LATITUDE_UNITS - 90,
    east: (x + width) / LONGITUDE_UNITS - 180,
    digits: text.length,
  })
}

/** True for a code, short or full, in either case of letters. */
export const isValidPlusCode = (code: unknown): boolean => hasCodeForm(code)

/** The library alone accepts blanks inside, throws for what is no text, and knows no limit of length. */
const hasCodeForm = (code: unknown): code is string =>
  typeof code === 'string' &&
  /^[2-9CFGHJMPQRVWX0+]{2,40}$/i.test(code) &&
  library.isValid(code) &&
  // Padding stands for digits not known, which a code with its first digits cut off cannot have.
  !(code.includes('0') && code.indexOf('+') < SEPARATOR_AT)

/** True for a code that names a place by itself, on the globe. */
export const isFullPlusCode = (code: unknown): boolean => hasCodeForm(code) && library.isFull(code)

/** True for a code whose first digits are left out: it needs a place nearby to be read. */
export const isShortPlusCode = (code: unknown): boolean => hasCodeForm(code) && library.isShort(code)

/** True when the code's cell holds the point. False for anything that is not a full code or a point. */
export function plusCodeHolds(code: string, latitude: number, longitude: number): boolean {
  if (!isFullPlusCode(code)) return false
  const text = digitsOf(code)
  const at = encodePlusCode(latitude, longitude, text.length)
  return at.ok && digitsOf(at.value) === text
}

/** How exact the cell of a full code is: ten digits are a door; eight 280 m, six 5 km, four 110 km, two 2200 km. */
export function codePrecision(code: string): 'pin' | 'place' | 'region' | 'none' {
  const { length } = digitsOf(code)
  if (length >= PAIR_DIGITS) return 'pin'
  return length >= 6 ? 'place' : length >= 4 ? 'region' : 'none'
}

/** The 11 characters that people share, out of the 12 that are stored. */
export const shareCode = (code: string): string => code.slice(0, SEPARATOR_AT + 3)

/**
 * Cuts leading digits off that a place nearby gives back. Answers the whole code, in capitals, when the place is too far.
 *
 * @param code full, without padding, at least 6 digits.
 */
export function shortenPlusCode(
  code: string,
  latitude: number,
  longitude: number,
): Result<string, PlusCodeError> {
  const area = decodePlusCode(code)
  if (!area.ok) return area
  if (!isPosition(latitude, longitude)) return err('plusCode.position')
  if (code.includes('0') || area.value.digits < 6) return err('plusCode.length')
  const away = Math.max(
    Math.abs(area.value.latitude - clip(latitude, -90, 90)),
    Math.abs(normaliseLongitude(area.value.longitude - normaliseLongitude(longitude))),
  )
  // Google's safety margin: 0.3 of a cell instead of the half that recovering allows.
  const cut = [8, 6, 4].find((count) => away < pairDegrees(count) * 0.3) ?? 0
  return ok(code.toUpperCase().slice(cut))
}

/** The full code nearest to a place that ends in the short one. A full code comes back in capitals. */
export function recoverNearest(
  short: string,
  latitude: number,
  longitude: number,
): Result<string, PlusCodeError> {
  if (isFullPlusCode(short)) return ok(short.toUpperCase())
  if (!isShortPlusCode(short)) return err('plusCode.invalid')
  const missing = SEPARATOR_AT - short.indexOf('+')
  const near = encodePlusCode(latitude, longitude, PAIR_DIGITS)
  if (!near.ok) return near
  const area = decodePlusCode(near.value.slice(0, missing) + short.toUpperCase())
  if (!area.ok) return area
  const step = pairDegrees(missing)
  const [fromLatitude, fromLongitude] = [clip(latitude, -90, 90), normaliseLongitude(longitude)]
  let { latitude: y, longitude: x } = area.value
  if (y - fromLatitude > step / 2 && y - step >= -90) y -= step
  else if (fromLatitude - y > step / 2 && y + step <= 90) y += step
  if (x - fromLongitude > step / 2) x -= step
  else if (fromLongitude - x > step / 2) x += step
  return encodePlusCode(y, x, area.value.digits)
}

/** False for NaN too. A longitude beyond 100 000 is no longer a map panned round the globe, but a mistake. */
const isPosition = (latitude: number, longitude: number) =>
  Number.isFinite(latitude) && Math.abs(longitude) <= 100_000

const isCodeLength = (digits: number) =>
  Number.isInteger(digits) && digits >= 2 && (digits >= PAIR_DIGITS || digits % 2 === 0)

/** Height and width of a code's cell in degrees. */
export function cellDegrees(digits: number): { height: number; width: number } {
  const { height, width } = cellUnits(digits)
  return { height: height / LATITUDE_UNITS, width: width / LONGITUDE_UNITS }
}

const clip = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** Height and width in degrees of what the first digits, an even number of them, name. */
const pairDegrees = (digits: number) => 20 ** (2 - digits / 2)

/** Size of a cell in smallest steps: whole numbers for every length. */
function cellUnits(digits: number): { height: number; width: number } {
  if (digits > PAIR_DIGITS) {
    return { height: 5 ** (MAX_DIGITS - digits), width: 4 ** (MAX_DIGITS - digits) }
  }
  const perCell = 20 ** ((PAIR_DIGITS - digits) / 2)
  return { height: 5 ** 5 * perCell, width: 4 ** 5 * perCell }
}

/** The code of a point in smallest steps from the south-west corner of the map. */
function codeAt(y: number, x: number, digits: number): string {
  let text = ''
  for (let done = 2; done <= Math.min(digits, PAIR_DIGITS); done += 2) {
    const { height, width } = cellUnits(done)
    text += letter(Math.floor(y / height) % 20) + letter(Math.floor(x / width) % 20)
  }
  for (let done = PAIR_DIGITS + 1; done <= digits; done++) {
    const { height, width } = cellUnits(done)
    text += letter((Math.floor(y / height) % 5) * 4 + (Math.floor(x / width) % 4))
  }
  return `${text.slice(0, SEPARATOR_AT).padEnd(SEPARATOR_AT, '0')}+${text.slice(SEPARATOR_AT)}`
}

const letter = (value: number) => ALPHABET.charAt(value)

/** The digits that count, in capitals, at most 15. */
const digitsOf = (code: string) => code.toUpperCase().replace(/[+0]/g, '').slice(0, MAX_DIGITS)

/** The south-west corner of a cell in smallest steps: place values are added as whole numbers, so nothing drifts. */
function cornerOf(text: string): { x: number; y: number } {
  let [x, y] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const value = ALPHABET.indexOf(text.charAt(i))
    if (i >= PAIR_DIGITS) {
      const { height, width } = cellUnits(i + 1)
      y += Math.floor(value / 4) * height
      x += (value % 4) * width
    } else if (i % 2 === 0) y += value * cellUnits(i + 2).height
    else x += value * cellUnits(i + 1).width
  }
  return { x, y }
}

/** The largest whole number not above `value` × `factor`, exact for the decimal text of the value. */
function floorTimes(value: number, factor: number): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))
  // String() of a finite number always has this form.
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = parts ?? []
  const digits = BigInt(sign + whole + fraction) * BigInt(factor)
  const shift = fraction.length - Number(exponent)
  if (shift <= 0) return digits * 10n ** BigInt(-shift)
  const scale = 10n ** BigInt(shift)
  const quotient = digits / scale
  return digits < 0n && digits % scale !== 0n ? quotient - 1n : quotient
}
