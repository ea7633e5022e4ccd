import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { isHouseName, isStreetLine, type AddressText } from '#core/domain/values/address-text.ts'
import { addressOneLine } from '#core/domain/values/address.ts'
import { isPostcodeForm } from '#core/domain/values/postcode.ts'
import { err, ok } from '#core/lib/result.ts'
import { createAddressReader, type FoundTown } from './address-reader.ts'
import type { Gazetteer } from './gazetteer-client.ts'
import type { TownHit } from './gazetteer-search.ts'
import { completeSuggestion, withRemarks, type Geocoder, type SuggestQuery } from './geocoder.ts'
import { isPlacedExactly, sitePlace, withoutNumber, type OwnSites } from './own-sites.ts'
import { foldPlace } from './place-fold.ts'
import { townPlace } from './town-place.ts'

/**
 * Typed addresses without anybody to ask, and town names when the text is no address: the text is parted into fields, the
 * town or the area of the postcode found in the gazetteer. The position is the town's centre, to be dragged to the door, or
 * that of an own site in the same street. A text that names neither has no answer, however near the map is to a town.
 */
export function createAddressGeocoder(gazetteer: Gazetteer, sites: OwnSites, towns: Geocoder): Geocoder {
  const readAddress = createAddressReader(gazetteer)
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

  async function placeOf(one: FoundTown, address: AddressText, query: SuggestQuery): Promise<Place> {
    const { town } = one
    const { metres: _, ...centre } = townPlace(town)
    const postcode =
      address.postcode && isPostcodeForm(address.postcode, town.country) ? address.postcode : ''
    const isAddress =
      one.street !== undefined && (isStreetLine(one.street) || (postcode !== '' && isHouseName(one.street)))
    const { street, unit } = isAddress ? one : {}
    const place: Place = {
      ...centre,
      ...(street && { name: street, addressLine1: street }),
      ...(unit && { addressLine2: unit }),
      ...(postcode && { postcode }),
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

function suggestionOf(place: Place, query: SuggestQuery): PlaceSuggestion {
  const { addressLine1, addressLine2: _, ...rest } = place
  const town = addressOneLine(rest, query.language)
  return addressLine1
    ? completeSuggestion(addressLine1, town, place)
    : completeSuggestion(town, place.state ?? '', place)
}
