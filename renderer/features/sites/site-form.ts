import type { Place } from '#core/contract/methods/geo.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { checkSite, type SiteSurroundings } from '#core/domain/site/rules.ts'
import type { Site, SiteOrigin } from '#core/domain/site/schema.ts'
import { encodePlusCode } from '#core/domain/values/plus-code.ts'

/** A site as its form holds it: texts are never absent, numbers may be. */
export interface SiteForm {
  name: string
  addressLine1: string
  addressLine2: string
  city: string
  state: string
  postcode: string
  country: string
  latitude?: number
  longitude?: number
  placeId: string
  addressNote: string
  separateInvoice: boolean
  source: SiteOrigin['source']
  precision: SiteOrigin['precision']
  /**
   * What a search or a pin has put into the texts. A text that still equals it may be replaced without asking; kept in
   * the form, so that a draft that comes back still knows it.
   */
  filled: FilledTexts
  /** The place that has filled them. */
  filledFrom?: FilledFrom | undefined
}

/** Where a place that has filled texts lies, in degrees, and how exact that is. */
export interface FilledFrom {
  latitude: number
  longitude: number
  precision: Place['precision']
  /** A person chose it; otherwise it was only what lay at the pin. */
  chosen: boolean
}

/** The texts that a place can fill. */
export const PLACE_TEXTS = [
  'name',
  'addressLine1',
  'addressLine2',
  'city',
  'state',
  'postcode',
  'country',
] as const
export type PlaceText = (typeof PLACE_TEXTS)[number]
export type FilledTexts = Partial<Record<PlaceText, string>>

const POSITION: readonly (keyof SiteForm)[] = ['latitude', 'longitude', 'placeId', 'source', 'precision']

/** A position is one thing with what is known of it; what filled the texts is nobody's to choose. */
export function siteUnitOf(field: keyof SiteForm): string | null {
  if (field === 'filled') return null
  return POSITION.includes(field) ? 'position' : field
}

const OPTIONAL = [
  'addressLine1',
  'addressLine2',
  'city',
  'state',
  'postcode',
  'placeId',
  'addressNote',
] as const

export const newSiteForm = (country: string): SiteForm => ({
  name: '',
  addressLine1: '',
  addressLine2: '',
  city: '',
  state: '',
  postcode: '',
  country,
  placeId: '',
  addressNote: '',
  separateInvoice: false,
  source: 'user',
  precision: 'pin',
  filled: { country },
})

export function siteToForm(site: Site): SiteForm {
  const texts = Object.fromEntries(OPTIONAL.map((field) => [field, site[field] ?? '']))
  return {
    ...newSiteForm(site.country),
    ...texts,
    name: site.name,
    latitude: site.latitude,
    longitude: site.longitude,
    separateInvoice: site.separateInvoice,
    source: site.origin.source,
    precision: site.origin.precision,
    // What is saved has been confirmed by a person.
    filled: {},
  }
}

/** The 12-character code of the form's position; undefined while there is none. */
export function plusCodeOf({
  latitude,
  longitude,
}: Pick<SiteForm, 'latitude' | 'longitude'>): string | undefined {
  if (latitude === undefined || longitude === undefined) return undefined
  const code = encodePlusCode(latitude, longitude, 11)
  return code.ok ? code.value : undefined
}

const origin = ({ source, precision }: Pick<SiteForm, 'source' | 'precision'>) => ({ source, precision })

export const checkSiteForm = (
  { filled: _filled, filledFrom: _filledFrom, ...form }: SiteForm,
  around: SiteSurroundings,
): FieldIssue[] => checkSite({ ...form, plusCode: plusCodeOf(form), origin: origin(form) }, around)

export function formToCreate(form: SiteForm, customerId: string): Record<string, unknown> {
  const { source: _source, precision: _precision, filled: _filled, filledFrom: _filledFrom, ...fields } = form
  const filled = Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined)
  return { customerId, ...Object.fromEntries(filled), name: form.name, origin: origin(form) }
}

const NOT_OF_SITE = new Set<keyof SiteForm>(['source', 'precision', 'filled', 'filledFrom'])

/** Only what differs from the site; emptied optional texts are cleared. */
export function formToChanges(site: Site, form: SiteForm): Record<string, unknown> {
  const before = siteToForm(site)
  const changes: Record<string, unknown> = {}
  for (const field of Object.keys(form) as (keyof SiteForm)[]) {
    if (NOT_OF_SITE.has(field)) continue
    if (form[field] === before[field]) continue
    const isCleared = form[field] === '' && (OPTIONAL as readonly string[]).includes(field)
    changes[field] = isCleared ? null : form[field]
  }
  const isMoved = 'latitude' in changes || 'longitude' in changes
  if (isMoved || form.source !== before.source || form.precision !== before.precision)
    changes.origin = origin(form)
  return changes
}

/** How the store names the source and precision of a place that the chain found. */
export function originOf(place: Place): Pick<SiteForm, 'source' | 'precision'> {
  const sources = { site: 'offline', typed: 'user', online: 'google', gazetteer: 'offline' } as const
  return { source: sources[place.source], precision: storedPrecision(place.precision) }
}

/** A region and a country are no position of a site. */
export const storedPrecision = (precision: Place['precision']): SiteForm['precision'] =>
  precision === 'region' || precision === 'country' ? 'none' : precision
