import type { Site } from '#core/domain/site/index.ts'

/** The address in one line: street, unit, postcode and city, region. Empty when nothing of it is known. */
export function addressLine(site: Site): string {
  const town = [site.postcode, site.city].filter(Boolean).join(' ')
  return [site.addressLine1, site.addressLine2, town, site.state].filter(Boolean).join(', ')
}
