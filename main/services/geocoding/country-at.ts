import { feature } from '@rapideditor/country-coder'

/**
 * The country or territory at a point, ISO 3166-1 alpha-2; undefined at sea. Parts with reserved codes only (Canaries, Ceuta) give
 * their country. Degrees, longitude in [-180, 180).
 */
export function countryAt(latitude: number, longitude: number): string | undefined {
  const found = feature([longitude, latitude], { level: 'territory' })?.properties
  if (!found) return undefined
  // Kosovo has no official code, but one that everybody uses.
  const own = found.isoStatus === 'official' || found.iso1A2 === 'XK' ? found.iso1A2 : undefined
  return own ?? found.country ?? found.iso1A2
}
