import { splitBox, type GeoBox } from '#renderer/map/index.ts'
import type { LiveQuery } from '#renderer/data/index.ts'
import type { Site } from '#core/domain/site/schema.ts'

type Selector = NonNullable<LiveQuery<Site>['selector']>

/** Precisions that leave a crew searching: the quick list of sites to put right. */
const INEXACT = ['street', 'place', 'none']

/** Sites in use; optionally only those without an exact position. */
export const sitesInUse = (onlyInexact: boolean): Selector => ({
  archived: { $exists: false },
  ...(onlyInexact && { 'origin.precision': { $in: INEXACT } }),
})

/** The same within a box; two boxes when it crosses ±180. */
export function sitesInBox(box: GeoBox, onlyInexact: boolean): Selector {
  const parts = splitBox(box).map(({ west, south, east, north }) => ({
    latitude: { $gte: south, $lte: north },
    longitude: { $gte: west, $lte: east },
  }))
  const [first] = parts
  return { ...sitesInUse(onlyInexact), ...(parts.length === 1 ? first : { $or: parts }) }
}
