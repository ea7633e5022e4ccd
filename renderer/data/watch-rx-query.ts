import { uncacheRxQuery, type RxQuery } from 'rxdb/plugins/core'
import type { Subscription } from 'rxjs'
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import type { DocumentOf } from '#core/domain/documents.ts'
import type { Collections, Database } from './database.ts'
import { toHostError, type ReadState } from './read-state.ts'

export interface RxQueryWatch<C extends keyof DocumentOf, W, R> {
  /** Reactive; the query runs anew when what it answers has another content. */
  ask(): W | undefined
  find(collection: Collections[C], wanted: W): RxQuery<DocumentOf[C], R>
  show(result: R): void
  clear(): void
  clearOnChange?: boolean
}

/** Subscribes to one RxDB query at a time, as `ask` says, until the scope ends. */
export function watchRxQuery<C extends keyof DocumentOf, W, R>(
  database: Database,
  collection: C,
  options: RxQueryWatch<C, W, R>,
): { state: Ref<ReadState>; error: Ref<HostError | undefined> } {
  const state = shallowRef<ReadState>('loading')
  const error = shallowRef<HostError>()
  const rxCollection = database.collections[collection]
  let subscription: Subscription | undefined

  const start = (wanted: W): void => {
    const query = options.find(rxCollection, wanted)
    state.value = 'loading'
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

  const restart = (wanted: W | undefined): void => {
    subscription?.unsubscribe()
    subscription = undefined
    error.value = undefined
    if (wanted === undefined || options.clearOnChange) options.clear()
    if (wanted === undefined) state.value = 'loading'
    else start(wanted)
  }

  // Compared by content: getters make a new object every time.
  watch(
    () => JSON.stringify(options.ask()),
    () => restart(options.ask()),
    { immediate: true },
  )

  const retry = (): void => {
    const wanted = options.ask()
    if (state.value === 'error' && wanted !== undefined) start(wanted)
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
