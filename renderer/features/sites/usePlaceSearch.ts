import { onScopeDispose, ref, shallowRef } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { parsePlaceInput } from '#core/domain/values/place-input.ts'

/** Milliseconds of quiet before the chain is asked (geo-mail.md §2.3). */
const QUIET = 250
/** Shorter texts find everything and nothing, unless they are a code or coordinates. */
const SHORTEST = 3
const SUGGESTIONS = 8

export interface SearchWhere {
  language: 'es' | 'en'
  country?: string | undefined
  near?: { latitude: number; longitude: number } | undefined
  /** `near` is the pin of this site, not only another site of the same customer. */
  isPinned: boolean
}

/** How far away another site may be for its distance to help: 50 km, in metres. */
const NEIGHBOURHOOD = 50_000

/**
 * The distance to show beside a suggestion, in metres; undefined when it would mislead. From the pin it says how far the
 * pin would go; from another site of the customer it tells something only in the same area.
 */
export const tellingDistance = (
  { metres }: Pick<PlaceSuggestion, 'metres'>,
  isPinned: boolean,
): number | undefined => (metres !== undefined && (isPinned || metres <= NEIGHBOURHOOD) ? metres : undefined)

/** Latitude and longitude are the other way round than they were typed. */
export const isSwapped = ({ place }: Pick<PlaceSuggestion, 'place'>): boolean =>
  place?.remarks.includes('place.swapped') ?? false

/** `lost`: the chosen suggestion could not be had any more. */
export type SearchState = 'idle' | 'loading' | 'ready' | 'failed' | 'lost'

type Unavailable = MethodOutput<'geo', 'suggest'>['unavailable']

interface PlaceSearchOptions {
  geo: Pick<HostClient['geo'], 'suggest' | 'resolve'>
  where: () => SearchWhere
  found: (place: Place) => void
  newSession?: () => string
}

/**
 * One search box: asks while a person types, drops answers to older texts, and counts as one session until a suggestion
 * is resolved, because providers bill by it.
 */
export function usePlaceSearch({
  geo,
  where,
  found,
  newSession = () => crypto.randomUUID(),
}: PlaceSearchOptions) {
  const suggestions = shallowRef<readonly PlaceSuggestion[]>([])
  const unavailable = shallowRef<Unavailable>([])
  const state = ref<SearchState>('idle')
  let session = newSession()
  /** The number of the question whose answer counts. */
  let latest = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Enter was pressed before the answer came: pasting a code and pressing Enter is one movement. */
  let wantsFirst = false

  function close(): void {
    clearTimeout(timer)
    latest++
    wantsFirst = false
    state.value = 'idle'
    suggestions.value = []
    unavailable.value = []
  }

  function type(text: string): void {
    clearTimeout(timer)
    wantsFirst = false
    const trimmed = text.trim()
    const isComplete = parsePlaceInput(trimmed).kind !== 'text'
    if (trimmed === '' || (trimmed.length < SHORTEST && !isComplete)) return close()
    const number = ++latest
    state.value = 'loading'
    if (isComplete) void ask(trimmed, number)
    else timer = setTimeout(() => void ask(trimmed, number), QUIET)
  }

  async function ask(text: string, number: number): Promise<void> {
    const { language, country, near } = where()
    const reply = await geo.suggest({
      text: text.slice(0, 300),
      session,
      language,
      limit: SUGGESTIONS,
      ...(country && { country }),
      ...(near && { near }),
    })
    if (number !== latest) return
    suggestions.value = reply.ok ? reply.value.suggestions : []
    unavailable.value = reply.ok ? reply.value.unavailable : []
    state.value = reply.ok ? 'ready' : 'failed'
    const [first] = suggestions.value
    // What a person has not typed like that is theirs to choose.
    if (wantsFirst && first && !isSwapped(first)) await choose(first)
  }

  async function choose(suggestion: PlaceSuggestion): Promise<void> {
    const used = session
    session = newSession()
    close()
    if (suggestion.place) return found(suggestion.place)
    const number = latest
    state.value = 'loading'
    const reply = await geo.resolve({ id: suggestion.id, session: used, language: where().language })
    // Something else has been typed meanwhile.
    if (number !== latest) return
    state.value = reply.ok ? 'idle' : 'lost'
    if (reply.ok) found(reply.value.place)
  }

  /** Enter: takes the suggestion now, or the first one as soon as it is there. */
  function enter(index: number): void {
    const suggestion = suggestions.value[index]
    if (suggestion) void choose(suggestion)
    else if (state.value === 'loading') wantsFirst = true
  }

  onScopeDispose(close)
  return { suggestions, unavailable, state, type, choose, enter, close }
}
