import { squareSide, worldX, worldY } from '#core/domain/values/web-mercator.ts'
import type { LatLng } from '../lat-lng.ts'

/** The place of one thing. */
export interface MapPlace extends LatLng {
  readonly id: string
}

/** A thing on the map that can be pressed. */
export interface MapPoint extends MapPlace {
  /** Shown beside the pointer. */
  readonly label: string
  /** How many things it stands for, of which it names one; 1 by default. */
  readonly count?: number
}

/** Points that lie too close to be told apart at a zoom level. */
export interface Cluster {
  readonly ids: readonly string[]
  /** How many things they stand for. */
  readonly count: number
  /** World units, mean of the members. */
  readonly x: number
  readonly y: number
  readonly label: string
}

/**
 * Gathers points by squares that are fixed to the world, so that panning changes no cluster. Each call walks all points
 * once: 10,000 take about 2 ms.
 */
export function clusterPoints(points: readonly MapPoint[], zoom: number): Cluster[] {
  const side = squareSide(zoom)
  const squares = new Map<string, { ids: string[]; count: number; x: number; y: number; label: string }>()
  for (const point of points) {
    const x = worldX(point.longitude)
    const y = worldY(point.latitude)
    const { id, label, count = 1 } = point
    const key = `${Math.floor(x / side)}/${Math.floor(y / side)}`
    const square = squares.get(key)
    if (square) {
      square.ids.push(id)
      square.count += count
      square.x += x * count
      square.y += y * count
    } else squares.set(key, { ids: [id], count, x: x * count, y: y * count, label })
  }
  return [...squares.values()].map(({ ids, count, x, y, label }) => ({
    ids,
    count,
    x: x / count,
    y: y / count,
    label,
  }))
}

/** Whether a cluster stands for a place that it does not name: one that is counted with others of its square. */
export function countsPlace({ ids, count, x, y }: Cluster, place: LatLng, zoom: number): boolean {
  const side = squareSide(zoom)
  const isIn = (here: number, there: number): boolean => Math.floor(here / side) === Math.floor(there / side)
  return count > ids.length && isIn(x, worldX(place.longitude)) && isIn(y, worldY(place.latitude))
}

/** Radius of a cluster's circle, in pixels: grows with the number of digits. */
export const clusterRadius = (count: number): number => (count === 1 ? 5.5 : 9 + String(count).length * 2.5)
