import type { Place } from '#core/contract/methods/geo.ts'
import type { Colour } from '#renderer/ui/index.ts'

/** How far a position can be trusted, as a colour. */
export const precisionColours: Record<Place['precision'], Colour> = {
  pin: 'green',
  rooftop: 'green',
  street: 'blue',
  place: 'amber',
  region: 'amber',
  country: 'amber',
  none: 'slate',
}
