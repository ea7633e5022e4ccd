import type { PlaceSuggestion, Place } from '#core/contract/methods/geo.ts'
import type { Result } from '#core/lib/result.ts'

/** Why a provider could not answer (geo-mail.md §2.4). */
export type OnlineFailure = 'geo/offline' | 'geo/over-quota' | 'geo/bad-key'

export interface OnlineQuery {
  text: string
  /** One use of the search box; providers bill by it. */
  session: string
  language: 'es' | 'en'
  country?: string
  near?: { latitude: number; longitude: number }
  limit: number
}

/** A provider of addresses over the network, when a person configured one. Every call may be aborted. */
export interface OnlineGeocoder {
  /** Shown as attribution. */
  provider: string
  suggest(query: OnlineQuery, signal: AbortSignal): Promise<Result<PlaceSuggestion[], OnlineFailure>>
  /** Undefined when the suggestion is none of this provider's, or gone. */
  resolve(
    id: string,
    session: string,
    language: 'es' | 'en',
    signal: AbortSignal,
  ): Promise<Result<Place | undefined, OnlineFailure>>
  reverse(
    point: { latitude: number; longitude: number },
    language: 'es' | 'en',
    signal: AbortSignal,
  ): Promise<Result<Place | undefined, OnlineFailure>>
}
