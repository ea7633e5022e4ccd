import type { Place } from '#core/contract/methods/geo.ts'
import { countryName } from '#core/domain/values/country.ts'
import type { Language, Town } from './gazetteer-table.ts'

/** A town as a place: its centre, and the fields that a site there has in common with it. */
export const townPlace = (town: Town & { metres?: number }): Place => ({
  city: town.name,
  ...(town.state && { state: town.state }),
  country: town.country,
  latitude: town.latitude,
  longitude: town.longitude,
  source: 'gazetteer',
  precision: 'place',
  ...(town.metres !== undefined && { metres: town.metres }),
  remarks: [],
})

/** "Granada, Andalucía, España": where a town lies. */
export const townSurroundings = (town: Town, language: Language): string =>
  [town.district, town.state, countryName(town.country, language)]
    .filter((part, i, all) => part && part !== town.name && all.indexOf(part) === i)
    .join(', ')
