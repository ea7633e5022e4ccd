import { Type, type Static } from 'typebox'
import { countryCode, id, language, oneOf, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'

const latitude = Type.Number({ minimum: -90, maximum: 90 })
/** Beyond ±180 a map was panned round the globe; the host normalises. */
const longitude = Type.Number({ minimum: -100_000, maximum: 100_000 })

/** Where an answer comes from, in the order of the chain (geo-mail.md §3.4). */
export const PLACE_SOURCES = ['site', 'typed', 'online', 'gazetteer'] as const
/** How exact a position is: a code or pin, a building, a street, a town, a region, a country. */
export const PLACE_PRECISIONS = ['pin', 'rooftop', 'street', 'place', 'region', 'country', 'none'] as const

/** An address and position, ready to fill a site's fields. Absent members are unknown, not empty. */
export const placeSchema = Type.Object({
  name: Type.Optional(text(200)),
  addressLine1: Type.Optional(text(200)),
  addressLine2: Type.Optional(text(200)),
  city: Type.Optional(text(120)),
  state: Type.Optional(text(120)),
  postcode: Type.Optional(text(20)),
  country: Type.Optional(countryCode()),
  latitude: Type.Optional(latitude),
  longitude: Type.Optional(longitude),
  placeId: Type.Optional(text(300)),
  source: oneOf(PLACE_SOURCES),
  precision: oneOf(PLACE_PRECISIONS),
  /** From the point asked about (reverse) or from the search bias, in metres. */
  metres: Type.Optional(Type.Number()),
  /** The provider's name for `online`, shown as attribution. */
  provider: Type.Optional(text(60)),
  /**
   * Codes of remarks for the form: `place.nullIsland`, `place.approximate`, `place.estimatedRegion`,
   * `place.addressAway`, `place.atSea`, `place.remote` (the nearest town is far), `place.noTown` (none in 100 km).
   * `place.swapped`: latitude and longitude are the other way round than they were typed.
   */
  remarks: Type.Array(text(40), { maxItems: 8 }),
})
export type Place = Static<typeof placeSchema>

export const suggestionSchema = Type.Object({
  /** Opaque; handed back to `geo.resolve`. */
  id: text(600),
  title: text(400),
  detail: text(400),
  source: oneOf(PLACE_SOURCES),
  precision: oneOf(PLACE_PRECISIONS),
  metres: Type.Optional(Type.Number()),
  provider: Type.Optional(text(60)),
  /** Present when the suggestion is complete already and needs no `resolve`. */
  place: Type.Optional(placeSchema),
})
export type PlaceSuggestion = Static<typeof suggestionSchema>

const near = Type.Optional(Type.Object({ latitude, longitude }))

export const geoMethods = {
  /** Suggestions while typing. `session` is one search box use, until a suggestion is resolved (Google bills by it). */
  suggest: call(
    Type.Object({
      text: text(300),
      session: id(),
      language: language(),
      country: Type.Optional(countryCode()),
      near,
      limit: Type.Integer({ minimum: 1, maximum: 20 }),
    }),
    Type.Object({
      suggestions: Type.Array(suggestionSchema),
      /** Sources that could not answer, with the reason: the list is still usable. */
      unavailable: Type.Array(Type.Object({ source: oneOf(PLACE_SOURCES), code: text(40) })),
    }),
  ),
  resolve: call(
    Type.Object({ id: text(600), session: id(), language: language() }),
    Type.Object({ place: placeSchema }),
  ),
  /** The address at a point. Never moves the point: the answer's own position says only how far off the address is. */
  reverse: call(
    Type.Object({ latitude, longitude, language: language() }),
    Type.Object({
      place: placeSchema,
      unavailable: Type.Array(Type.Object({ source: oneOf(PLACE_SOURCES), code: text(40) })),
    }),
  ),
  /** Town names for the offline map: the most important in the box, largest first. */
  labels: call(
    Type.Object({
      west: Type.Number(),
      south: Type.Number(),
      east: Type.Number(),
      north: Type.Number(),
      zoom: Type.Number(),
      /** Spanish when absent. */
      language: Type.Optional(language()),
      limit: Type.Integer({ minimum: 1, maximum: 500 }),
    }),
    Type.Object({
      labels: Type.Array(
        Type.Object({ name: text(200), latitude, longitude, rank: Type.Number(), capital: Type.Boolean() }),
      ),
    }),
  ),
}
