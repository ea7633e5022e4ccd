import { Type, type Static } from 'typebox'
import { text } from '../schema-kit.ts'

/** By what the list of sites sorts: folded name, folded city, Plus Code. */
export const SITE_SORTS = ['sortName', 'city', 'plusCode'] as const
export type SiteSort = (typeof SITE_SORTS)[number]

/** Precisions that leave a crew searching: the quick list of sites to put right. */
export const INEXACT_PRECISIONS = ['street', 'place', 'none'] as const

/** Which sites a list holds: every condition that is given has to hold. */
export const siteFilterSchema = Type.Object({
  /** Words of the name, address, Plus Code or note, or of the customer's own record; parts count. */
  text: Type.Optional(text(200)),
  /** Only those without an exact position. */
  inexact: Type.Optional(Type.Boolean()),
  /** Only archived ones, by themselves or by their customer; only those in use when absent. */
  archived: Type.Optional(Type.Boolean()),
})

export type SiteFilter = Static<typeof siteFilterSchema>
