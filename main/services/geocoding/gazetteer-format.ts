/**
 * The gazetteer asset: brotli over UTF-8 text, written by build-gazetteer.ts from npm packages that carry GeoNames data
 * (CC BY 4.0). One line of header, the lines of the regions, then one column after the other, each with a line per place:
 * columns of like values, sorted by region, pack a quarter smaller than rows.
 *
 * Regions are `ES.51 ⇥ Andalusia` (first level) and `GB.ENG.GLA ⇥ Greater London` (second level). The columns are: name; other
 * names joined by `|`; region code, empty when that of the line before; latitude and longitude in 1/10000 degree, as
 * difference from the line before; population; kind; Spanish province (INE, two digits).
 */
const MAGIC = 'enlace-gazetteer'
const VERSION = 1
const STEPS = 1e4

/** `C` capital of a country, `A` seat of a first-level region, empty for others. */
export type PlaceKind = 'C' | 'A' | ''

export interface GazetteerPlace {
  name: string
  otherNames: string[]
  /** `ES.51.GR`: country, first and second level as far as known; always two points. */
  region: string
  latitude: number
  longitude: number
  population: number
  kind: PlaceKind
  province: string
}

export interface GazetteerTables {
  /** Names of regions by code. */
  regionNames: Map<string, string>
  names: string[]
  /** Joined by `|`, empty for most places. */
  otherNames: string[]
  regions: string[]
  latitudes: Float64Array
  longitudes: Float64Array
  populations: Uint32Array
  kinds: string[]
  provinces: string[]
}

export function writeGazetteer(
  regionNames: [code: string, name: string][],
  places: GazetteerPlace[],
): string {
  const sorted = places.toSorted((a, b) => compare(a.region, b.region) || compare(a.name, b.name))
  const steps = (degrees: number) => Math.round(degrees * STEPS)
  const differences = (values: number[]) => values.map((value, i) => value - (values[i - 1] ?? 0))
  const columns = [
    sorted.map((place) => place.name),
    sorted.map((place) => place.otherNames.join('|')),
    sorted.map((place, i) => (place.region === sorted[i - 1]?.region ? '' : place.region)),
    differences(sorted.map((place) => steps(place.latitude))),
    differences(sorted.map((place) => steps(place.longitude))),
    sorted.map((place) => place.population),
    sorted.map((place) => place.kind),
    sorted.map((place) => place.province),
  ]
  const header = [MAGIC, VERSION, regionNames.length, places.length].join(' ')
  return [header, ...regionNames.map((region) => region.join('\t')), ...columns.flat(), ''].join('\n')
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Throws when the text is not a whole gazetteer of this version. */
export function readGazetteer(text: string): GazetteerTables {
  const lines = text.split('\n')
  const [magic, version, regionCount, count] = (lines[0] ?? '').split(' ')
  const [regions, places] = [Number(regionCount), Number(count)]
  if (magic !== MAGIC || Number(version) !== VERSION) throw new Error('not a gazetteer of this version')
  if (lines.length !== 1 + regions + 8 * places + 1) throw new Error('the gazetteer is cut off')
  let next = 1 + regions
  const column = () => lines.slice(next, (next += places))
  const names = column()
  const otherNames = column()
  const codes = column()
  codes.forEach((code, i) => {
    if (code === '') codes[i] = codes[i - 1] ?? ''
  })
  const degrees = () => {
    let sum = 0
    return Float64Array.from(column(), (step) => (sum += Number(step)) / STEPS)
  }
  const tables = {
    regionNames: new Map(lines.slice(1, 1 + regions).map((line) => line.split('\t') as [string, string])),
    names,
    otherNames,
    regions: codes,
    latitudes: degrees(),
    longitudes: degrees(),
    populations: Uint32Array.from(column(), Number),
    kinds: column(),
    provinces: column(),
  }
  if (tables.latitudes.some(Number.isNaN) || tables.longitudes.some(Number.isNaN)) {
    throw new Error('the gazetteer holds a position that is no number')
  }
  return tables
}
