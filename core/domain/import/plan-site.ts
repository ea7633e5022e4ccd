import { sortNameOf } from '../../lib/fold.ts'
import { tidyName, withChanges } from '../changes.ts'
import type { CommandContext, FieldIssue } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { addressKeys, nameKeys } from '../matching/keys.ts'
import { OPTIONAL_TEXTS, positionAt, tidyTexts, type StoredPosition } from '../site/build.ts'
import { checkSite } from '../site/rules.ts'
import type { Site, SiteOrigin } from '../site/schema.ts'
import { placeKey, type ImportedPlace, type PlaceQuery } from './imported-table.ts'
import { pointOfShortCode } from './position.ts'
import type { RowDraft } from './row-draft.ts'
import type { RowIssue } from './report.ts'

export interface PlannedSite {
  before?: Site
  after: Site
  issues: FieldIssue[]
  /** What the import itself has to say of it. */
  remarks: RowIssue[]
}

export type Places = ReadonlyMap<string, ImportedPlace>

/** Whether the row says anything of a site beside its country. */
export const saysSite = ({ site, position }: RowDraft): boolean =>
  position !== undefined ||
  [site.name, site.addressLine1, site.addressLine2, site.city, site.postcode, site.state].some(Boolean)

/** The place that the gazetteer has to know for a row; undefined when its own text says where it is. */
export function placeQueryOf(draft: RowDraft, defaultCountry: string): PlaceQuery | undefined {
  const { site, position } = draft
  if (!saysSite(draft) || position?.kind === 'point') return undefined
  const country = site.country ?? defaultCountry
  if (position?.kind === 'shortCode' && position.locality)
    return { city: position.locality, state: '', postcode: '', country }
  const [city, state, postcode] = [site.city, site.state, site.postcode].map((text) => text ?? '')
  if (!city && !postcode && !state) return undefined
  return { city: city ?? '', state: state ?? '', postcode: areaOf(postcode ?? ''), country }
}

/** The beginning of a postcode, which names its area: many addresses then ask for the same place. */
const areaOf = (postcode: string): string => /^(\d{2}|[A-Z]{1,2}(?=\d))/i.exec(postcode.trim())?.[0] ?? ''

/** The site of a row: one of the customer's, found by name, address or Plus Code, or a new one. */
export function planSite(
  draft: RowDraft,
  customer: Customer,
  sites: readonly Site[],
  defaultCountry: string,
  places: Places,
  context: CommandContext,
): PlannedSite | { unplaced: true } | undefined {
  if (!saysSite(draft)) return undefined
  const query = placeQueryOf(draft, defaultCountry)
  const place = query && places.get(placeKey(query))
  const point = pointOf(draft, place)
  const before = findSite(draft, point, sites, context)
  const { site } = draft
  const country = site.country ?? before?.country ?? place?.country ?? defaultCountry
  const texts = tidyTexts(site)
  const remarks: RowIssue[] = []

  if (before) {
    // The middle of a town is no reason to move a site that somebody placed.
    const isMoved = point && point.origin.precision === 'pin' && !isNear(point, before)
    const position = isMoved ? positionAt(point.latitude, point.longitude, point.origin, context) : undefined
    const name = tidyName(site.name)
    const after = withChanges(before, {
      ...texts,
      ...(name !== undefined && { name, sortName: sortNameOf(name) }),
      ...(site.country && { country }),
      ...(site.separateInvoice !== undefined && { separateInvoice: site.separateInvoice }),
      ...(position?.ok && { ...position.value, placeId: null }),
    })
    const hasNewAddress = OPTIONAL_TEXTS.some(
      (field) => field !== 'addressNote' && after[field] !== before[field],
    )
    if (!isMoved && hasNewAddress) remarks.push({ code: 'import.addressMoved', severity: 'warning' })
    return { before, after, issues: checkSite(after, { defaultCountry }), remarks }
  }

  if (!point) return { unplaced: true }
  const position = positionAt(point.latitude, point.longitude, point.origin, context)
  const name = tidyName(site.name) || site.addressLine1 || site.city || place?.city || customer.name
  if (point.origin.precision === 'place')
    remarks.push({
      code: place?.isGuess ? 'import.positionGuessed' : 'import.positionTown',
      severity: 'warning',
      params: { place: [place?.city, place?.state].filter(Boolean).join(', ') },
    })
  const after: Site = withChanges(
    {
      id: context.newId(),
      customerId: customer.id,
      name: name.slice(0, 200),
      sortName: sortNameOf(name),
      country,
      ...(position.ok ? position.value : noPosition(point, context)),
      separateInvoice: site.separateInvoice ?? false,
      createdAt: new Date(context.now).toISOString(),
    },
    texts,
  )
  return { after, issues: checkSite({ ...after, plusCode: undefined }, { defaultCountry }), remarks }
}

interface Point {
  latitude: number
  longitude: number
  origin: Pick<SiteOrigin, 'source' | 'precision'>
}

function pointOf({ position }: RowDraft, place: ImportedPlace | undefined): Point | undefined {
  if (position?.kind === 'point') {
    const { latitude, longitude, isExact } = position
    return { latitude, longitude, origin: { source: 'import', precision: isExact ? 'pin' : 'place' } }
  }
  if (!place) return undefined
  if (position?.kind === 'shortCode') {
    const point = pointOfShortCode(position.code, place)
    if (point) return { ...point, origin: { source: 'import', precision: 'pin' } }
  }
  return {
    latitude: place.latitude,
    longitude: place.longitude,
    origin: { source: 'offline', precision: 'place' },
  }
}

/** A position out of range, as it came: the rules of the site name it, and nothing is stored. */
const noPosition = ({ latitude, longitude, origin }: Point, context: CommandContext): StoredPosition => ({
  latitude,
  longitude,
  plusCode: '',
  origin: { ...origin, at: new Date(context.now).toISOString() },
})

/** The same to five decimals, about a metre: files round. */
const isNear = (a: Point, b: Site): boolean =>
  Math.abs(a.latitude - b.latitude) < 1e-5 && Math.abs(a.longitude - b.longitude) < 1e-5

function findSite(
  { site }: RowDraft,
  point: Point | undefined,
  sites: readonly Site[],
  context: CommandContext,
): Site | undefined {
  if (sites.length === 0) return undefined
  const first = (found: readonly Site[]): Site | undefined =>
    found.find(({ archived }) => !archived) ?? found[0]
  const [name] = nameKeys(site.name)
  if (name) {
    const named = sites.filter((one) => nameKeys(one.name)[0]?.key === name.key)
    if (named.length > 0) return first(named)
  }
  const wanted = new Set(
    addressKeys({
      addressLine1: site.addressLine1 ?? '',
      postcode: site.postcode ?? '',
      city: site.city ?? '',
    }).map(({ key }) => key),
  )
  const addressed = sites.filter((one) => addressKeys(one).some(({ key }) => wanted.has(key)))
  if (addressed.length > 0) return first(addressed)
  if (point?.origin.precision === 'pin') {
    const at = positionAt(point.latitude, point.longitude, point.origin, context)
    return at.ok ? first(sites.filter((one) => one.plusCode === at.value.plusCode)) : undefined
  }
  // Nothing but a town: the customer's site there, when it is the only one.
  const inTown = sites.filter(
    (one) => site.city && nameKeys(one.city)[0]?.key === nameKeys(site.city)[0]?.key,
  )
  return !site.addressLine1 && !name && inTown.length === 1 ? inTown[0] : undefined
}
