import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { systemClock, type Clock } from '#core/lib/clock.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import {
  AWAY_FROM,
  whenAborted,
  withRemarks,
  type GeocodeFailure,
  type Geocoder,
  type ResolveQuery,
  type ReverseQuery,
  type SuggestQuery,
} from './geocoder.ts'

/** Why a provider did not answer (geo-mail.md §2.4 has the table for Google's codes). */
export type OnlineFailure = 'geo/offline' | 'geo/over-quota' | 'geo/bad-key'

/**
 * A provider of addresses over the network, when a person has configured one. Keys stay inside. Each call stops when its signal is
 * aborted; whether it then answers or throws an `AbortError` does not matter. `reverse` sets `metres` to how far its address lies from
 * the point.
 */
export interface OnlineGeocoder {
  /** Shown beside each answer as attribution. */
  provider: string
  suggest(query: SuggestQuery, signal: AbortSignal): Promise<Result<PlaceSuggestion[], OnlineFailure>>
  /** Undefined when the id is none of this provider's, or gone. */
  resolve(query: ResolveQuery, signal: AbortSignal): Promise<Result<Place | undefined, OnlineFailure>>
  reverse(query: ReverseQuery, signal: AbortSignal): Promise<Result<Place | undefined, OnlineFailure>>
}

export interface OnlineLimits {
  /** While somebody types, the others' answers are not held back longer than this. Milliseconds. */
  suggest: number
  /** For an address at a point, or of a chosen suggestion. Milliseconds. */
  place: number
  /** After a failure the provider is left alone for this long. Milliseconds. */
  rest: Readonly<Record<OnlineFailure, number>>
}

const LIMITS: OnlineLimits = {
  suggest: 2500,
  place: 6000,
  rest: { 'geo/offline': 10_000, 'geo/over-quota': 60_000, 'geo/bad-key': 300_000 },
}

/**
 * Puts a provider into the chain: limits of time, attribution on each answer, and a rest after failures, so that a dead network
 * does not slow down each letter that is typed. A new provider (another key) is asked at once.
 */
export function createOnlineGeocoder(
  current: () => OnlineGeocoder | undefined,
  clock: Clock = systemClock,
  limits: OnlineLimits = LIMITS,
): Geocoder {
  let resting: { provider: OnlineGeocoder; failure: OnlineFailure; until: number } | undefined

  async function ask<T>(
    nothing: T,
    milliseconds: number,
    signal: AbortSignal,
    work: (provider: OnlineGeocoder, signal: AbortSignal) => Promise<Result<T, OnlineFailure>>,
  ): Promise<Result<T, GeocodeFailure>> {
    const provider = current()
    if (!provider) return ok(nothing)
    if (resting?.provider === provider && clock.now() < resting.until) return err(resting.failure)
    const timeUp = AbortSignal.timeout(milliseconds)
    const either = AbortSignal.any([signal, timeUp])
    const answer = work(provider, either).catch((error: unknown) => {
      // Aborting is how a call is stopped; anything else is a bug of the provider.
      if (either.aborted) return err<GeocodeFailure>(signal.aborted ? 'host/cancelled' : 'geo/offline')
      throw error
    })
    const reply = await Promise.race([
      answer,
      whenAborted<T>(signal, 'host/cancelled'),
      whenAborted<T>(timeUp, 'geo/offline'),
    ])
    if (reply.ok) resting = undefined
    else if (reply.error in limits.rest) {
      // The key has just been found in the table.
      const failure = reply.error as OnlineFailure
      resting = { provider, failure, until: clock.now() + limits.rest[failure] }
    }
    return reply
  }

  return {
    source: 'online',
    suggest: (query, signal) =>
      ask([], limits.suggest, signal, async (provider, stop) => {
        const found = await provider.suggest(query, stop)
        return found.ok ? ok(found.value.map((one) => attributed(one, provider))) : found
      }),
    resolve: (query, signal) =>
      ask<Place | undefined>(undefined, limits.place, signal, async (provider, stop) => {
        const found = await provider.resolve(query, stop)
        return found.ok && found.value ? ok(attributedPlace(found.value, provider)) : found
      }),
    reverse: (query, signal) =>
      ask<Place | undefined>(undefined, limits.place, signal, async (provider, stop) => {
        const found = await provider.reverse(query, stop)
        if (!found.ok || !found.value) return found
        const place = attributedPlace(found.value, provider)
        return ok(withRemarks(place, (place.metres ?? 0) > AWAY_FROM && 'place.addressAway'))
      }),
  }
}

const attributedPlace = (place: Place, { provider }: OnlineGeocoder): Place => ({
  ...place,
  source: 'online',
  provider,
})

const attributed = (one: PlaceSuggestion, provider: OnlineGeocoder): PlaceSuggestion => ({
  ...one,
  source: 'online',
  provider: provider.provider,
  ...(one.place && { place: attributedPlace(one.place, provider) }),
})
