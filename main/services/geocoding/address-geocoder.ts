import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { parseAddressText, type AddressText } from '#core/domain/values/address-text.ts'
import { addressOneLine } from '#core/domain/values/address.ts'
import { err, ok } from '#core/lib/result.ts'
import type { Gazetteer } from './gazetteer-client.ts'
import type { TownHit } from './gazetteer-search.ts'
import { completeSuggestion, withRemarks, type Geocoder, type SuggestQuery } from './geocoder.ts'
import { isPlacedExactly, sitePlace, withoutNumber, type OwnSites } from './own-sites.ts'
import { foldPlace } from './place-fold.ts'
import { postalAreaOf } from './postal-areas.ts'
import { townPlace } from './town-place.ts'

/** Countries whose ways of writing an address are tried after the own one's: postcodes of five digits, and of letters. */
const OTHER_HABITS = ['ES', 'GB', 'AR']

/** Towns of one name worth showing for an address. */
const MOST_TOWNS = 3

/** A town with what is left of the text for it. */
interface FoundTown {
  street?: string
  unit?: string
  town: TownHit
}

/**
 * Typed addresses without anybody to ask, and town names when the text is no address: the text is parted into fields, the town found in the gazetteer. The position is the
 * town's centre, to be dragged to the door, or that of an own site in the same street.
 */
export function createAddressGeocoder(gazetteer: Gazetteer, sites: OwnSites, towns: Geocoder): Geocoder {
  return {
    source: 'gazetteer',
    async suggest(query, signal) {
      const { address, found } = (await readAddress(query)) ?? {}
      if (found === undefined) return err('geo/no-gazetteer')
      if (!address || found.length === 0) return towns.suggest(query, signal)
      const places = await Promise.all(found.map((one) => placeOf(one, address, query)))
      return ok(places.map((place) => suggestionOf(place, query)))
    },
    reverse: (query, signal) => towns.reverse(query, signal),
  }

  /** Reads the text by the habits of its country, and of others when no town comes of it. Undefined without a gazetteer. */
  async function readAddress(query: SuggestQuery) {
    const readings: { address: AddressText; habits: string | undefined }[] = []
    for (const habits of new Set([query.country, ...OTHER_HABITS])) {
      const address = parseAddressText(query.text, habits)
      if (!address) continue
      const found = await findNamedTowns(address, query, habits)
      if (found === undefined) return undefined
      if (found.length > 0) return { address, found }
      readings.push({ address, habits })
    }
    // Nothing names the town: a postcode tells the area, and a house number alone is meant near the map's middle.
    for (const { address, habits } of readings) {
      const area = postcodeArea(address, query, habits)
      if (area) return guessAt(area, address, query)
    }
    const [first] = readings
    const isNear = first?.address.street !== undefined && /\d|s\/n/i.test(first.address.street)
    if (first && isNear && query.near) return guessAt(query.near, first.address, query)
    return { address: first?.address, found: [] }
  }

  function postcodeArea(address: AddressText, query: SuggestQuery, habits: string | undefined) {
    const country = countryOf(address, query, habits)
    return address.postcode && country ? postalAreaOf(country, address.postcode) : undefined
  }

  /** The towns that the address names, each with the street that is left then. Undefined without a gazetteer. */
  async function findNamedTowns(address: AddressText, query: SuggestQuery, habits: string | undefined) {
    const { street, unit } = address
    const country = countryOf(address, query, habits)
    const named = address.places.map((_, i) => ({
      street,
      unit,
      town: address.places.slice(i).join(', '),
      whole: true,
    }))
    const tries = [
      ...named,
      ...address.tails.map((tail) => ({ ...tail, whole: true })),
      // The name may not be typed to its end yet.
      ...named.slice(0, 1).map((one) => ({ ...one, whole: false })),
    ]
    for (const { town, whole, ...left } of tries) {
      const hits = await ask(town, { ...query, country }, address.postcode, whole)
      if (hits === undefined) return undefined
      const wanted = hits.filter((hit) => !address.country || hit.country === address.country)
      if (wanted.length > 0) return wanted.map((hit) => ({ ...left, town: hit }))
    }
    return []
  }

  async function guessAt(
    point: { latitude: number; longitude: number },
    address: AddressText,
    query: SuggestQuery,
  ) {
    const { street, unit } = address
    const found = await gazetteer.ask('nearby', { ...point, language: query.language })
    if (!found.ok) return undefined
    return { address, found: found.value.town ? [{ street, unit, town: found.value.town }] : [] }
  }

  async function ask(text: string, query: SuggestQuery, postcode: string | undefined, whole: boolean) {
    const { language, country, near } = query
    const found = await gazetteer.ask('search', {
      text,
      limit: MOST_TOWNS,
      language,
      country,
      near,
      whole,
      ...(postcode && /^\d{5}$/.test(postcode) && { province: postcode.slice(0, 2) }),
    })
    if (!found.ok) return undefined
    // Namesakes abroad are not meant when there is one at home.
    return found.value.filter((hit) => hit.country === found.value[0]?.country)
  }

  async function placeOf(
    { street, unit, town }: FoundTown,
    address: AddressText,
    query: SuggestQuery,
  ): Promise<Place> {
    const { metres: _, ...centre } = townPlace(town)
    const place: Place = {
      ...centre,
      ...(street && { name: street, addressLine1: street }),
      ...(unit && { addressLine2: unit }),
      ...(address.postcode && { postcode: address.postcode }),
      ...(query.near && town.metres !== undefined && { metres: town.metres }),
    }
    const neighbour = street ? await siteInStreet(street, town) : undefined
    return neighbour
      ? withRemarks(
          {
            ...place,
            latitude: neighbour.latitude,
            longitude: neighbour.longitude,
            source: 'site',
            precision: 'street',
          },
          'place.approximate',
        )
      : withRemarks(place, 'place.approximate')
  }

  /** An own site in the same street of the same town. */
  async function siteInStreet(street: string, town: TownHit): Promise<Place | undefined> {
    const name = withoutNumber(street)
    if (name.length < 4) return undefined
    const found = await sites.find(`${name} ${town.name}`, 10)
    const wanted = foldPlace(name)
    return found
      .filter(isPlacedExactly)
      .map(sitePlace)
      .find(
        (place) =>
          place.country === town.country &&
          foldPlace(place.city ?? '') === foldPlace(town.name) &&
          foldPlace(withoutNumber(place.addressLine1 ?? '')) === wanted,
      )
  }
}

/** The country that the text names, or else the asker's; postcodes with letters are one country's only. */
const countryOf = (
  address: AddressText,
  query: SuggestQuery,
  habits: string | undefined,
): string | undefined => address.country ?? (/[A-Z]/.test(address.postcode ?? '') ? habits : query.country)

function suggestionOf(place: Place, query: SuggestQuery): PlaceSuggestion {
  const { addressLine1, addressLine2: _, ...rest } = place
  const town = addressOneLine(rest, query.language)
  return addressLine1
    ? completeSuggestion(addressLine1, town, place)
    : completeSuggestion(town, place.state ?? '', place)
}
