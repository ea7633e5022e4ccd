import type { Place } from '#core/contract/methods/geo.ts'
import { originOf, PLACE_TEXTS, type PlaceText, type SiteForm } from './site-form.ts'

/** Which texts of a form a machine filled, and with what: only those may be replaced without asking. */
export type MachineTexts = Partial<Record<PlaceText, string>>

export interface Filled {
  form: SiteForm
  machine: MachineTexts
  /** Texts that a person typed and that the place would change: offered, never taken. */
  offers: { field: PlaceText; value: string }[]
}

/** A text is a person's when it is there and is not what a machine put there. */
const isTyped = (form: SiteForm, machine: MachineTexts, field: PlaceText): boolean =>
  form[field] !== '' && form[field] !== machine[field]

/**
 * A chosen place fills every field and sets the pin. The pin itself is a person's choice when it is dragged: then
 * `keepPosition` leaves it where it is, and what the place does not know is emptied only if a machine had filled it.
 */
export function fillFromPlace(
  form: SiteForm,
  machine: MachineTexts,
  place: Place,
  { keepPosition }: { keepPosition: boolean },
): Filled {
  const next: SiteForm = { ...form }
  const nextMachine: MachineTexts = { ...machine }
  const offers: Filled['offers'] = []
  for (const field of PLACE_TEXTS) {
    const value = place[field] ?? ''
    // Dragging a pin finds an address, not a name: a name that a search gave stays.
    if (field === 'name' && keepPosition && form.name !== '') continue
    if (isTyped(form, machine, field)) {
      if (value !== '' && value !== form[field]) offers.push({ field, value })
      continue
    }
    if (value === '' && field === 'country') continue
    next[field] = value
    nextMachine[field] = value
  }
  if (!keepPosition && place.latitude !== undefined && place.longitude !== undefined) {
    next.latitude = place.latitude
    next.longitude = place.longitude
    Object.assign(next, originOf(place))
  }
  next.placeId = place.placeId ?? ''
  return { form: next, machine: nextMachine, offers }
}
