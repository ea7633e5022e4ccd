/** Where Web Mercator ends, in degrees: the world is a square. */
const LAST_LATITUDE = 85.051_128_78

/** Side of the squares in which a map gathers places, in pixels. They are fixed to the world: panning changes none. */
const SQUARE = 40

/** World units: x and y from 0 (north-west corner) to 1. */
export const worldX = (longitude: number): number => longitude / 360 + 0.5

export function worldY(latitude: number): number {
  const clamped = Math.min(LAST_LATITUDE, Math.max(-LAST_LATITUDE, latitude))
  const sine = Math.sin((clamped * Math.PI) / 180)
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
  // The last latitude is rounded: its place may come out a hair beyond the edge.
  return Math.min(1, Math.max(0, y))
}

/** Degrees of a place in world units; the reverse of `worldX` and, between the ends of the map, of `worldY`. */
export const longitudeAt = (x: number): number => (x - 0.5) * 360
export const latitudeAt = (y: number): number =>
  (2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2) * (180 / Math.PI)

/** Side of a square in world units, at a zoom level of 256-pixel tiles. */
export const squareSide = (zoom: number): number => SQUARE / (256 * 2 ** zoom)
