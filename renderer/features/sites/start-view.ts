import type { Place } from '#core/contract/methods/geo.ts'
import type { SiteOrigin } from '#core/domain/site/schema.ts'
import { countryBox } from '#core/domain/values/country-boxes.ts'
import type { Point } from './useSiteEditor.ts'

export interface StartView {
  center: Point
  zoom: number
}

/** How near the map goes to a place, by how exact its position is. */
const ZOOMS: Record<Place['precision'], number> = {
  pin: 17,
  rooftop: 17,
  street: 16,
  place: 13,
  region: 8,
  country: 6,
  none: 6,
}

/** Below this zoom one pixel is more than two metres: too far away to place a pin to the door. */
export const FINE_ZOOM = 16

/** What a pin is worth that was set by hand: at zoom 14 a pixel is ten metres, at 10 a hundred and fifty. */
export function handPrecision(zoom: number): SiteOrigin['precision'] {
  if (zoom >= FINE_ZOOM) return 'pin'
  if (zoom >= 14) return 'street'
  return zoom >= 10 ? 'place' : 'none'
}

export const viewOfPlace = (center: Point, precision: Place['precision']): StartView => ({
  center,
  zoom: ZOOMS[precision],
})

/** Where a map begins without a position: at the customer's other site, else at the office's country. */
export function startView(near: Point | undefined, country: string | undefined): StartView {
  if (near) return { center: { latitude: near.latitude, longitude: near.longitude }, zoom: 10 }
  const box = country === undefined ? undefined : countryBox(country)
  if (!box) return { center: { latitude: 20, longitude: 0 }, zoom: 2 }
  const { south, west, north, east } = box
  // A map of some 700 pixels shows 360 degrees at zoom 1.4.
  const zoom = Math.floor(Math.log2((700 * 360) / (256 * Math.max(east - west, (north - south) * 1.6))))
  return {
    center: { latitude: (south + north) / 2, longitude: (west + east) / 2 },
    zoom: Math.max(2, Math.min(9, zoom)),
  }
}
