import { iso1A2Code } from '@rapideditor/country-coder'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'

/** Tells whether a point is on dry land of a country. */
export interface Land {
  holds(country: string, latitude: number, longitude: number): boolean
}

/** ISO 3166-1 numeric codes, by which Natural Earth names its countries. */
const NUMERIC: Readonly<Record<string, string>> = { ES: '724', MX: '484', AR: '032', GB: '826' }

const codeOf = (id: string | number | undefined) =>
  Object.keys(NUMERIC).find((code) => NUMERIC[code] === String(id))

/** Edges of a country's coast and borders, sorted into bands of latitude so that one point meets few of them. */
type Bands = Map<number, Edge[]>
type Edge = readonly [latitude1: number, longitude1: number, latitude2: number, longitude2: number]
type Ring = readonly (readonly number[])[]

/** Height of a band in degrees. */
const BAND = 0.05
const bandOf = (latitude: number) => Math.floor(latitude / BAND)

/**
 * A coast drawn at 1:10 million is off by some hundred metres, so a point counts as land only when the points this far
 * around it are land too (degrees of latitude; about 700 m).
 */
const MARGIN = 0.0065

/** `world-atlas/countries-10m.json`: Natural Earth's countries, 1:10 million, as TopoJSON. */
export type CountryAtlas = Topology<{ countries: GeometryCollection }>

/** Reads the atlas that the package `world-atlas` carries; it is large, so only who makes demo data loads it. */
export async function loadLand(): Promise<Land> {
  const atlas = await import('world-atlas/countries-10m.json', { with: { type: 'json' } })
  // The package has no types of its own; its README gives this form.
  return createLand(atlas.default as unknown as CountryAtlas)
}

/** Coast lines of the atlas, and the finer borders of country-coder. */
export function createLand(atlas: CountryAtlas): Land {
  const byCountry = new Map<string, Bands>()
  const wanted = atlas.objects.countries.geometries.filter(({ id }) => codeOf(id) !== undefined)
  for (const { id, geometry } of feature(atlas, { ...atlas.objects.countries, geometries: wanted })
    .features) {
    const polygons: readonly (readonly Ring[])[] =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : []
    byCountry.set(codeOf(id) ?? '', bandsOf(polygons.flat()))
  }
  return {
    holds(country, latitude, longitude) {
      const bands = byCountry.get(country)
      if (!bands || iso1A2Code([longitude, latitude]) !== country) return false
      const side = MARGIN / Math.cos((latitude * Math.PI) / 180)
      const around: [number, number][] = [
        [0, 0],
        [MARGIN, 0],
        [-MARGIN, 0],
        [0, side],
        [0, -side],
      ]
      return around.every(([north, east]) => isInside(bands, latitude + north, longitude + east))
    },
  }
}

function bandsOf(rings: readonly Ring[]): Bands {
  const bands: Bands = new Map()
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [longitude1 = 0, latitude1 = 0] = ring[i - 1] ?? []
      const [longitude2 = 0, latitude2 = 0] = ring[i] ?? []
      const edge: Edge = [latitude1, longitude1, latitude2, longitude2]
      const last = bandOf(Math.max(latitude1, latitude2))
      for (let band = bandOf(Math.min(latitude1, latitude2)); band <= last; band++) {
        const edges = bands.get(band)
        if (edges) edges.push(edge)
        else bands.set(band, [edge])
      }
    }
  }
  return bands
}

/** Even-odd rule: a ray to the east leaves the country as often as it enters it, unless it starts inside. */
function isInside(bands: Bands, latitude: number, longitude: number): boolean {
  let inside = false
  for (const [latitude1, longitude1, latitude2, longitude2] of bands.get(bandOf(latitude)) ?? []) {
    if (latitude1 > latitude === latitude2 > latitude) continue
    const crossing =
      longitude1 + ((latitude - latitude1) / (latitude2 - latitude1)) * (longitude2 - longitude1)
    if (longitude < crossing) inside = !inside
  }
  return inside
}
