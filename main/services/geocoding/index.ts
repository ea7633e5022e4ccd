import { systemClock, type Clock } from '#core/lib/clock.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import type { HostReply } from '#core/contract/envelope.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { ImportedPlace, PlaceQuery } from '#core/domain/import/imported-table.ts'
import { normaliseLongitude } from '#core/domain/values/coordinates.ts'
import type { Store } from '../../store/store.ts'
import { createAddressGeocoder } from './address-geocoder.ts'
import { createGazetteer, type Gazetteer } from './gazetteer-client.ts'
import { createGeocoderChain } from './geocoder-chain.ts'
import { placeNamed } from './named-places.ts'
import { createOnlineGeocoder, type OnlineGeocoder, type OnlineLimits } from './online-geocoder.ts'
import { createOwnSitesGeocoder, createStoreSites } from './own-sites.ts'
import { createTownGeocoder } from './town-geocoder.ts'
import { createTypedGeocoder } from './typed-geocoder.ts'

export interface GeocodingOptions {
  /** The open store, for the company's own sites. */
  store: () => Pick<Store, 'read'>
  /** The built thread (`out/main/gazetteer-worker.js`) and the asset that build-gazetteer.ts made. */
  workerFile: string
  assetFile: string
  /** The provider that a person configured; asked anew on each call. */
  online?: () => OnlineGeocoder | undefined
  onlineLimits?: OnlineLimits
  clock?: Clock
  /** Told why the gazetteer cannot be read: the program goes on without. */
  onUnreadable?: (reason: string) => void
}

/** A town for demo data. */
export interface TownOfCountry {
  name: string
  state: string
  country: string
  latitude: number
  longitude: number
  population: number
  /** Spain: the first two digits of its postcodes. */
  postcodePrefix?: string
}

export interface Geocoding {
  handlers: NamespaceHandlers<'geo'>
  /** Towns of 500 people and more, the largest first; empty when the gazetteer cannot be read. */
  towns(countries: readonly string[]): Promise<readonly TownOfCountry[]>
  /** Loads the gazetteer before somebody asks for a place. */
  prepare(): Promise<void>
  /** The town of an imported address; undefined when the gazetteer does not know it or cannot be read. */
  placeNamed(query: PlaceQuery, language: 'es' | 'en'): Promise<ImportedPlace | undefined>
  close(): Promise<void>
}

/** The chain of geocoders and the offline map's labels, as the host's `geo` methods. */
export function createGeocoding(options: GeocodingOptions): Geocoding {
  const { workerFile, assetFile, clock = systemClock, onUnreadable } = options
  const gazetteer = createGazetteer({ workerFile, assetFile, clock, onUnreadable })
  const sites = createStoreSites(options.store)
  const chain = createGeocoderChain({
    sites: createOwnSitesGeocoder(sites),
    typed: createTypedGeocoder(gazetteer),
    online: createOnlineGeocoder(options.online ?? (() => undefined), clock, options.onlineLimits),
    offline: createAddressGeocoder(gazetteer, sites, createTownGeocoder(gazetteer)),
  })
  return {
    handlers: {
      async suggest(query) {
        const near = query.near && { ...query.near, longitude: normaliseLongitude(query.near.longitude) }
        const found = await chain.suggest({ ...query, near })
        return found.ok ? found : failed(found.error)
      },
      async resolve(query) {
        const found = await chain.resolve(query)
        return found.ok ? { ok: true, value: { place: found.value } } : failed(found.error)
      },
      reverse: async (query) => ({
        ok: true,
        value: await chain.reverse({ ...query, longitude: normaliseLongitude(query.longitude) }),
      }),
      async labels(box) {
        const found = await gazetteer.ask('labels', box)
        return found.ok ? { ok: true, value: { labels: found.value } } : failed(found.error)
      },
    },
    towns: (countries) => loadTowns(gazetteer, countries),
    prepare: () => gazetteer.prepare(),
    placeNamed: (query, language) => placeNamed(gazetteer, query, language),
    close: () => gazetteer.close(),
  }
}

async function loadTowns(gazetteer: Gazetteer, countries: readonly string[]): Promise<TownOfCountry[]> {
  const found = await gazetteer.ask('towns', countries)
  if (!found.ok) return []
  return found.value.map(({ name, state, country, latitude, longitude, population, province }) => ({
    name,
    state: state ?? '',
    country,
    latitude,
    longitude,
    population,
    ...(province && { postcodePrefix: province }),
  }))
}

const failed = (code: HostErrorCode): HostReply<never> => ({
  ok: false,
  error: { code, message: code, retryable: code === 'geo/offline' || code === 'geo/over-quota' },
})
