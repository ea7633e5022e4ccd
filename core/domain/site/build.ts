import type { Static } from 'typebox'
import { ok, type Result } from '../../lib/result.ts'
import { tidyLine, tidyText } from '../changes.ts'
import type { CommandContext } from '../command.ts'
import { officeCountry } from '../contact/build.ts'
import { closed } from '../input-kit.ts'
import { oneOf } from '../schema-kit.ts'
import { readWhere } from '../typed-reader.ts'
import { normaliseLongitude } from '../values/coordinates.ts'
import { encodePlusCode, type PlusCodeError } from '../values/plus-code.ts'
import type { SiteSurroundings } from './rules.ts'
import { ORIGIN_SOURCES, POSITION_PRECISIONS, type Site, type SiteOrigin } from './schema.ts'

/** Where a position comes from; the command adds when. A position without it was set by hand. */
export const originInput = closed({
  source: oneOf(ORIGIN_SOURCES),
  precision: oneOf(POSITION_PRECISIONS),
})

/** Optional texts of a site, all handled alike. */
export const OPTIONAL_TEXTS = [
  'addressLine1',
  'addressLine2',
  'city',
  'state',
  'postcode',
  'placeId',
  'addressNote',
] as const
type OptionalText = (typeof OPTIONAL_TEXTS)[number]

/** Tidied texts; `null` where nothing is left of a text that was given, absent where none was given. */
export function tidyTexts(
  input: Partial<Record<OptionalText, string | null>>,
): Partial<Record<OptionalText, string | null>> {
  const texts: Partial<Record<OptionalText, string | null>> = {}
  for (const field of OPTIONAL_TEXTS) {
    const tidy = field === 'addressNote' ? tidyText : tidyLine
    if (input[field] !== undefined) texts[field] = tidy(input[field]) ?? null
  }
  return texts
}

export type StoredPosition = Pick<Site, 'latitude' | 'longitude' | 'plusCode' | 'origin'>

/** The position as stored: longitude normalised, the Plus Code computed, the origin dated. */
export function positionAt(
  latitude: number,
  longitude: number,
  origin: Static<typeof originInput> | undefined,
  context: CommandContext,
): Result<StoredPosition, PlusCodeError> {
  const normalised = normaliseLongitude(longitude)
  const plusCode = encodePlusCode(latitude, normalised, 11)
  if (!plusCode.ok) return plusCode
  return ok({
    latitude,
    longitude: normalised,
    plusCode: plusCode.value,
    origin: datedOrigin(origin ?? { source: 'user', precision: 'pin' }, context),
  })
}

export const datedOrigin = (origin: Static<typeof originInput>, context: CommandContext): SiteOrigin => ({
  ...origin,
  at: new Date(context.now).toISOString(),
})

/** What the rules of a site need, read for a command. `siteId` is undefined for a new site. */
export function siteSurroundings(
  context: CommandContext,
  customer: { id: string; officeId: string },
  siteId: string | undefined,
): SiteSurroundings {
  const country = officeCountry(context, customer.officeId)
  const others = readWhere(context.read, 'sites', { customerId: customer.id })
  return {
    ...(country && { defaultCountry: country }),
    otherNames: others.filter((site) => site.id !== siteId && !site.archived).map((site) => site.name),
  }
}
