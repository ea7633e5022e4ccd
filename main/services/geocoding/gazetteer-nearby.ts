import { around, distance } from 'geokdbush'
import KDBush from 'kdbush'
import { countryAt } from './country-at.ts'
import type { GazetteerTable, Language, Town } from './gazetteer-table.ts'
import { nearbyTree } from './gazetteer-tree.ts'

export interface NearbyTown extends Town {
  metres: number
}

export interface Nearby {
  /** The country at the point; undefined at sea. */
  country?: string
  /** The town the point most likely belongs to. */
  town?: NearbyTown
  /** The place nearest of all: the better guide to the region. */
  nearest?: NearbyTown
}

const BIG = 100_000
const NEAREST = 25
const NEAREST_BIG = 8

/**
 * What lies at a point. The country comes from borders, then only its own places count. The town is the one with the least distance
 * in relation to its size, as if people lived 5000 to the square kilometre: the plain nearest one is often a hamlet, or a town
 * across the border (geo-mail.md §3.1 has the measurements).
 */
export function createNearby(
  table: GazetteerTable,
  order: Uint32Array,
  countries: ReadonlySet<string>,
): (latitude: number, longitude: number, language: Language) => Nearby {
  const all = nearbyTree(order, table.longitudes, table.latitudes)
  // Places are sorted by population.
  const firstSmall = table.populations.findIndex((population) => population < BIG)
  const bigCount = firstSmall < 0 ? table.count : firstSmall
  const big = new KDBush(Math.max(1, bigCount))
  for (let place = 0; place < Math.max(1, bigCount); place++) {
    big.add(table.longitudes[place] ?? 0, table.latitudes[place] ?? 0)
  }
  big.finish()

  return (latitude, longitude, language) => {
    const country = countryAt(latitude, longitude)
    // Antarctica and some islands have no places: then any will do.
    const own =
      country !== undefined && countries.has(country)
        ? (place: number) => table.countryOf(place) === country
        : undefined
    const near = around(all, longitude, latitude, NEAREST, Infinity, own)
    const kilometres = (place: number) =>
      distance(longitude, latitude, table.longitudes[place] ?? 0, table.latitudes[place] ?? 0)
    const weight = (place: number) =>
      kilometres(place) / (2 + Math.sqrt((table.populations[place] ?? 0) / (Math.PI * 5000)))
    const candidates = own
      ? [...near, ...around(big, longitude, latitude, NEAREST_BIG, Infinity, own)]
      : near.slice(0, 1)
    const likely = candidates.reduce<number | undefined>(
      (best, place) => (best === undefined || weight(place) < weight(best) ? place : best),
      undefined,
    )
    const shown = (place: number): NearbyTown => ({
      ...table.townOf(place, language),
      metres: Math.round(kilometres(place) * 1000),
    })
    return {
      ...(country && { country }),
      ...(likely !== undefined && { town: shown(likely) }),
      ...(near[0] !== undefined && { nearest: shown(near[0]) }),
    }
  }
}
