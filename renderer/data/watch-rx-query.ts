import { uncacheRxQuery, type RxQuery } from 'rxdb/plugins/core'
import type { Subscription } from 'rxjs'
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import type { DocumentOf } from '#core/domain/documents.ts'
import type { Collections, Database } from './database.ts'
import { onAway } from './on-away.ts'
import { toHostError, type ReadState } from './read-state.ts'

export interface RxQueryWatch<C extends keyof DocumentOf, W, R> {
  /** Reactive; the query runs anew when what it answers has another content. */
  ask(): W | undefined
  find(collection: Collections[C], wanted: W): RxQuery<DocumentOf[C], R>
  show(result: R): void
  clear(): void
  clearOnChange?: boolean
}

/**
 * Subscribes to one RxDB query at a time, as `ask` says, until the scope ends. While a kept screen is away it hears
 * nothing, and shows what it had until it hears again.
 */
export function watchRxQuery<C extends keyof DocumentOf, W, R>(
  database: Database,
  collection: C,
  options: RxQueryWatch<C, W, R>,
): { state: Ref<ReadState>; error: Ref<HostError | undefined> } {
  const state = shallowRef<ReadState>('loading')
  const error = shallowRef<HostError>()
  const rxCollection = database.collections[collection]
  let subscription: Subscription | undefined
  let isAway = false

  const start = (): void => {
    const wanted = options.ask()
    if (wanted === undefined || isAway) return
    const query = options.find(rxCollection, wanted)
    subscription = query.$.subscribe({
      next(result: R) {
        options.show(result)
        error.value = undefined
        state.value = 'ready'
      },
      error(reason: unknown) {
        // A query that failed once stays failed in RxDB; the next attempt needs a new one.
        uncacheRxQuery(rxCollection._queryCache, query)
        error.value = toHostError(reason)
        state.value = 'error'
      },
    })
  }

  const restart = (): void => {
    subscription?.unsubscribe()
    error.value = undefined
    state.value = 'loading'
    if (options.ask() === undefined || options.clearOnChange) options.clear()
    start()
  }

  // Compared by content: getters make a new object every time.
  watch(() => JSON.stringify(options.ask()), restart, { immediate: true })
  onAway(
    () => {
      isAway = true
      subscription?.unsubscribe()
    },
    () => {
      isAway = false
      start()
    },
  )

  const retry = (): void => {
    if (state.value !== 'error' || isAway) return
    state.value = 'loading'
    start()
  }
  const retries = database.feed.touched.subscribe((names) => {
    if (names === 'all' || names.has(collection)) retry()
  })
  retries.add(database.feed.reconnected.subscribe(retry))
  onScopeDispose(() => {
    retries.unsubscribe()
    subscription?.unsubscribe()
  })
  return { state, error }
}
