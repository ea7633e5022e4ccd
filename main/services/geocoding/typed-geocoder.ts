import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { looksSwapped, roundCoordinates, type Coordinates } from '#core/domain/values/coordinates.ts'
import { countryName } from '#core/domain/values/country.ts'
import { parsePlaceInput, type PlaceInput } from '#core/domain/values/place-input.ts'
import { codePrecision, decodePlusCode, recoverNearest, shareCode } from '#core/domain/values/plus-code.ts'
import { ok } from '#core/lib/result.ts'
import type { Gazetteer } from './gazetteer-client.ts'
import { completeSuggestion, withRemarks, type Geocoder, type SuggestQuery } from './geocoder.ts'
import { placeAround } from './town-geocoder.ts'

/** What the text itself says: Plus Codes, coordinates, map links, `geo:` addresses. The gazetteer only names the surroundings. */
export function createTypedGeocoder(gazetteer: Gazetteer): Geocoder {
  /** A position that was typed, with the address around it. */
  async function typed(
    position: Coordinates,
    title: string,
    query: SuggestQuery,
    more: Partial<Place> = {},
  ): Promise<PlaceSuggestion> {
    const { latitude, longitude } = position
    const around = await placeAround(gazetteer, { latitude, longitude, language: query.language })
    // How far off the town is says nothing about a position that was typed.
    const { metres: _, precision: __, ...address } = around.ok ? around.value : { remarks: [] }
    const { remarks = [], ...rest } = more
    const place = withRemarks(
      { ...address, precision: 'pin', ...rest, latitude, longitude, source: 'typed' },
      ...remarks,
      latitude === 0 && longitude === 0 && 'place.nullIsland',
    )
    const country = place.country && countryName(place.country, query.language)
    return completeSuggestion(title, [place.city, place.state, country].filter(Boolean).join(', '), place)
  }

  async function fromCoordinates(
    input: PlaceInput & { kind: 'coordinates' },
    query: SuggestQuery,
  ): Promise<PlaceSuggestion[]> {
    const { latitude, longitude, name, exact, swapped } = input
    const suspicious = !swapped && looksSwapped(latitude, longitude, query.country)
    const asTyped = await typed(input, name ?? positionText(input), query, {
      ...(name && { name: name.slice(0, 200) }),
      precision: exact ? 'pin' : 'place',
      remarks: swapped ? ['place.swapped'] : [],
    })
    if (!suspicious) return [asTyped]
    const other = { latitude: longitude, longitude: latitude }
    return [await typed(other, positionText(other), query, { remarks: ['place.swapped'] }), asTyped]
  }

  /** The code's missing digits come from its locality, or from where the map or the pin is. */
  async function fromShortCode(
    code: string,
    locality: string,
    query: SuggestQuery,
  ): Promise<PlaceSuggestion[]> {
    const { near, country, language } = query
    const found = locality
      ? await gazetteer.ask('search', { text: locality, limit: 3, language, country, near, only: 'whole' })
      : ok(near ? [near] : [])
    const codes = new Set<string>()
    for (const { latitude, longitude } of found.ok ? found.value : []) {
      const full = recoverNearest(code, latitude, longitude)
      if (full.ok) codes.add(full.value)
    }
    return Promise.all([...codes].map((full) => fromCode(full, query)))
  }

  async function fromCode(code: string, query: SuggestQuery): Promise<PlaceSuggestion> {
    const area = decodePlusCode(code)
    // Full codes come from `parsePlaceInput` and `recoverNearest` only.
    if (!area.ok) throw new Error(`not a full code: ${code}`)
    const precision = codePrecision(code)
    return typed(roundCoordinates(area.value), shareCode(code), query, {
      precision,
      ...(precision !== 'pin' && { remarks: ['place.approximate'] }),
    })
  }

  return {
    source: 'typed',
    async suggest(query) {
      const input = parsePlaceInput(query.text)
      switch (input.kind) {
        case 'plusCode':
          return ok([await fromCode(input.code, query)])
        case 'shortCode':
          return ok(await fromShortCode(input.code, input.locality, query))
        case 'coordinates':
          return ok(await fromCoordinates(input, query))
        case 'text':
        case 'notUnderstood':
          return ok([])
      }
    },
    reverse: () => Promise.resolve(ok(undefined)),
  }
}

/** Six decimals are 11 cm. */
const positionText = ({ latitude, longitude }: Coordinates) =>
  [latitude, longitude].map((degrees) => String(Number(degrees.toFixed(6)))).join(', ')
