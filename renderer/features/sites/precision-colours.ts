import type { Site } from '#core/domain/site/schema.ts'
import type { Colour } from '#renderer/ui/index.ts'

/** How far a position can be trusted, as a colour. */
export const precisionColours: Record<Site['origin']['precision'], Colour> = {
  pin: 'green',
  rooftop: 'green',
  street: 'blue',
  place: 'amber',
  none: 'slate',
}
