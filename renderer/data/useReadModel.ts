import { onScopeDispose, shallowRef, watchEffect, type Ref, type ShallowRef } from 'vue'
import type { HostError, HostReply } from '#core/contract/envelope.ts'
import { useDatabase } from './database.ts'
import { onAway } from './on-away.ts'
import type { ReadState } from './read-state.ts'

export interface ReadModel<T> {
  /** The last answer; stays while the next one is on its way and when it fails. */
  value: Readonly<ShallowRef<T | undefined>>
  state: Readonly<Ref<ReadState>>
  error: Readonly<Ref<HostError | undefined>>
  /** Asks again now. */
  refresh(): void
}

export interface ReadModelOptions {
  /** Collections and read models it is made from: a commit that names one of them asks again. */
  collections: readonly string[]
}

/** Least time between two questions that commits cause. Milliseconds. */
const THROTTLE = 100

/**
 * A read model of the host, asked again when what `ask` reads reactively changes, when a commit touches it and after a
 * reconnection. `ask` answers undefined to ask nothing. Only the answer to the latest question is shown. While a kept
 * screen is away, commits wait until it is shown again.
 */
export function useReadModel<T>(
  ask: () => Promise<HostReply<T>> | undefined,
  { collections }: ReadModelOptions,
): ReadModel<T> {
  const { feed } = useDatabase()
  const value = shallowRef<T>()
  const state = shallowRef<ReadState>('loading')
  const error = shallowRef<HostError>()
  const round = shallowRef(0)
  /** The number of the question whose answer counts, and of the last one that was answered. */
  let latest = 0
  let answered = 0
  let askedAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let outdated = false
  let isAway = false

  const take = async (question: Promise<HostReply<T>>, number: number): Promise<void> => {
    const reply = await question
    if (number !== latest) return
    answered = number
    if (reply.ok) {
      value.value = reply.value
      error.value = undefined
      state.value = 'ready'
    } else {
      error.value = reply.error
      state.value = 'error'
    }
    if (outdated) refreshSoon()
  }

  const refresh = (): void => {
    clearTimeout(timer)
    timer = undefined
    round.value++
  }
  const refreshSoon = (): void => {
    // One question at a time: under a flood of commits every answer would be outdated, and none shown.
    if (isAway || answered !== latest) outdated = true
    else timer ??= setTimeout(refresh, Math.max(0, askedAt + THROTTLE - performance.now()))
  }

  watchEffect(() => {
    void round.value
    const number = ++latest
    askedAt = performance.now()
    outdated = false
    const question = ask()
    if (question) void take(question, number)
    else {
      answered = number
      value.value = undefined
      error.value = undefined
      state.value = 'loading'
    }
  })

  const commits = feed.touched.subscribe((names) => {
    if (names === 'all' || collections.some((name) => names.has(name))) refreshSoon()
  })
  commits.add(feed.reconnected.subscribe(refreshSoon))
  onAway(
    () => {
      isAway = true
      if (timer === undefined) return
      clearTimeout(timer)
      timer = undefined
      outdated = true
    },
    () => {
      isAway = false
      if (outdated) refreshSoon()
    },
  )
  onScopeDispose(() => {
    latest++
    clearTimeout(timer)
    commits.unsubscribe()
  })
  return { value, state, error, refresh }
}
