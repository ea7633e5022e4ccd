import type { MethodInput } from '#core/contract/host-contract.ts'
import type { Place, PLACE_SOURCES, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { err, type Result } from '#core/lib/result.ts'

export type PlaceSource = (typeof PLACE_SOURCES)[number]

/** Why a source could not answer. Nothing found is an answer, not a failure. */
export type GeocodeFailure =
  'geo/offline' | 'geo/over-quota' | 'geo/bad-key' | 'geo/no-gazetteer' | 'host/cancelled'

export type SuggestQuery = MethodInput<'geo', 'suggest'>
/** Longitude in [-180, 180). */
export type ReverseQuery = MethodInput<'geo', 'reverse'>
export type ResolveQuery = MethodInput<'geo', 'resolve'>

export type Suggestions = Promise<Result<PlaceSuggestion[], GeocodeFailure>>
export type FoundPlace = Promise<Result<Place | undefined, GeocodeFailure>>

/** One source of places in the chain: own sites, typed input, an online provider, the gazetteer. */
export interface Geocoder {
  source: PlaceSource
  suggest(query: SuggestQuery, signal: AbortSignal): Suggestions
  /** The address at a point; undefined when the source knows none there. */
  reverse(query: ReverseQuery, signal: AbortSignal): FoundPlace
  /** The place of a suggestion that came without one; undefined for ids of other sources. */
  resolve?(query: ResolveQuery, signal: AbortSignal): FoundPlace
}

/** An address farther from the point than this is remarked on, in metres (geo-mail.md §2.6). */
export const AWAY_FROM = 150

/** A suggestion that is complete: its id is its place, so that it can be resolved at any time. */
export function completeSuggestion(title: string, detail: string, place: Place): PlaceSuggestion {
  const { source, precision, metres } = place
  return {
    id: `${source}:${place.latitude},${place.longitude}:${title}`.slice(0, 600),
    title: title.slice(0, 400),
    detail: detail.slice(0, 400),
    source,
    precision,
    ...(metres !== undefined && { metres }),
    place,
  }
}

export const withRemarks = (place: Place, ...remarks: (string | false)[]): Place => ({
  ...place,
  remarks: [...new Set([...place.remarks, ...remarks.filter((remark) => remark !== false)])],
})

/** Answers with the failure once the signal is aborted. */
export const whenAborted = <T>(
  signal: AbortSignal,
  failure: GeocodeFailure,
): Promise<Result<T, GeocodeFailure>> =>
  new Promise((done) => {
    if (signal.aborted) done(err(failure))
    else signal.addEventListener('abort', () => done(err(failure)), { once: true })
  })
