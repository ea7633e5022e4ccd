import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { parsePlaceInput } from '#core/domain/values/place-input.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import {
  withRemarks,
  type GeocodeFailure,
  type Geocoder,
  type ResolveQuery,
  type ReverseQuery,
  type SuggestQuery,
} from './geocoder.ts'

export interface ChainParts {
  sites: Geocoder
  typed: Geocoder
  online: Geocoder
  offline: Geocoder
}

type Unavailable = MethodOutput<'geo', 'suggest'>['unavailable']

export interface GeocoderChain {
  /** `host/cancelled` when a newer request of the same session has come in. */
  suggest(query: SuggestQuery): Promise<Result<MethodOutput<'geo', 'suggest'>, 'host/cancelled'>>
  resolve(query: ResolveQuery): Promise<Result<Place, GeocodeFailure | 'geo/not-found'>>
  reverse(query: ReverseQuery): Promise<MethodOutput<'geo', 'reverse'>>
}

/** Codes under which the search box explains links and words that it cannot read. */
const NOT_UNDERSTOOD = {
  shortLink: 'geo/short-link',
  what3words: 'geo/what3words',
  link: 'geo/link',
  tooLong: 'geo/link',
} as const

/** Suggestions that can still be resolved by id, newest last. */
const KEPT = 500

/**
 * Asks all sources at once and puts their answers in the order of trust: own sites, what the text itself says, online, the
 * gazetteer. A source that fails is named, and the others' answers stand. What is a code or a position by itself is not sent to
 * anybody else.
 */
export function createGeocoderChain(parts: ChainParts): GeocoderChain {
  const running = new Map<string, AbortController>()
  const kept = new Map<string, Place>()
  let reversing = new AbortController()

  /** A newer request of the same box makes the older one pointless. */
  async function replacing<T>(session: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    running.get(session)?.abort()
    const controller = new AbortController()
    running.set(session, controller)
    try {
      return await work(controller.signal)
    } finally {
      if (running.get(session) === controller) running.delete(session)
    }
  }

  async function ask(geocoders: Geocoder[], query: SuggestQuery, signal: AbortSignal) {
    const unavailable: Unavailable = []
    const lists = await Promise.all(
      geocoders.map(async (geocoder) => {
        const found = await geocoder.suggest(query, signal)
        if (found.ok) return found.value
        unavailable.push({ source: geocoder.source, code: found.error })
        return []
      }),
    )
    return { lists, unavailable }
  }

  return {
    suggest: (query) =>
      replacing(query.session, async (signal) => {
        const input = parsePlaceInput(query.text)
        if (input.kind === 'notUnderstood') {
          const unavailable: Unavailable =
            input.reason === 'empty' ? [] : [{ source: 'typed', code: NOT_UNDERSTOOD[input.reason] }]
          return ok({ suggestions: [], unavailable })
        }
        // A link may hold nothing but words.
        const asked = input.kind === 'text' ? { ...query, text: input.text.slice(0, 300) } : query
        const sources = input.kind === 'text' ? [parts.sites, parts.online, parts.offline] : [parts.typed]
        const { lists, unavailable } = await ask(sources, asked, signal)
        if (signal.aborted) return err('host/cancelled')
        const suggestions = shareOut(lists, query.limit)
        for (const { id, place } of suggestions) if (place) keep(id, place)
        return ok({ suggestions, unavailable })
      }),

    async resolve(query) {
      const known = kept.get(query.id)
      if (known) return ok(known)
      const found = await parts.online.resolve?.(query, new AbortController().signal)
      if (!found?.ok) return err(found?.error ?? 'geo/not-found')
      return found.value ? ok(found.value) : err('geo/not-found')
    },

    async reverse(query) {
      // Only the latest drag of the pin is worth a request over the network.
      reversing.abort()
      reversing = new AbortController()
      const { signal } = reversing
      const [site, online, town] = await Promise.all([
        parts.sites.reverse(query, signal),
        parts.online.reverse(query, signal),
        parts.offline.reverse(query, signal),
      ])
      const unavailable: Unavailable = []
      if (!online.ok) unavailable.push({ source: 'online', code: online.error })
      if (!town.ok) unavailable.push({ source: 'gazetteer', code: town.error })
      const [own, remote, around] = [site, online, town].map((found) => (found.ok ? found.value : undefined))
      // An own site at the door is sure; one down the street only when nobody knows the house.
      const place = own && own.precision !== 'street' ? own : (remote ?? own ?? around)
      return { place: place ? completed(place, around) : nowhere(query), unavailable }
    },
  }

  function keep(id: string, place: Place) {
    kept.delete(id)
    kept.set(id, place)
    const oldest = kept.keys().next().value
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
  }
}

/** At most `limit` suggestions, in the order of the lists; what is too much goes from the end of the longest one. */
function shareOut(lists: PlaceSuggestion[][], limit: number): PlaceSuggestion[] {
  const seen = new Set<string>()
  const unique = lists.map((list) => list.filter(({ id }) => !seen.has(id) && seen.add(id)))
  for (let left = unique.flat().length; left > limit; left--) {
    unique.reduce((longest, list) => (list.length > longest.length ? list : longest)).pop()
  }
  return unique.flat()
}

/** Country, region and town, which a near own site or a provider may lack. */
function completed(place: Place, around: Place | undefined): Place {
  const country = place.country ?? around?.country
  const missing =
    around === undefined || country !== around.country
      ? {}
      : {
          ...(place.city === undefined && around.city && { city: around.city }),
          ...(place.state === undefined && around.state && { state: around.state }),
        }
  const whole = { ...place, ...(country && { country }), ...missing }
  return withRemarks(whole, Object.keys(missing).length > 0 && 'place.estimatedRegion')
}

const nowhere = ({ latitude, longitude }: ReverseQuery): Place => ({
  source: 'gazetteer',
  precision: 'none',
  remarks: latitude === 0 && longitude === 0 ? ['place.nullIsland'] : [],
})
