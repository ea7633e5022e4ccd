import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Objects, Topology } from 'topojson-specification'
import { clipShapes, grown, toShape, type Box, type Shape } from './shape.ts'

/** Land and borders at one degree of detail. */
export interface WorldShapes {
  land: Shape[]
  borders: Shape[]
}

/** Where a country's name goes. */
export interface CountryLabel {
  /** ISO 3166-1 numeric: three digits. */
  code: string
  /** World units, middle of the country's largest part. */
  x: number
  y: number
  /** Width of that part, in world units: how much room the name has. */
  width: number
}

export type Atlas = Topology<Objects<Record<string, unknown>>>
type Positions = readonly (readonly number[])[]

export const worldShapes = (topology: Atlas): WorldShapes => ({
  land: polygonsOf(topology, 'land').map((ring) => toShape(ring, 'ring')),
  borders: mesh(topology, countriesOf(topology), (a, b) => a !== b).coordinates.map((line) =>
    toShape(line, 'line'),
  ),
})

export const lakeShapes = (topology: Atlas): Shape[] =>
  polygonsOf(topology, 'lakes').map((ring) => toShape(ring, 'ring'))

export function countryLabels(topology: Atlas): CountryLabel[] {
  const labels = feature(topology, countriesOf(topology)).features.flatMap(({ id, geometry }) => {
    if (id === undefined) return []
    const parts = ringsOf(geometry).map((ring) => toShape(ring, 'ring'))
    const largest = parts.sort((a, b) => areaOf(b.points) - areaOf(a.points))[0]
    if (!largest) return []
    const { x, y } = middleOf(largest)
    return [{ code: String(id), x, y, width: largest.box.right - largest.box.left }]
  })
  return labels.sort((a, b) => b.width - a.width)
}

function countriesOf({ objects }: Atlas): GeometryCollection<Record<string, unknown>> {
  const countries = objects.countries
  if (countries?.type !== 'GeometryCollection') throw new TypeError('the atlas has no countries')
  return countries
}

function polygonsOf(topology: Atlas, name: string): Positions[] {
  const object = topology.objects[name]
  if (!object) throw new TypeError(`the atlas has no ${name}`)
  const found = feature(topology, object)
  const features = found.type === 'FeatureCollection' ? found.features : [found]
  return features.flatMap(({ geometry }) => ringsOf(geometry))
}

function ringsOf(geometry: GeoJSON.Geometry | null): Positions[] {
  if (geometry?.type === 'Polygon') return geometry.coordinates
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates.flat()
  return []
}

function areaOf(points: ArrayLike<number>): number {
  let twice = 0
  for (let i = 0; i + 3 < points.length; i += 2) {
    twice += (points[i] ?? 0) * (points[i + 3] ?? 0) - (points[i + 2] ?? 0) * (points[i + 1] ?? 0)
  }
  return Math.abs(twice) / 2
}

/** The middle of the widest stretch of land at half the height of the ring: inside it, which a centroid need not be. */
function middleOf({ points, box }: Shape): { x: number; y: number } {
  const y = (box.top + box.bottom) / 2
  const crossings: number[] = []
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [points[i], points[i + 1], points[i + 2], points[i + 3]]
    if (y0 > y !== y1 > y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0))
  }
  crossings.sort((a, b) => a - b)
  let best = { x: (box.left + box.right) / 2, width: 0 }
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [from = 0, to = 0] = [crossings[i], crossings[i + 1]]
    if (to - from > best.width) best = { x: (from + to) / 2, width: to - from }
  }
  return { x: best.x, y }
}

/** Side of a region, as a zoom: the world is 32 regions wide. */
const REGION_ZOOM = 5
const KEPT_REGIONS = 24

/**
 * Shapes of a small box without walking the whole world for every tile: the world is cut once into regions, on demand,
 * and the last used ones are kept.
 */
export function createCutter(shapes: readonly Shape[], kind: 'ring' | 'line') {
  const regions = new Map<string, Shape[]>()
  const side = 2 ** -REGION_ZOOM

  function regionAt(column: number, row: number): Shape[] {
    const key = `${column}/${row}`
    const known = regions.get(key)
    const found =
      known ??
      clipShapes(
        shapes,
        grown(
          { left: column * side, top: row * side, right: (column + 1) * side, bottom: (row + 1) * side },
          side / 16,
        ),
        kind,
      )
    regions.delete(key)
    regions.set(key, found)
    const [oldest] = regions.keys()
    if (regions.size > KEPT_REGIONS && oldest !== undefined) regions.delete(oldest)
    return found
  }

  /** `box` is at most one world wide. */
  return (box: Box): Shape[] => {
    const column = Math.floor((box.left + box.right) / 2 / side)
    const row = Math.floor((box.top + box.bottom) / 2 / side)
    const isSmall = box.right - box.left < side && box.bottom - box.top < side
    return clipShapes(isSmall ? regionAt(column, row) : shapes, box, kind)
  }
}
