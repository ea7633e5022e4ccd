import type { ImportedPlace, PlaceQuery } from '#core/domain/import/imported-table.ts'
import type { Gazetteer } from './gazetteer-client.ts'
import type { TownHit } from './gazetteer-search.ts'
import { foldPlace } from './place-fold.ts'
import { postalAreaOf } from './postal-areas.ts'

/** Towns of one name looked at, to tell a sure answer from a guess. */
const LOOKED_AT = 5

/**
 * The town that an imported address names, or else the area of its postcode; undefined when neither is known. Asks
 * nobody but the built-in gazetteer.
 */
export async function placeNamed(
  gazetteer: Gazetteer,
  { city, state, postcode, country }: PlaceQuery,
  language: 'es' | 'en',
): Promise<ImportedPlace | undefined> {
  const name = city || state
  const found =
    name === ''
      ? undefined
      : await gazetteer.ask('search', {
          text: city && state ? `${city}, ${state}` : name,
          limit: LOOKED_AT,
          language,
          country,
          only: 'whole',
          ...(country === 'ES' && /^\d{2}/.test(postcode) && { province: postcode.slice(0, 2) }),
        })
  const towns = found?.ok ? found.value.filter((town) => town.country === country) : []
  const [town] = towns
  if (town) return placeOf(town, isGuess(town, towns, { state, postcode }))
  const area = postalAreaOf(country, postcode.toUpperCase())
  return area && { ...area, country, isGuess: true, ...(city && { city }) }
}

const placeOf = (town: TownHit, guess: boolean): ImportedPlace => ({
  latitude: town.latitude,
  longitude: town.longitude,
  country: town.country,
  city: town.name,
  ...(town.state && { state: town.state }),
  ...(guess && { isGuess: true }),
})

/** Namesakes in other regions, and nothing in the address that tells them apart. */
function isGuess(
  town: TownHit,
  towns: readonly TownHit[],
  { state, postcode }: Pick<PlaceQuery, 'state' | 'postcode'>,
): boolean {
  const namesakes = towns.filter(
    (other) => foldPlace(other.name) === foldPlace(town.name) && other.state !== town.state,
  )
  if (namesakes.length === 0) return false
  const isRegion = state !== '' && foldPlace(town.state ?? '').includes(foldPlace(state))
  const isProvince = town.province !== undefined && postcode.startsWith(town.province)
  return !isRegion && !isProvince
}
