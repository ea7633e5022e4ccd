import type { HostReply } from '#core/contract/envelope.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { Store } from '../../store/store.ts'
import { createGazetteerClient } from './gazetteer-client.ts'
import type { Town } from './gazetteer.ts'
import type { OnlineGeocoder } from './online-geocoder.ts'
import { createReverse } from './reverse.ts'
import { createSuggest } from './suggest.ts'

export interface GeocodingOptions {
  /** The open store, for the company's own sites. */
  store: () => Store
  /** The built thread and the asset that `build-gazetteer.ts` made. */
  workerFile: string
  assetFile: string
  /** The provider that a person configured; asked anew on each call. */
  online?: () => OnlineGeocoder | undefined
}

export interface Geocoding {
  handlers: NamespaceHandlers<'geo'>
  /** Towns for demo data; empty when the gazetteer cannot be read. */
  towns(countries: readonly string[]): Promise<readonly (Town & { state: string })[]>
  close(): Promise<void>
}

/**
 * The chain of geocoders behind one port: own sites, typed input, an online provider, the gazetteer. Each answer says
 * its source, precision and distance; a source that fails is named beside the answers of the others.
 */
export function createGeocoding({
  store,
  workerFile,
  assetFile,
  online = () => undefined,
}: GeocodingOptions): Geocoding {
  const gazetteer = createGazetteerClient(workerFile, assetFile)
  const suggest = createSuggest(store, gazetteer, online)
  const reverse = createReverse(store, gazetteer, online)
  return {
    handlers: {
      suggest: async (input) => ({ ok: true, value: await suggest.suggest(input) }),
      async resolve({ id, session, language }) {
        const place = await suggest.resolve(id, session, language)
        if (place.ok) return { ok: true, value: { place: place.value } }
        return notFound(place.error)
      },
      reverse: async (input) => ({ ok: true, value: await reverse(input) }),
      async labels({ west, south, east, north, limit }) {
        const found = await gazetteer.ask('labels', { west, south, east, north }, limit, 'es')
        if (!found.ok) return notFound(found.error)
        const labels = found.value.map(({ name, latitude, longitude, population, capital }) => ({
          name,
          latitude,
          longitude,
          rank: population,
          capital,
        }))
        return { ok: true, value: { labels } }
      },
    },
    async towns(countries) {
      const found = await gazetteer.ask('towns', countries)
      return found.ok ? found.value.map((town) => ({ ...town, state: town.state ?? '' })) : []
    },
    close: () => gazetteer.close(),
  }
}

const notFound = (
  code: 'geo/no-gazetteer' | 'geo/not-found' | 'geo/offline' | 'geo/over-quota' | 'geo/bad-key',
): HostReply<never> => ({ ok: false, error: { code, message: code, retryable: code !== 'geo/not-found' } })
