import type { LatLng } from '#renderer/map/index.ts'

/** Pixels of a map that points must fit into, and the closest view of a single place. */
const ROOM = 320
const CLOSEST = 14

/** Centre and zoom of a map that shows all points (Web Mercator: 256 pixels for 360 degrees at zoom 0). */
export function viewOf(points: readonly LatLng[]): { center: LatLng; zoom: number } {
  if (points.length === 0) return { center: { latitude: 20, longitude: 0 }, zoom: 2 }
  const range = (values: number[]) => ({ low: Math.min(...values), high: Math.max(...values) })
  const latitude = range(points.map((point) => point.latitude))
  const longitude = range(points.map((point) => point.longitude))
  const center = {
    latitude: (latitude.low + latitude.high) / 2,
    longitude: (longitude.low + longitude.high) / 2,
  }
  // A degree of latitude is drawn 1 / cos(latitude) times as tall as one of longitude is wide.
  const stretch = 1 / Math.max(0.1, Math.cos((center.latitude * Math.PI) / 180))
  const span = Math.max(longitude.high - longitude.low, (latitude.high - latitude.low) * stretch, 1e-6)
  const zoom = Math.floor(Math.log2((ROOM * 360) / (span * 256)))
  return { center, zoom: Math.min(CLOSEST, Math.max(1, zoom)) }
}
