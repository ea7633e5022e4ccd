import { Type, type Static } from 'typebox'
import { archived, countryCode, id, instant, oneOf, requiredText, text } from '../schema-kit.ts'

export const ORIGIN_SOURCES = ['user', 'google', 'offline', 'import'] as const
export const POSITION_PRECISIONS = ['pin', 'rooftop', 'street', 'place', 'none'] as const

/** A physical place where we deliver services (domain.md §2). */
export const siteSchema = Type.Object({
  id: id(),
  customerId: id(),
  name: requiredText(200),
  sortName: text(400),
  /** Number and street, in the country's order. */
  addressLine1: Type.Optional(text(200)),
  /** Unit: floor, flat, suite. */
  addressLine2: Type.Optional(text(200)),
  city: Type.Optional(text(120)),
  state: Type.Optional(text(120)),
  postcode: Type.Optional(text(20)),
  country: countryCode(),
  /** Degrees, WGS 84, -90 to 90. */
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  /** Degrees, WGS 84, normalised to [-180, 180). */
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
  /** The 12-character code (11 digits and `+`) whose cell holds the position. */
  plusCode: Type.String({ maxLength: 12, minLength: 12 }),
  /** Google's place identifier, which may be kept for ever. */
  placeId: Type.Optional(text(300)),
  /** Directions for crews. */
  addressNote: Type.Optional(text(2000)),
  separateInvoice: Type.Boolean(),
  /** The site of whoever was at the same place before and moved out: its history goes on there. */
  follows: Type.Optional(id()),
  origin: Type.Object({
    source: oneOf(ORIGIN_SOURCES),
    precision: oneOf(POSITION_PRECISIONS),
    at: instant(),
  }),
  createdAt: instant(),
  archived: Type.Optional(archived()),
})

export type Site = Static<typeof siteSchema>
export type SiteOrigin = Site['origin']
