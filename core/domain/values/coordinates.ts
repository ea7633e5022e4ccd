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
