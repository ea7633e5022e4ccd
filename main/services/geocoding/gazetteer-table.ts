import { lineOf, type GazetteerTables } from './gazetteer-format.ts'
import { foldPlace } from './place-fold.ts'
import {
  ENGLISH_REGIONS,
  SEARCH_NAMES,
  SPANISH_PLACES,
  SPANISH_REGIONS,
  SPANISH_SPEAKING,
  spanishProvince,
} from './spanish-names.ts'

export type Language = 'es' | 'en'

/** A town as it is shown and written into addresses. */
export interface Town {
  name: string
  /** The region as addresses name it: first level, in Great Britain the county. */
  state?: string
  /** Province or county, where it says more than the region. */
  district?: string
  /** ISO 3166-1 alpha-2. */
  country: string
  latitude: number
  longitude: number
  population: number
  capital: boolean
  /** Spain: the INE number of the province, with which postcodes begin. */
  province?: string
}

/** All places in columns, the largest first: a place is its index. */
export interface GazetteerTable {
  count: number
  latitudes: Float64Array
  longitudes: Float64Array
  populations: Uint32Array
  countryOf(place: number): string
  regionOf(place: number): string
  provinceOf(place: number): string
  isCapital(place: number): boolean
  nameOf(place: number, language: Language): string
  /** Every name to find a place by; `other` marks those of other languages and times. */
  searchNamesOf(place: number): { name: string; other: boolean }[]
  townOf(place: number, language: Language): Town
  /** The names of the regions a place lies in, in all languages at hand. */
  regionNamesOf(place: number): string[]
}

export function createGazetteerTable(tables: GazetteerTables): GazetteerTable {
  const { count, latitudes, longitudes, populations, regionNames, regionCodes, kinds } = tables
  const nameAt = (place: number) => lineOf(tables.names, place)
  const provinceOf = (place: number) => {
    const number = tables.provinces[place] ?? 0
    return number === 0 ? '' : String(number).padStart(2, '0')
  }
  const isCapital = (place: number) => kinds[tables.kindCodes[place] ?? 0] === 'C'

  const regionOf = (place: number) => regionCodes[tables.regions[place] ?? -1] ?? '..'
  const countryOf = (place: number) => regionOf(place).slice(0, 2)
  const nameOf = (place: number, language: Language) => {
    const name = nameAt(place)
    return (
      (speaksSpanish(countryOf(place), language) && SPANISH_PLACES.get(`${countryOf(place)}:${name}`)) || name
    )
  }
  return {
    count,
    latitudes,
    longitudes,
    populations,
    countryOf,
    regionOf,
    provinceOf,
    isCapital,
    nameOf,
    searchNamesOf(place) {
      const main = nameAt(place)
      const shown = nameOf(place, 'es')
      const own = [main, ...(shown === main ? [] : [shown])]
      // Two official names: "Donostia / San Sebastián".
      if (main.includes(' / ')) own.push(...main.split(' / '))
      const also = SEARCH_NAMES.get(`${countryOf(place)}:${main}`)
      if (also) own.push(...also.split('|'))
      const others = lineOf(tables.otherNames, place)
      return [
        ...own.map((name) => ({ name, other: false })),
        ...(others ? others.split('|').map((name) => ({ name, other: true })) : []),
      ]
    },
    townOf(place, language) {
      const code = regionOf(place)
      const { state, district } = addressRegions(code, regionNames, language)
      const province = provinceOf(place)
      const county = (province && spanishProvince(province)) || district
      return {
        name: nameOf(place, language),
        ...(state && { state }),
        ...(county && foldPlace(county) !== foldPlace(state ?? '') && { district: county }),
        country: countryOf(place),
        latitude: latitudes[place] ?? NaN,
        longitude: longitudes[place] ?? NaN,
        population: populations[place] ?? 0,
        capital: isCapital(place),
        ...(province && { province }),
      }
    },
    regionNamesOf(place) {
      const code = regionOf(place)
      const levels = [firstLevel(code), code]
      return [
        ...levels.flatMap((level) => [
          regionNames.get(level),
          SPANISH_REGIONS.get(level),
          ENGLISH_REGIONS.get(level),
        ]),
        spanishProvince(provinceOf(place)),
        // "Springfield, IL": the codes of American states are what addresses use.
        ...(code.startsWith('US.') ? [code.split('.')[1]] : []),
      ].filter((name) => name !== undefined)
    },
  }
}

const speaksSpanish = (country: string, language: Language) =>
  language === 'es' || SPANISH_SPEAKING.has(country)

const firstLevel = (code: string) => code.split('.', 2).join('.')

function addressRegions(
  code: string,
  names: ReadonlyMap<string, string>,
  language: Language,
): { state?: string; district?: string } {
  const name = (level: string) => regionName(level, names, language)
  const [first, second] = [name(firstLevel(code)), name(code)]
  // Royal Mail knows counties; "England" is in no address.
  if (code.startsWith('GB.')) return { state: second ?? first }
  // Of the second level, only Spain's provinces are in use among Spanish-speaking countries.
  return SPANISH_SPEAKING.has(code.slice(0, 2)) ? { state: first } : { state: first, district: second }
}

/** A region's name without the word for what it is: "Boyacá" rather than "Boyacá Department". */
function regionName(
  code: string,
  names: ReadonlyMap<string, string>,
  language: Language,
): string | undefined {
  const country = code.slice(0, 2)
  const spanish = speaksSpanish(country, language) ? SPANISH_REGIONS.get(code) : undefined
  const name = spanish ?? ENGLISH_REGIONS.get(code) ?? names.get(code)
  if (spanish || name === undefined) return name
  if (SPANISH_SPEAKING.has(country)) {
    return name.replace(/^(?:Province|Region) of /, '').replace(/ (?:Department|Province|Region)$/i, '')
  }
  return country === 'GB'
    ? name.replace(/^(?:(?:Royal |Metropolitan |City and )?Borough|City|District) of /, '')
    : name
}
