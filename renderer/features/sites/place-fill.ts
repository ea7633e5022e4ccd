import type { Place } from '#core/contract/methods/geo.ts'
import { metresBetween, type Coordinates } from '#core/domain/values/coordinates.ts'
import { fold } from '#core/lib/fold.ts'
import { originOf, PLACE_TEXTS, type FilledFrom, type PlaceText, type SiteForm } from './site-form.ts'

/** A text that a person typed, or that a better place filled, and that a place knows otherwise: offered, never taken. */
export interface Offer {
  field: PlaceText
  value: string
}

export interface Filling {
  form: SiteForm
  offers: Offer[]
  /** The texts are still those of a better place than this one. */
  isKept: boolean
}

/** A text is a person's when it is there and is not what a machine put there. */
export const isTyped = (form: SiteForm, field: PlaceText): boolean =>
  form[field].trim() !== '' && form[field] !== form.filled[field]

/**
 * A suggestion was chosen: it fills every text and sets the pin. A code or a pair of numbers is only a position: it fills
 * as a pin does.
 */
export function fillFromSearch(form: SiteForm, place: Place): Filling {
  const { latitude, longitude } = place
  const point = latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
  const filling =
    point && place.source === 'typed' && place.name === undefined
      ? fillFromPin({ ...form, ...point }, place)
      : fillTexts(form, place, nameOf(form, place, place.name), point && fromOf(place, point, true))
  return point ? { ...filling, form: { ...filling.form, ...point, ...originOf(place) } } : filling
}

/**
 * The pin was set by hand, and this is the address around it: it fills the same texts, but the pin stays. Without anybody
 * to ask that address is no more than a town, which says nothing against the street that a search has found.
 */
export function fillFromPin(form: SiteForm, place: Place): Filling {
  const { latitude, longitude } = form
  const point = latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
  if (point && isVague(place) && isStillThere(form, place, point)) return keepBetter(form, place)
  const name = nameOf(form, place, place.source === 'online' ? place.name : undefined)
  return fillTexts(form, place, name, point && fromOf(place, point, false))
}

/** A town is no name for a site, but better than that of the place which the site was at before. */
const nameOf = ({ filled }: SiteForm, { addressLine1, city = '' }: Place, own: string | undefined) =>
  own ?? addressLine1 ?? (filled.name ? city : '')

const fromOf = ({ precision }: Place, point: Coordinates, chosen: boolean): FilledFrom => ({
  ...point,
  precision,
  chosen,
})

/** Without a street, or with a street but no house. */
const isVague = ({ addressLine1, precision }: Place) =>
  addressLine1 === undefined || precision === 'street' || precision === 'place'

/**
 * How far from its place the pin may go before an address that a person has chosen is no longer meant, in metres. Houses
 * in the country lie this far from the point that providers give them.
 */
const REACH = { pin: 250, rooftop: 250, street: 500 }
/** Near the edge of a town the nearest one may be its neighbour, in metres. */
const TOWN_EDGE = 3000

/** Whether the pin is still at the place that filled the texts, as exactly as that one's position was known. */
function isStillThere({ filled, filledFrom }: SiteForm, place: Place, point: Coordinates): boolean {
  if (!filledFrom) return false
  const metres = metresBetween(filledFrom, point)
  const { precision, chosen } = filledFrom
  if (precision === 'pin' || precision === 'rooftop' || precision === 'street') {
    // Nobody has confirmed an address that was only found at an earlier pin.
    return metres <= REACH[precision] / (chosen ? 1 : 10)
  }
  const isSameTown = filled.city !== undefined && fold(filled.city) === fold(place.city ?? '')
  return chosen && precision === 'place' && (isSameTown || metres <= TOWN_EDGE)
}

/** Leaves everything, adds what is not there yet, and offers where the place differs. */
function keepBetter(form: SiteForm, place: Place): Filling {
  const next: SiteForm = { ...form, filled: { ...form.filled } }
  const offers: Offer[] = []
  for (const field of PLACE_TEXTS) {
    const value = field === 'name' ? '' : (place[field] ?? '')
    if (value === '' || says(form[field], value)) continue
    if (form[field].trim() === '') next[field] = next.filled[field] = value
    else offers.push({ field, value })
  }
  return { form: next, offers, isKept: true }
}

/** "Calle Mayor, 1" says "Calle Mayor" too. */
const says = (text: string, value: string) => fold(text).startsWith(fold(value))

/**
 * Texts that a machine had filled are replaced, or emptied where this place knows nothing; typed ones are left and
 * offered. The country stays when the place has none, unless that is because the place is at sea.
 */
function fillTexts(form: SiteForm, place: Place, name: string, filledFrom: FilledFrom | undefined): Filling {
  const next: SiteForm = { ...form, filled: { ...form.filled }, filledFrom, placeId: place.placeId ?? '' }
  const offers: Offer[] = []
  for (const field of PLACE_TEXTS) {
    const value = field === 'name' ? name : (place[field] ?? '')
    if (field === 'country' && value === '' && !place.remarks.includes('place.atSea')) continue
    if (isTyped(form, field)) {
      if (value !== '' && fold(value) !== fold(form[field])) offers.push({ field, value })
      continue
    }
    next[field] = value
    next.filled[field] = value
  }
  return { form: next, offers, isKept: false }
}
