import type { Place } from '#core/contract/methods/geo.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { addressOneLine } from '#core/domain/values/address.ts'
import { metresBetween } from '#core/domain/values/coordinates.ts'
import { ok } from '#core/lib/result.ts'
import type { Store } from '../../store/store.ts'
import { completeSuggestion, withRemarks, type Geocoder } from './geocoder.ts'

/** The company's own sites, as the chain needs them. */
export interface OwnSites {
  /** Sites that match a text, best first. */
  find(text: string, limit: number): Promise<Site[]>
  /** Sites in use within a radius, nearest first. */
  near(latitude: number, longitude: number, metres: number): Promise<{ site: Site; metres: number }[]>
}

/** Own sites out of the store. A store that cannot answer has no sites to offer: the search goes on without. */
export function createStoreSites(store: () => Pick<Store, 'read'>): OwnSites {
  async function read(ids: string[]): Promise<Map<string, Site>> {
    if (ids.length === 0) return new Map()
    const rows = await store().read('store', 'byIds', { collection: 'sites', ids, withDeleted: false })
    if (!rows.ok) return new Map()
    // Only documents of the site's schema get into its collection.
    return new Map(rows.value.rows.map(({ document }) => [document.id, document as unknown as Site]))
  }
  return {
    async find(text, limit) {
      const found = await store().read('search', 'find', {
        text: text.slice(0, 200),
        limit: Math.min(200, limit),
        collections: ['sites'],
      })
      const ids = found.ok ? found.value.hits.filter((hit) => !hit.archived).map((hit) => hit.id) : []
      const sites = await read(ids)
      return ids.map((id) => sites.get(id)).filter((site) => site !== undefined)
    },
    async near(latitude, longitude, metres) {
      const found = await store().read('sites', 'near', {
        latitude,
        longitude,
        radiusKm: metres / 1000,
        limit: 5,
      })
      if (!found.ok) return []
      const sites = await read(found.value.sites.map((hit) => hit.id))
      return found.value.sites.flatMap((hit) => {
        const site = sites.get(hit.id)
        return site ? [{ site, metres: hit.metres }] : []
      })
    },
  }
}

/** Own sites among the suggestions at most, so that others are seen too. */
const MOST = 5
/** An own site this near has the same door, in metres: about the size of a Plus Code cell. */
const SAME_DOOR = 15
/** An own site this near is most likely in the same street, in metres. */
const SAME_STREET = 60

/** Addresses that people in the company have confirmed: the best there are. */
export function createOwnSitesGeocoder(sites: OwnSites): Geocoder {
  return {
    source: 'site',
    async suggest({ text, limit, near }) {
      const found = await sites.find(text, Math.min(limit, MOST))
      return ok(
        found.map((site) => {
          const place = { ...sitePlace(site), ...(near && { metres: Math.round(metresBetween(near, site)) }) }
          return completeSuggestion(site.name, addressOneLine(site), place)
        }),
      )
    },
    async reverse({ latitude, longitude }) {
      const found = await sites.near(latitude, longitude, SAME_STREET)
      const nearest = found.find(({ site }) => isPlacedExactly(site))
      if (!nearest) return ok(undefined)
      const metres = Math.round(nearest.metres)
      const place = { ...sitePlace(nearest.site), metres }
      if (metres <= SAME_DOOR && place.precision !== 'street') return ok(place)
      const { addressLine1, ...rest } = place
      const street = addressLine1 && withoutNumber(addressLine1)
      return ok(
        withRemarks(
          { ...rest, ...(street && { addressLine1: street }), precision: 'street' },
          'place.addressAway',
        ),
      )
    },
  }
}

/** Whether a site lies where its address is, and not in the middle of its town. */
export const isPlacedExactly = ({ origin }: Site): boolean =>
  origin.precision !== 'place' && origin.precision !== 'none'

/** A site's address and position, without what is its own: name, flat and directions. */
export function sitePlace(site: Site): Place {
  const { addressLine1, city, state, postcode, country, latitude, longitude, origin } = site
  return {
    ...(addressLine1 && { addressLine1 }),
    ...(city && { city }),
    ...(state && { state }),
    ...(postcode && { postcode }),
    country,
    latitude,
    longitude,
    source: 'site',
    precision: origin.precision === 'none' ? 'place' : origin.precision,
    remarks: [],
  }
}

/** "Calle Mayor, 1" and "10 Downing Street" without the house's number. */
export const withoutNumber = (line: string): string =>
  line
    .replace(/,? ?(?:n[ºo°]\.? ?)?\d{1,5} ?(?:[a-z]|bis)?$/i, '')
    .replace(/^\d{1,5}[a-z]? (?=\p{L})/iu, '')
    .trim()
