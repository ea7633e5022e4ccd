import type { SeededRandom } from '#core/lib/seeded-random.ts'
import type { Land } from './land.ts'

/** A town as the gazetteer knows it. */
export interface DemoTown {
  name: string
  /** Region as it is written in addresses. */
  state: string
  /** ISO 3166-1 alpha-2. */
  country: string
  latitude: number
  longitude: number
  population: number
  /** The digits with which postcodes of the town begin, where the gazetteer tells. */
  postcodePrefix?: string
}

export interface DemoPoint {
  latitude: number
  longitude: number
}

/** Towns of one country, chosen by how many people live there. */
export interface TownChooser {
  pick(random: SeededRandom): DemoTown
}

/** Small villages are left out: most of them are no more than a name on the map. */
const SMALLEST = 1000

/** @throws RangeError when the gazetteer has no town of the country. */
export function createTownChooser(towns: readonly DemoTown[], country: string): TownChooser {
  const own = towns.filter((town) => town.country === country && town.population >= SMALLEST)
  if (own.length === 0) throw new RangeError(`no towns of ${country}`)
  // The square root keeps the capital from swallowing everything.
  let total = 0
  const sums = own.map((town) => (total += Math.sqrt(town.population)))
  return {
    pick(random) {
      const wanted = random.next() * total
      let low = 0
      let high = sums.length - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if ((sums[middle] ?? total) > wanted) high = middle
        else low = middle + 1
      }
      // The search ends inside the list.
      return own[low] as DemoTown
    },
  }
}

const KM_PER_DEGREE = 111.2

/**
 * A point near a town, on land of its country: farther out for a farm than for a flat, and nearer to the centre with
 * every try that falls into the sea or over the border. The centre itself is the last resort.
 */
export function pointNear(town: DemoTown, rural: boolean, land: Land, random: SeededRandom): DemoPoint {
  const radiusKm = Math.min(6, 0.4 + Math.sqrt(town.population) / 250)
  let farthest = rural ? radiusKm + 5 : radiusKm
  let nearest = rural ? radiusKm : 0
  for (let tries = 0; tries < 12; tries++) {
    const km = nearest + (farthest - nearest) * Math.sqrt(random.next())
    const angle = random.next() * 2 * Math.PI
    const latitude = town.latitude + (km * Math.cos(angle)) / KM_PER_DEGREE
    const longitude =
      town.longitude + (km * Math.sin(angle)) / (KM_PER_DEGREE * Math.cos((town.latitude * Math.PI) / 180))
    if (land.holds(town.country, latitude, longitude)) return rounded(latitude, longitude)
    farthest *= 0.7
    nearest *= 0.5
  }
  return rounded(town.latitude, town.longitude)
}

/** Six decimals are 11 cm. */
const rounded = (latitude: number, longitude: number): DemoPoint => ({
  latitude: Math.round(latitude * 1e6) / 1e6,
  longitude: Math.round(longitude * 1e6) / 1e6,
})
