import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { GazetteerTable, Language } from './gazetteer-table.ts'

export type Label = MethodOutput<'geo', 'labels'>['labels'][number]

/** Room for one name on the map, in pixels. */
const CELL_WIDTH = 90
const CELL_HEIGHT = 28

/**
 * Names for a map: the largest places of a box, one for each patch of the screen that has room for one. Longitudes come in the
 * frame of the box, which may lie beyond ±180. `rank` is the population.
 */
export function findLabels(
  table: GazetteerTable,
  box: MethodInput<'geo', 'labels'>,
  language: Language,
): Label[] {
  const { south, north, zoom, limit } = box
  if (!(north > south) || !(box.east > box.west)) return []
  const worldPixels = 256 * 2 ** Math.min(22, Math.max(0, zoom))
  const taken = new Set<string>()
  const labels: Label[] = []
  for (let place = 0; place < table.count && labels.length < limit; place++) {
    const latitude = table.latitudes[place] ?? NaN
    if (latitude < south || latitude > north) continue
    const longitude = intoFrame(table.longitudes[place] ?? NaN, box.west)
    if (longitude > box.east) continue
    const x = Math.floor(((longitude / 360) * worldPixels) / CELL_WIDTH)
    const y = Math.floor((mercator(latitude) * worldPixels) / CELL_HEIGHT)
    const cell = `${x} ${y}`
    if (taken.has(cell)) continue
    taken.add(cell)
    labels.push({
      name: table.nameOf(place, language),
      latitude,
      longitude,
      rank: table.populations[place] ?? 0,
      capital: table.isCapital(place),
    })
  }
  return labels
}

/** The same meridian, counted from `west` eastwards. */
const intoFrame = (longitude: number, west: number) => longitude + 360 * Math.ceil((west - longitude) / 360)

/** Web Mercator, from 0 at the equator to 0.5 at 85°. */
const mercator = (latitude: number) => Math.asinh(Math.tan((latitude * Math.PI) / 180)) / (2 * Math.PI)
