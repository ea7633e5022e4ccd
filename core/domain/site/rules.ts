import type { FieldIssue } from '../command.ts'
import {
  checkFreeText,
  checkTextLengths,
  checkVisible,
  createIssueList,
  isBlank,
  type IssueList,
} from '../field-rules.ts'
import { fold } from '../../lib/fold.ts'
import { checkCoordinates, looksSwapped, normaliseLongitude } from '../values/coordinates.ts'
import { isCountryCode } from '../values/locale-codes.ts'
import { plusCodeHolds } from '../values/plus-code.ts'
import { isPostcodeForm } from '../values/postcode.ts'
import { ORIGIN_SOURCES, POSITION_PRECISIONS, type Site, type SiteOrigin } from './schema.ts'

/** Every code that `checkSite` can raise; the locales hold a text for each under `issue`. */
export const SITE_ISSUE_CODES = [
  'site.nameMissing',
  'site.nameTaken',
  'site.textTooLong',
  'site.invisibleText',
  'site.positionMissing',
  /** The two of a text that is no position; only a form can raise them. */
  'site.positionUnread',
  'site.positionSwapped',
  'site.latitudeRange',
  'site.longitudeRange',
  'site.nullIsland',
  'site.swapped',
  'site.precisionNone',
  'site.originUnknown',
  'site.countryMissing',
  'site.countryUnknown',
  'site.plusCodeForm',
  'site.plusCodeElsewhere',
  'site.postcodeForm',
  'site.addressMissing',
  'site.cardNumberInText',
] as const
export type SiteIssueCode = (typeof SITE_ISSUE_CODES)[number]

/** What a form holds of a site. The Plus Code may be left out: the command computes it. */
export type SiteDraft = Partial<
  Omit<Site, 'id' | 'customerId' | 'sortName' | 'createdAt' | 'archived' | 'origin'>
> & { origin?: Partial<SiteOrigin> }

/** What the rules need to know beside the draft. Absent members leave the rule that needs them out. */
export interface SiteSurroundings {
  /** The office's country: taken when the draft has none. */
  defaultCountry?: string
  /** Names of the customer's other sites. */
  otherNames?: readonly string[]
}

/** Limits of `siteSchema`. */
const TEXT_LIMITS = {
  name: 200,
  addressLine1: 200,
  addressLine2: 200,
  city: 120,
  state: 120,
  postcode: 20,
  placeId: 300,
  addressNote: 2000,
}
const LINES = ['name', 'addressLine1', 'addressLine2', 'city', 'state', 'postcode'] as const

type List = IssueList<SiteIssueCode>

/** Checks a site as typed or dragged so far; the rules are those of domain.md §2. */
export function checkSite(draft: SiteDraft, around: SiteSurroundings = {}): FieldIssue[] {
  const list = createIssueList<SiteIssueCode>()
  checkName(draft, around, list)
  checkTextLengths(draft, TEXT_LIMITS, 'site.textTooLong', list)
  for (const field of LINES) checkVisible(field, draft[field], 'site.invisibleText', list)
  checkPosition(draft, [draft.country, around.defaultCountry], list)
  checkOrigin(draft.origin, list)
  checkAddress(draft, around, list)
  checkFreeText('addressNote', draft.addressNote, 'site.cardNumberInText', list)
  return list.issues
}

function checkName(draft: SiteDraft, around: SiteSurroundings, list: List) {
  const name = draft.name ?? ''
  if (isBlank(name)) list.error('name', 'site.nameMissing')
  else if (around.otherNames?.some((other) => fold(other) === fold(name))) list.warn('name', 'site.nameTaken')
}

/**
 * @param countries the draft's and the office's. The draft's may have been filled from the swapped position itself, and then
 * finds nothing wrong with it.
 */
function checkPosition(draft: SiteDraft, countries: readonly (string | undefined)[], list: List) {
  const { latitude, longitude } = draft
  if (latitude === undefined || longitude === undefined) {
    list.error(latitude === undefined ? 'latitude' : 'longitude', 'site.positionMissing')
    return
  }
  const latitudeFits = Number.isFinite(latitude) && Math.abs(latitude) <= 90
  if (!latitudeFits) list.error('latitude', 'site.latitudeRange')
  const longitudeFits = checkCoordinates(0, longitude).ok
  if (!longitudeFits) list.error('longitude', 'site.longitudeRange')
  if (countries.some((country) => looksSwapped(latitude, longitude, country || undefined))) {
    list.warn('latitude', 'site.swapped', { latitude: longitude, longitude: latitude })
  }
  if (!latitudeFits || !longitudeFits) return
  if (latitude === 0 && longitude === 0) list.warn('latitude', 'site.nullIsland')
  if (draft.plusCode !== undefined) checkPlusCode(draft.plusCode, latitude, longitude, list)
}

function checkPlusCode(code: string, latitude: number, longitude: number, list: List) {
  if (code.length !== 12) list.error('plusCode', 'site.plusCodeForm')
  else if (!plusCodeHolds(code, latitude, normaliseLongitude(longitude))) {
    list.error('plusCode', 'site.plusCodeElsewhere')
  }
}

function checkOrigin(origin: SiteDraft['origin'], list: List) {
  const { source, precision } = origin ?? {}
  const unknown =
    (source !== undefined && !ORIGIN_SOURCES.includes(source)) ||
    (precision !== undefined && !POSITION_PRECISIONS.includes(precision))
  if (unknown) list.error('origin', 'site.originUnknown')
  if (precision === 'none') list.warn('latitude', 'site.precisionNone')
}

function checkAddress(draft: SiteDraft, around: SiteSurroundings, list: List) {
  const country = draft.country || around.defaultCountry
  if (!country) list.error('country', 'site.countryMissing')
  else if (!isCountryCode(country)) list.error('country', 'site.countryUnknown')
  else if (!isBlank(draft.postcode) && !isPostcodeForm(draft.postcode ?? '', country)) {
    list.warn('postcode', 'site.postcodeForm', { country })
  }
  // A crew that has neither a street nor directions finds the place only by its pin.
  if (isBlank(draft.addressLine1) && isBlank(draft.addressNote))
    list.warn('addressLine1', 'site.addressMissing')
}
