import type { Place } from '#core/contract/methods/geo.ts'
import { fold } from '#core/lib/fold.ts'
import { originOf, PLACE_TEXTS, type PlaceText, type SiteForm } from './site-form.ts'

/** A text that a person typed and that a place knows otherwise: offered, never taken. */
export interface Offer {
  field: PlaceText
  value: string
}

export interface Filling {
  form: SiteForm
  offers: Offer[]
}

/** A text is a person's when it is there and is not what a machine put there. */
export const isTyped = (form: SiteForm, field: PlaceText): boolean =>
  form[field].trim() !== '' && form[field] !== form.filled[field]

/** A suggestion was chosen: it fills every text and sets the pin. */
export function fillFromSearch(form: SiteForm, place: Place): Filling {
  const filling = fillTexts(form, place, place.name ?? place.addressLine1 ?? form.filled.name ?? '')
  const { latitude, longitude } = place
  if (latitude === undefined || longitude === undefined) return filling
  return { ...filling, form: { ...filling.form, latitude, longitude, ...originOf(place) } }
}

/**
 * The pin was set by hand, and this is the address around it: it fills the same texts, but the pin stays. A point without
 * an address has no name either: the one that is there stays.
 */
export const fillFromPin = (form: SiteForm, place: Place): Filling =>
  fillTexts(
    form,
    place,
    (place.source === 'online' ? place.name : undefined) ?? place.addressLine1 ?? form.name,
  )

/**
 * Texts that a machine had filled are replaced, or emptied where this place knows nothing; typed ones are left and
 * offered. The country stays when the place has none.
 */
function fillTexts(form: SiteForm, place: Place, name: string): Filling {
  const next: SiteForm = { ...form, filled: { ...form.filled }, placeId: place.placeId ?? '' }
  const offers: Offer[] = []
  for (const field of PLACE_TEXTS) {
    const value = field === 'name' ? name : (place[field] ?? '')
    if (field === 'country' && value === '') continue
    if (isTyped(form, field)) {
      if (value !== '' && fold(value) !== fold(form[field])) offers.push({ field, value })
      continue
    }
    next[field] = value
    next.filled[field] = value
  }
  return { form: next, offers }
}
