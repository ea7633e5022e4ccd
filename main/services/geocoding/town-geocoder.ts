import type { Place } from '#core/contract/methods/geo.ts'
import { ok, type Result } from '#core/lib/result.ts'
import type { Gazetteer } from './gazetteer-client.ts'
import { completeSuggestion, withRemarks, type Geocoder, type ReverseQuery } from './geocoder.ts'
import { townPlace, townSurroundings } from './town-place.ts'

/** A town farther away than this is no longer the point's own, in metres. */
const REMOTE_FROM = 30_000
/** Farther than this, the nearest town says nothing about a point, in metres. */
const NOTHING_FROM = 100_000

/** Towns by name, and what lies around a point. */
export function createTownGeocoder(gazetteer: Gazetteer): Geocoder {
  return {
    source: 'gazetteer',
    async suggest({ text, limit, language, country, near }) {
      const found = await gazetteer.ask('search', { text, limit, language, country, near })
      if (!found.ok) return found
      return ok(
        found.value.map((town) =>
          completeSuggestion(
            town.otherName ? `${town.name} (${town.otherName})` : town.name,
            townSurroundings(town, language),
            { ...townPlace(town), name: town.name },
          ),
        ),
      )
    },
    reverse: (query) => placeAround(gazetteer, query),
  }
}

/**
 * Country, region and town of a point, all marked as estimated. The region is that of the nearest place, the town the most
 * likely one: each rule was the better for its purpose (geo-mail.md §3.1). Far from every town, and at sea, the nearest one is
 * named with its distance, unless it says nothing about the point.
 */
export async function placeAround(
  gazetteer: Gazetteer,
  { latitude, longitude, language }: ReverseQuery,
): Promise<Result<Place, 'geo/no-gazetteer'>> {
  const found = await gazetteer.ask('nearby', { latitude, longitude, language })
  if (!found.ok) return found
  const { country, town: likely, nearest } = found.value
  // A city far away can be likelier than a village nearer by.
  const town = likely && likely.metres <= NOTHING_FROM ? likely : nearest
  const isNamed = town !== undefined && town.metres <= NOTHING_FROM
  const isRemote = !town || town.metres > REMOTE_FROM
  const unknown: Place = { source: 'gazetteer', precision: 'none', remarks: [] }
  const place: Place = isNamed
    ? {
        ...townPlace({ ...town, state: nearest?.country === town.country ? nearest.state : town.state }),
        remarks: ['place.estimatedRegion'],
      }
    : unknown
  return ok(
    withRemarks(
      {
        ...place,
        ...(country && { country }),
        precision: country === undefined ? 'none' : isRemote ? 'country' : place.precision,
      },
      country === undefined && 'place.atSea',
      isNamed && isRemote && 'place.remote',
      !isNamed && 'place.noTown',
      latitude === 0 && longitude === 0 && 'place.nullIsland',
    ),
  )
}
