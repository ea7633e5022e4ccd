import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { POSTAL_AREAS, type PostalArea } from '../geocoding/postal-areas.ts'
import type { DemoTown } from './towns.ts'

/** Letters that end a British postcode (BS 7666 leaves out those easily misread). */
const INWARD = [...'ABDEFGHJLNPQRSTUWXYZ']

/** A postcode of the country's form, from the area the town lies in. */
export function postcodeFor(town: DemoTown, random: SeededRandom): string {
  const start = town.postcodePrefix ?? nearestArea(town)
  if (town.country === 'GB') {
    return `${start}${random.int(1, 20)} ${random.int(1, 9)}${random.pick(INWARD)}${random.pick(INWARD)}`
  }
  const length = town.country === 'AR' ? 4 : 5
  return `${start}${random.digits(length)}`.slice(0, length)
}

const known = new WeakMap<DemoTown, string>()

function nearestArea(town: DemoTown): string {
  let start = known.get(town)
  if (start === undefined) {
    const shrink = Math.cos((town.latitude * Math.PI) / 180)
    const squared = ([, latitude, longitude]: PostalArea) =>
      (latitude - town.latitude) ** 2 + ((longitude - town.longitude) * shrink) ** 2
    const nearest = (POSTAL_AREAS[town.country] ?? []).reduce<PostalArea | undefined>(
      (best, area) => (!best || squared(area) < squared(best) ? area : best),
      undefined,
    )
    start = nearest?.[0] ?? ''
    known.set(town, start)
  }
  return start
}
