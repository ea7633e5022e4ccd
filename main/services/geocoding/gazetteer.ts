import { iso1A2Code } from '@rapideditor/country-coder'
import { around, distance } from 'geokdbush'
import KDBush from 'kdbush'
import type { GazetteerTables } from './gazetteer-format.ts'
import { foldPlace } from './place-fold.ts'
import {
  ENGLISH_REGIONS,
  SPANISH_PLACES,
  SPANISH_REGIONS,
  SPANISH_SPEAKING,
  spanishProvince,
} from './spanish-names.ts'

export interface Town {
  name: string
  /** Region as addresses of the country write it; undefined when the gazetteer has none. */
  state?: string
  country: string
  latitude: number
  longitude: number
  population: number
  capital: boolean
  postcodePrefix?: string
}

export interface TownHit extends Town {
  /** From the point asked about or the search's bias, in kilometres. */
  km?: number
}

export interface Box {
  west: number
  south: number
  east: number
  north: number
}

/** Towns of the world from 500 people, searched in memory. */
export interface Gazetteer {
  search(query: TownQuery): TownHit[]
  /** Country and nearest town of a point; empty at sea far from everything. */
  reverse(point: Point, language: 'es' | 'en'): { country?: string; town?: TownHit }
  labels(box: Box, limit: number, language: 'es' | 'en'): Town[]
  towns(countries: readonly string[]): Town[]
}

export interface Point {
  latitude: number
  longitude: number
}

export interface TownQuery {
  text: string
  language: 'es' | 'en'
  country?: string
  near?: Point
  limit: number
}

/** A town this far is not "the" town of a point any more, in kilometres. */
const FARTHEST_TOWN = 200
/** Boxes up to this many square degrees are read from the position index; larger ones by population. */
const SMALL_BOX = 40

export function createGazetteer(tables: GazetteerTables): Gazetteer {
  const { names, otherNames, regions, latitudes, longitudes, populations, kinds, provinces } = tables
  const index = new KDBush(names.length)
  for (let i = 0; i < names.length; i++) index.add(longitudes[i] ?? 0, latitudes[i] ?? 0)
  index.finish()
  const byPopulation = Uint32Array.from(names.keys()).sort(
    (a, b) => (populations[b] ?? 0) - (populations[a] ?? 0),
  )
  const words = indexWords(names, otherNames)
  const countryOf = (i: number): string => (regions[i] ?? '').slice(0, 2)

  const town = (i: number, language: 'es' | 'en'): Town => {
    const country = countryOf(i)
    const name = names[i] ?? ''
    const isSpanish = language === 'es' || SPANISH_SPEAKING.has(country)
    const state = stateOf(regions[i] ?? '', isSpanish)
    return {
      name: (isSpanish ? SPANISH_PLACES.get(`${country}:${name}`) : undefined) ?? name,
      ...(state === undefined ? {} : { state }),
      country,
      latitude: latitudes[i] ?? 0,
      longitude: longitudes[i] ?? 0,
      population: populations[i] ?? 0,
      capital: kinds[i] === 'C',
      ...(provinces[i] ? { postcodePrefix: provinces[i] } : {}),
    }
  }

  /** GB writes the county or city region: its first level is the nation (geo-mail.md §2.5). */
  function stateOf(region: string, isSpanish: boolean): string | undefined {
    const [country = '', first = '', second = ''] = region.split('.')
    const code = country === 'GB' && second !== '' ? region : `${country}.${first}`
    const own = isSpanish ? SPANISH_REGIONS.get(code) : ENGLISH_REGIONS.get(code)
    return own ?? tables.regionNames.get(code) ?? tables.regionNames.get(`${country}.${first}`)
  }

  return {
    search({ text, language, country, near, limit }) {
      const wanted = foldPlace(text).split(' ').filter(Boolean)
      const longest = wanted.toSorted((a, b) => b.length - a.length)[0]
      if (longest === undefined || longest.length < 2) return []
      const hits: { i: number; score: number }[] = []
      for (const i of words.startingWith(longest)) {
        if (country !== undefined && countryOf(i) !== country) continue
        const match = matchOf(i, wanted)
        if (match === 0) continue
        const km = near ? distance(near.longitude, near.latitude, longitudes[i] ?? 0, latitudes[i] ?? 0) : 0
        // An exact name beats a longer one, a large town a small one, and a near one a far one.
        hits.push({
          i,
          score: Math.log10((populations[i] ?? 0) + 10) + match * 2 - Math.min(km, 4000) / 1500,
        })
      }
      hits.sort((a, b) => b.score - a.score || a.i - b.i)
      return hits.slice(0, limit).map(({ i }) => ({
        ...town(i, language),
        ...(near
          ? { km: distance(near.longitude, near.latitude, longitudes[i] ?? 0, latitudes[i] ?? 0) }
          : {}),
      }))
    },

    reverse({ latitude, longitude }, language) {
      const country = iso1A2Code([longitude, latitude]) ?? undefined
      const sameCountry = (i: number) => country === undefined || countryOf(i) === country
      const near = around(index, longitude, latitude, 25, FARTHEST_TOWN, sameCountry)
      const large = around(
        index,
        longitude,
        latitude,
        5,
        60,
        (i) => sameCountry(i) && (populations[i] ?? 0) >= 100_000,
      )
      let best: { i: number; km: number; weight: number } | undefined
      for (const i of [...near, ...large]) {
        const km = distance(longitude, latitude, longitudes[i] ?? 0, latitudes[i] ?? 0)
        // A large town reaches farther: about as far as a disc of 5,000 people per square kilometre (geo-mail.md §3.1).
        const weight = km / (2 + Math.sqrt((populations[i] ?? 0) / (Math.PI * 5000)))
        if (!best || weight < best.weight) best = { i, km, weight }
      }
      if (!best) return country === undefined ? {} : { country }
      // The name by weight, the region by nearness: a suburb may lie in another region than the city.
      const nearest = near[0] ?? best.i
      const found = town(best.i, language)
      const state = stateOf(
        regions[nearest] ?? '',
        language === 'es' || SPANISH_SPEAKING.has(countryOf(nearest)),
      )
      return {
        country: country ?? countryOf(best.i),
        town: { ...found, ...(state === undefined ? {} : { state }), km: best.km },
      }
    },

    labels({ west, south, east, north }, limit, language) {
      const isIn = (i: number): boolean => {
        const latitude = latitudes[i] ?? 0
        const longitude = longitudes[i] ?? 0
        return latitude >= south && latitude <= north && longitude >= west && longitude <= east
      }
      const isSmall = (east - west) * (north - south) <= SMALL_BOX
      const found: number[] = []
      if (isSmall) {
        found.push(...index.range(west, south, east, north))
        found.sort((a, b) => (populations[b] ?? 0) - (populations[a] ?? 0))
      } else
        for (let n = 0; n < byPopulation.length && found.length < limit; n++) {
          const i = byPopulation[n] ?? 0
          if (isIn(i)) found.push(i)
        }
      return found.slice(0, limit).map((i) => town(i, language))
    },

    towns(countries) {
      const wanted = new Set(countries)
      const found: Town[] = []
      for (let i = 0; i < names.length; i++) if (wanted.has(countryOf(i))) found.push(town(i, 'es'))
      return found
    },
  }

  /** 2 for a whole name, 1 when every word begins a word of a name, 0 for no match. */
  function matchOf(i: number, wanted: readonly string[]): number {
    let best = 0
    for (const name of namesOf(i)) {
      const folded = foldPlace(name)
      if (folded === wanted.join(' ')) return 2
      const parts = folded.split(' ')
      if (wanted.every((word) => parts.some((part) => part.startsWith(word)))) best = 1
    }
    return best
  }

  function namesOf(i: number): string[] {
    const name = names[i] ?? ''
    const spanish = SPANISH_PLACES.get(`${countryOf(i)}:${name}`)
    const others = otherNames[i]
    return [name, ...(spanish ? [spanish] : []), ...(others ? others.split('|') : [])]
  }

  function indexWords(main: readonly string[], others: readonly string[]) {
    const pairs: { word: string; i: number }[] = []
    for (let i = 0; i < main.length; i++) {
      const name = main[i] ?? ''
      const spanish = SPANISH_PLACES.get(`${(regions[i] ?? '').slice(0, 2)}:${name}`) ?? ''
      const all = `${name} ${spanish} ${(others[i] ?? '').replaceAll('|', ' ')}`
      for (const word of new Set(foldPlace(all).split(' '))) if (word.length > 1) pairs.push({ word, i })
    }
    pairs.sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : a.i - b.i))
    return {
      startingWith(prefix: string): Set<number> {
        let low = 0
        let high = pairs.length
        while (low < high) {
          const middle = (low + high) >> 1
          if ((pairs[middle]?.word ?? '') < prefix) low = middle + 1
          else high = middle
        }
        const found = new Set<number>()
        for (let n = low; pairs[n]?.word.startsWith(prefix); n++) found.add(pairs[n]?.i ?? 0)
        return found
      },
    }
  }
}

/** The province that the first two digits of a Spanish postcode name. */
export const provinceOfPostcode = (postcode: string): string | undefined =>
  spanishProvince(postcode.slice(0, 2))
