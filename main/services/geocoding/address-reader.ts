import { isStreetLine, parseAddressText, type AddressText } from '#core/domain/values/address-text.ts'
import { isPostcodeForm } from '#core/domain/values/postcode.ts'
import type { Gazetteer } from './gazetteer-client.ts'
import type { TownHit } from './gazetteer-search.ts'
import type { SuggestQuery } from './geocoder.ts'
import { foldPlace } from './place-fold.ts'
import { postalAreaOf } from './postal-areas.ts'

/** Countries whose ways of writing an address are tried after the own one's: postcodes of five digits, and of letters. */
const OTHER_HABITS = ['ES', 'GB', 'AR']

/** Towns of one name worth showing for an address. */
const MOST_TOWNS = 3

/** A town with what is left of the text for it. */
export interface FoundTown {
  street?: string
  unit?: string
  town: TownHit
}

/** One way of reading the text. */
interface Reading {
  address: AddressText
  found: FoundTown[]
  /** Less for each word that stands where places do and is none; more for a postcode of the town's country. */
  score: number
}

type AskTowns = (
  text: string,
  country: string | undefined,
  postcode: string | undefined,
  only: 'whole' | 'start',
) => Promise<TownHit[] | undefined>

/** Finds what the text of an address names. */
export function createAddressReader(gazetteer: Gazetteer) {
  return readAddress

  /**
   * The reading of which the gazetteer knows most words, by the habits of the own country and of others: in "Av. Juárez 50,
   * Centro, 06010 Ciudad de México" a town called Centro somewhere near is not meant. Undefined without a gazetteer.
   */
  async function readAddress(
    query: SuggestQuery,
  ): Promise<{ address?: AddressText; found: FoundTown[] } | undefined> {
    const addresses = [...new Set([query.country, ...OTHER_HABITS])].flatMap((habits) => {
      const address = parseAddressText(query.text, habits)
      return address ? [{ address, habits }] : []
    })
    const ask = askOnce(query)
    for (const only of ['whole', 'start'] as const) {
      let best: Reading | undefined
      for (const { address, habits } of addresses) {
        const readings = await findNamedTowns(address, query, habits, only, ask)
        if (readings === undefined) return undefined
        for (const reading of readings) if (!best || reading.score > best.score) best = reading
      }
      if (best) return best
    }
    // Nothing names the town: a postcode tells the area.
    for (const { address, habits } of addresses) {
      const area = postcodeArea(address, query, habits)
      if (area) return guessAt(area, address, query)
    }
    return { found: [] }
  }

  /** Only where the form of the postcode is the country's own, and what stands beside it looks like an address. */
  function postcodeArea(address: AddressText, query: SuggestQuery, habits: string | undefined) {
    const country = countryOf(address, query, habits)
    if (!address.postcode || !country || (address.country ?? habits) !== country) return undefined
    if (
      address.street
        ? !isStreetLine(address.street)
        : address.places.some((place) => /[^\p{L}\p{M}\s.'’-]/u.test(place))
    )
      return undefined
    return postalAreaOf(country, address.postcode)
  }

  /** The ways in which the address names a town, each with the street that is left then. Undefined without a gazetteer. */
  async function findNamedTowns(
    address: AddressText,
    query: SuggestQuery,
    habits: string | undefined,
    only: 'whole' | 'start',
    ask: AskTowns,
  ): Promise<Reading[] | undefined> {
    const { street, unit, places, postcode } = address
    const named = places.map((_, i) => ({ street, unit, town: places.slice(i).join(', ') }))
    // A name that is not typed to its end yet stands last.
    const tries = only === 'whole' ? [...named, ...address.tails] : named.slice(0, 1)
    const country = countryOf(address, query, habits)
    // The form of the postcode may tell another country.
    const countries = new Set([
      country,
      ...(postcode && only === 'whole' && !address.country ? [habits] : []),
    ])
    const readings: Reading[] = []
    for (const { town, ...left } of tries) {
      for (const wanted of countries) {
        const hits = await ask(town, wanted, postcode, only)
        if (hits === undefined) return undefined
        const [first] = hits
        if (!first || !isMeant(first, address, only === 'start' ? country : address.country)) continue
        const unexplained = wordCount(places) - (places.length > 0 ? first.explained : 0)
        readings.push({
          address,
          found: hits.map((hit) => ({ ...left, town: hit })),
          score: (fitsPostcode(address, first) ? 1 : 0) - 2 * unexplained,
        })
      }
    }
    return readings
  }

  async function guessAt(
    point: { latitude: number; longitude: number },
    address: AddressText,
    query: SuggestQuery,
  ) {
    const { street, unit } = address
    const found = await gazetteer.ask('nearby', { ...point, language: query.language })
    if (!found.ok) return undefined
    const { town } = found.value
    return { address, found: town ? [{ street, unit, town: { ...town, explained: 0 } }] : [] }
  }

  /** Asks for towns, the same only once for all readings of a text. */
  function askOnce({ language, near }: SuggestQuery): AskTowns {
    const answers = new Map<string, Promise<TownHit[] | undefined>>()
    const ask: AskTowns = async (text, country, postcode, only) => {
      const found = await gazetteer.ask('search', {
        text,
        limit: MOST_TOWNS,
        language,
        near,
        only,
        ...(country && { country }),
        ...(postcode && /^\d{5}$/.test(postcode) && { province: postcode.slice(0, 2) }),
      })
      if (!found.ok) return undefined
      // Namesakes abroad are not meant when there is one at home.
      return found.value.filter((hit) => hit.country === found.value[0]?.country)
    }
    return (...question) => {
      const key = question.join('|')
      const answer = answers.get(key) ?? ask(...question)
      answers.set(key, answer)
      return answer
    }
  }
}

/** The country that the text names, or else the asker's; postcodes with letters are one country's only. */
const countryOf = (
  address: AddressText,
  query: SuggestQuery,
  habits: string | undefined,
): string | undefined => address.country ?? (/[A-Z]/.test(address.postcode ?? '') ? habits : query.country)

/** In the country that is asked for, and of the form of postcode that was read out of the text. */
const isMeant = (town: TownHit, { postcode }: AddressText, country: string | undefined): boolean =>
  (country === undefined || town.country === country) &&
  (postcode === undefined || isPostcodeForm(postcode, town.country))

const wordCount = (places: readonly string[]) => foldPlace(places.join(' ')).split(' ').filter(Boolean).length

/** A postcode of the country's form; in Spain, of the town's province. */
function fitsPostcode({ postcode }: AddressText, { country, province }: TownHit): boolean {
  if (postcode === undefined || !isPostcodeForm(postcode, country)) return false
  return country !== 'ES' || province === undefined || postcode.startsWith(province)
}
