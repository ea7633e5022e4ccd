import { onScopeDispose, ref, shallowRef } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { parsePlaceInput } from '#core/domain/values/place-input.ts'

/** Milliseconds of quiet before the chain is asked (geo-mail.md §2.3). */
const QUIET = 250
/** Shorter texts find everything and nothing, unless they are a code or coordinates. */
const SHORTEST = 3
const SUGGESTIONS = 8

export interface SearchWhere {
  language: 'es' | 'en'
  country?: string
  near?: { latitude: number; longitude: number }
}

/** One search box: asks while a person types, drops answers to older texts, and counts as one session until resolved. */
export function usePlaceSearch(geo: HostClient['geo'], where: () => SearchWhere) {
  const suggestions = shallowRef<readonly PlaceSuggestion[]>([])
  const unavailable = shallowRef<readonly string[]>([])
  const state = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  let session = crypto.randomUUID()
  let latest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function type(text: string): void {
    clearTimeout(timer)
    latest++
    const trimmed = text.trim()
    if (trimmed.length < SHORTEST) {
      state.value = 'idle'
      suggestions.value = []
      return
    }
    state.value = 'loading'
    // A code or coordinates are complete as soon as they can be read.
    if (parsePlaceInput(trimmed).kind !== 'text') void ask(trimmed, latest)
    else timer = setTimeout(() => void ask(trimmed, latest), QUIET)
  }

  async function ask(text: string, number: number): Promise<void> {
    const reply = await geo.suggest({ text, session, limit: SUGGESTIONS, ...where() })
    if (number !== latest) return
    suggestions.value = reply.ok ? reply.value.suggestions : []
    unavailable.value = reply.ok ? reply.value.unavailable.map(({ code }) => code) : []
    state.value = reply.ok ? 'ready' : 'failed'
  }

  /** The place of a suggestion; undefined when it cannot be had any more. */
  async function choose(suggestion: PlaceSuggestion): Promise<Place | undefined> {
    const used = session
    session = crypto.randomUUID()
    latest++
    state.value = 'idle'
    suggestions.value = []
    if (suggestion.place) return suggestion.place
    const reply = await geo.resolve({ id: suggestion.id, session: used, language: where().language })
    return reply.ok ? reply.value.place : undefined
  }

  onScopeDispose(() => clearTimeout(timer))
  return { suggestions, unavailable, state, type, choose }
}
