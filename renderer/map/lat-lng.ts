import { normaliseLongitude } from '#core/domain/values/coordinates.ts'

/** A point on the globe in degrees, WGS 84. */
export interface LatLng {
  readonly latitude: number
  readonly longitude: number
}

/** Degrees; `west` may be greater than `east` when the box crosses ±180. */
export interface GeoBox {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** What a map shows. */
export interface ShownBox extends GeoBox {
  readonly zoom: number
}

/** What `MapView` can be asked to do, by a template ref. */
export interface MapHandle {
  showAt(position: LatLng, zoom?: number): void
  /** Shows a whole box; a single point at street level. */
  showBox(box: GeoBox): void
  /** Brings a point into sight, at the zoom that is set; does nothing when it is there. */
  reveal(position: LatLng): void
  focusPin(): void
  /** The middle of what is shown. */
  centre(): LatLng
}

/** Metres in one degree of latitude, on the sphere that Web Mercator uses (radius 6 378 137 m). */
export const METRES_PER_DEGREE = 111_319.490_793

/** The zoom levels that the offline map serves. */
export const MIN_ZOOM = 2
export const MAX_ZOOM = 21

const roundTo = (digits: number) => (value: number) => Number(value.toFixed(digits))
/** Six decimals are 11 cm: finer than any pin can be set, and short enough to read out. */
export const roundDegrees = roundTo(6)

/** The copy of a longitude that lies nearest to `reference`, possibly beyond ±180: where a pin is on the screen. */
export const nearestCopy = (longitude: number, reference: number): number =>
  longitude + 360 * Math.round((reference - longitude) / 360)

/** A position as it is stored: longitude normalised, both rounded to 11 cm. */
export function normalisePosition({ latitude, longitude }: LatLng): LatLng {
  const clamped = Math.min(90, Math.max(-90, latitude))
  return {
    latitude: roundDegrees(clamped),
    longitude: normaliseLongitude(roundDegrees(normaliseLongitude(longitude))),
  }
}

export const samePosition = (a: LatLng | undefined, b: LatLng | undefined): boolean =>
  a?.latitude === b?.latitude && a?.longitude === b?.longitude

/** Moves a point by metres. Next to a pole the step east is held back, where a metre would be a turn of the globe. */
export function moveByMetres(from: LatLng, north: number, east: number): LatLng {
  const shrink = Math.max(0.01, Math.cos((from.latitude * Math.PI) / 180))
  return normalisePosition({
    latitude: from.latitude + north / METRES_PER_DEGREE,
    longitude: from.longitude + east / (METRES_PER_DEGREE * shrink),
  })
}

/** Ground metres under one screen pixel (256-pixel tiles). */
export const metresPerPixel = (latitude: number, zoom: number): number =>
  (40_075_016.686 * Math.cos((latitude * Math.PI) / 180)) / 2 ** (zoom + 8)

/** Boxes with west ≤ east that together cover the box; two when it crosses ±180. */
export function splitBox({ west, south, east, north }: GeoBox): GeoBox[] {
  if (east - west >= 360) return [{ west: -180, south, east: 180, north }]
  const from = normaliseLongitude(west)
  const to = from + ((((east - west) % 360) + 360) % 360)
  if (to <= 180) return [{ west: from, south, east: to, north }]
  return [
    { west: from, south, east: 180, north },
    { west: -180, south, east: to - 360, north },
  ]
}
