import { Type } from 'typebox'
import { id, oneOf, text } from '../../domain/schema-kit.ts'
import { SITE_SORTS, siteFilterSchema } from '../../domain/site/filter.ts'
import { POSITION_PRECISIONS } from '../../domain/site/schema.ts'
import { call } from '../envelope.ts'

const sort = Type.Object({ field: oneOf(SITE_SORTS), direction: oneOf(['asc', 'desc']) })

/** A list of sites as a person sees it. */
export const siteListSchema = Type.Object({ filter: siteFilterSchema, sort })

/** The most sites that a list names for a map or an export. */
export const MOST_LISTED_SITES = 10_000

const columns = {
  ids: Type.Array(id()),
  names: Type.Array(text(400)),
  latitudes: Type.Array(Type.Number()),
  longitudes: Type.Array(Type.Number()),
}

export const sitesMethods = {
  /** One page of the list of sites (a read model), with what a row shows, and how many match. */
  list: call(
    Type.Object({
      filter: siteFilterSchema,
      sort,
      skip: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({
      commit: Type.Integer(),
      /** Exactly how many match, unless `isPartial`. */
      total: Type.Integer(),
      /** A text that more sites hold than were looked at. */
      isPartial: Type.Boolean(),
      /** How many of them, chosen only by `archived`, have no exact position. */
      inexact: Type.Integer(),
      rows: Type.Array(
        Type.Object({
          id: id(),
          name: text(400),
          customerId: id(),
          customerName: text(400),
          city: Type.Optional(text(120)),
          plusCode: text(20),
          precision: oneOf(POSITION_PRECISIONS),
          latitude: Type.Number(),
          longitude: Type.Number(),
          /** Itself, or by its customer. */
          archived: Type.Boolean(),
        }),
      ),
    }),
  ),
  /** Where the sites of a list lie, in columns and in its order; at most `MOST_LISTED_SITES`. */
  points: call(
    siteListSchema,
    Type.Object({ commit: Type.Integer(), ...columns, customerIds: Type.Array(id()) }),
  ),
  /** Sites in use within a radius, nearest first (geodesic distance in metres). */
  near: call(
    Type.Object({
      latitude: Type.Number({ minimum: -90, maximum: 90 }),
      longitude: Type.Number({ minimum: -540, maximum: 540 }),
      radiusKm: Type.Number({ minimum: 0, maximum: 20_100 }),
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({ sites: Type.Array(Type.Object({ id: id(), metres: Type.Number() })) }),
  ),
  /**
   * Sites in use for a map, in columns: the same place of every list is one site, or, with `counts`, what stands for so many
   * in one square of the map.
   */
  inBoxes: call(
    Type.Object({
      /** Degrees, west ≤ east: a view that crosses ±180 is two boxes. */
      boxes: Type.Array(
        Type.Object({
          south: Type.Number(),
          north: Type.Number(),
          west: Type.Number(),
          east: Type.Number(),
        }),
        { maxItems: 2 },
      ),
      /** Only sites with one of these. */
      precisions: Type.Optional(Type.Array(oneOf(POSITION_PRECISIONS), { maxItems: 5 })),
      limit: Type.Integer({ minimum: 1, maximum: 10_000 }),
      /** More sites than `limit` are counted by the squares of this zoom; without one they are cut off, in no order. */
      zoom: Type.Optional(Type.Integer({ minimum: 0, maximum: 22 })),
    }),
    Type.Object({ ...columns, counts: Type.Optional(Type.Array(Type.Integer())) }),
  ),
}
