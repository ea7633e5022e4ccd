import type { Place } from '#core/contract/methods/geo.ts'
import type { Site } from '#core/domain/site/schema.ts'

type Translate = (key: string, named?: Record<string, string>) => string

/** Where a position comes from and how exact it is: "Pin placed by hand · exact". */
export const originText = (
  t: Translate,
  { source, precision }: Pick<Site['origin'], 'source' | 'precision'>,
) =>
  `${t(`sites.origin.${source}`)} · ${t(`sites.${source === 'user' ? 'byHand' : 'exactness'}.${precision}`)}`

/**
 * What the address beside a pin is worth: "Cádiar, town centre, 2.1 km away". Empty for a place without a name.
 *
 * @param distance in words.
 */
export function addressText(t: Translate, place: Place, distance: string | undefined): string {
  const name = place.addressLine1 ?? place.city
  if (name === undefined) return ''
  const parts = [name, t(`sites.exactness.${place.precision}`)]
  if (distance !== undefined) parts.push(t('sites.search.away', { distance }))
  return parts.join(', ')
}
