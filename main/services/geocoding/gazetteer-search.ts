import { countryName, parseCountry } from '#core/domain/values/country.ts'
import { distance } from 'geokdbush'
import type { Lines } from './gazetteer-format.ts'
import type { GazetteerTable, Language, Town } from './gazetteer-table.ts'
import { foldPlace } from './place-fold.ts'

export interface TownQuery {
  /** A name or its beginning; a comma or further words may name the region or country: "Córdoba, Argentina". */
  text: string
  limit: number
  language: Language
  /** Comes first, but does not exclude others. */
  country?: string
  near?: { latitude: number; longitude: number }
  /** Spain: first two digits of a postcode that was typed with the name. */
  province?: string
  /** Only places that bear the whole name, or one that begins with the text. */
  only?: 'whole' | 'start'
}

export interface TownHit extends Town {
  /** The other name by which the place was found, when it is not the name shown. */
  otherName?: string
  /** From `near`, in metres. */
  metres?: number
  /** How many words of the text name and region account for. */
  explained: number
}

/** More towns of one name than a person would look through. */
const MAX_LIMIT = 100

/** The text of the search, made at build time: a line per place with all of its names, each in the form of `wordForm`. */
export const searchLines = (table: GazetteerTable): string =>
  Array.from({ length: table.count }, (_, place) => {
    const names = table.searchNamesOf(place)
    return `${names.map(({ name, other }) => (other ? OTHER : '') + wordForm(foldPlace(name))).join('|')}\n`
  }).join('')

/**
 * Search by beginnings of words. All names stand in one text in which only the first letter of a word is a capital, so that the
 * runtime's own string search finds word beginnings: 2 to 5 ms over 400 000 names.
 */
export function createTownSearch(
  table: GazetteerTable,
  { text, starts }: Lines,
): (query: TownQuery) => TownHit[] {
  const regionTexts = new Map<string, string>()

  const regionText = (place: number) => {
    const code = table.regionOf(place)
    let words = regionTexts.get(code)
    if (words === undefined) {
      const country = table.countryOf(place)
      const names = [...table.regionNamesOf(place), countryName(country, 'es'), countryName(country, 'en')]
      words = `${wordForm(foldPlace(names.join(' ')))}`
      regionTexts.set(code, words)
    }
    return words
  }

  /** The place on whose line a position of the text lies, not before `from`. */
  const placeAt = (position: number, from: number) => {
    let [low, high] = [from, table.count - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? text.length) <= position) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Calls back once for each place that has a name with all the words. */
  const eachMatch = (words: string[], visit: (place: number, match: NameMatch) => void) => {
    const rarest = words.reduce((a, b) => (b.length > a.length ? b : a))
    const whole = words.join('')
    let place = 0
    for (let at = text.indexOf(rarest); at >= 0; at = text.indexOf(rarest, starts[place + 1])) {
      place = placeAt(at, place)
      const match = matchNames(text.slice(starts[place], (starts[place + 1] ?? 0) - 1), words, whole)
      if (match) visit(place, match)
    }
  }

  const find = (words: string[], region: string[], query: TownQuery): Scored[] => {
    const best: Scored[] = []
    const limit = Math.min(query.limit, MAX_LIMIT)
    eachMatch(words, (place, match) => {
      if (query.only === 'whole' && match.part !== 'whole') return
      if (query.only === 'start' && match.part === 'inside') return
      const score = scoreOf(place, match, query)
      const last = best.at(-1)
      if (best.length >= limit && last && score <= last.score) return
      if (region.some((word) => !regionText(place).includes(word))) return
      const at = best.findIndex((other) => other.score < score)
      best.splice(at < 0 ? best.length : at, 0, { place, score, name: match.index })
      if (best.length > limit) best.pop()
    })
    return best
  }

  const scoreOf = (place: number, match: NameMatch, query: TownQuery) => {
    let score = match.rank + 0.6 * Math.log10((table.populations[place] ?? 0) + 100)
    if (query.country !== undefined && table.countryOf(place) === query.country) score += 2.5
    if (query.province !== undefined && table.provinceOf(place) === query.province) score += 3
    if (query.near) score += 1.5 * Math.max(0, 1 - Math.log10(1 + kilometres(place, query.near)) / 3)
    return score
  }

  const kilometres = (place: number, { latitude, longitude }: { latitude: number; longitude: number }) =>
    distance(longitude, latitude, table.longitudes[place] ?? 0, table.latitudes[place] ?? 0)

  const hitOf = ({ place, name }: Scored, explained: number, query: TownQuery): TownHit => {
    const town = table.townOf(place, query.language)
    const found = table.searchNamesOf(place)[name]?.name ?? ''
    const [own, other] = [foldPlace(town.name), foldPlace(found)]
    return {
      ...town,
      explained,
      // A name that holds the other needs no explanation.
      ...(!own.includes(other) && !other.includes(own) && { otherName: found }),
      ...(query.near && { metres: Math.round(kilometres(place, query.near) * 1000) }),
    }
  }

  return (query) => {
    const [name = '', ...rest] = query.text.slice(0, 200).split(',')
    const words = wordsOf(name)
    const country = countryOf(rest)
    const region = country ? [...wordsOf(rest.slice(0, -1).join(' ')), ...country] : wordsOf(rest.join(' '))
    if (!words.some((word) => /[\p{L}\p{N}]{2}/u.test(word))) return []
    let explained = words.length + region.length
    let found = region.length > 0 ? find(words, region, query) : []
    if (found.length === 0) {
      // A region may be written in a way that is not known here; a namesake in another country is not meant.
      explained = words.length + (country?.length ?? 0)
      found = find(words, country ?? [], query)
    }
    // "cordoba argentina": the last words may be a region. Longer texts are no town's name.
    const isShort = words.length <= 6 && !words.some((word) => word.startsWith('#'))
    for (let count = words.length - 1; isShort && found.length === 0 && count > 0; count--) {
      const kept = words.slice(0, count)
      if (kept.join('').length < 3) break
      const named = parseCountry(words.slice(count).join(' '))
      explained = words.length
      found = find(kept, named ? wordsOf(countryName(named, 'en')) : words.slice(count), query)
    }
    return found.map((one) => hitOf(one, explained, query))
  }
}

interface Scored {
  place: number
  score: number
  /** Which of the place's names was found. */
  name: number
}

interface NameMatch {
  index: number
  /** What of the name was typed. */
  part: 'whole' | 'start' | 'inside'
  /** The whole name 3, its beginning 2, words inside 1; less for names of other languages and times. */
  rank: number
}

const OTHER = '='

/** "el astillero" as "ElAstillero"; digits get a mark, as they have no capitals. */
const wordForm = (folded: string) => folded.split(' ').map(capital).join('')
const capital = (word: string) =>
  /^\d/.test(word) ? `#${word}` : word.charAt(0).toUpperCase() + word.slice(1)

/** The words of a country that was typed last; two letters are as often a state's ("Springfield, IL"). */
function countryOf(rest: readonly string[]): string[] | undefined {
  const last = rest.at(-1)?.trim() ?? ''
  const country = last.length > 2 ? parseCountry(last) : undefined
  return country === undefined ? undefined : wordsOf(countryName(country, 'en'))
}

const wordsOf = (text: string) => foldPlace(text).split(' ').filter(Boolean).slice(0, 8).map(capital)

/** The best of a place's names that holds every word. */
function matchNames(line: string, words: readonly string[], whole: string): NameMatch | undefined {
  let best: NameMatch | undefined
  line.split('|').forEach((name, index) => {
    if (!words.every((word) => name.includes(word))) return
    const other = name.startsWith(OTHER)
    const own = other ? name.slice(1) : name
    const part = own === whole ? 'whole' : own.startsWith(whole) ? 'start' : 'inside'
    const rank = part === 'whole' ? (other ? 2.9 : 3) : (part === 'start' ? 2 : 1) - (other ? 1 : 0)
    if (!best || rank > best.rank) best = { index, part, rank }
  })
  return best
}
