import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { HostError } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import type { ActivityEntry } from './activity-text.ts'

/** What part of the log is asked for. */
export type ActivityFilter = Omit<MethodInput<'activity', 'list'>, 'before' | 'limit'>

/** The most entries that one call answers (core/contract/methods/data.ts). */
const MOST = 500
/** Milliseconds between a commit and asking again, so that a burst of commits asks once. */
const QUIET = 150

/** The log by pages, newest first; asked again after every commit. */
export function useActivityFeed(
  host: HostClient,
  filter: () => ActivityFilter | undefined,
  pageSize: number,
) {
  const entries = shallowRef<readonly ActivityEntry[]>([])
  const state = ref<'loading' | 'ready' | 'error'>('loading')
  const error = shallowRef<HostError>()
  /** Where the log goes on; undefined at its end. */
  const tail = ref<string>()
  const isLoadingMore = ref(false)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Reads on until a page is full: a call may answer few entries where hardly any fit the filter. */
  async function readPage(from: string | undefined): Promise<void> {
    const asked = filter()
    if (!asked) return
    const mine = ++turn
    const wanted = entries.value.length + pageSize
    let before = from
    isLoadingMore.value = true
    do {
      const limit = Math.min(MOST, wanted - entries.value.length)
      const reply = await host.activity.list({ ...asked, limit, ...(before !== undefined && { before }) })
      if (mine !== turn) return
      if (!reply.ok) {
        error.value = reply.error
        state.value = 'error'
        break
      }
      entries.value = [...entries.value, ...reply.value.entries]
      before = reply.value.next
      tail.value = before
      error.value = undefined
      state.value = entries.value.length > 0 || before === undefined ? 'ready' : 'loading'
    } while (before !== undefined && entries.value.length < wanted)
    isLoadingMore.value = false
  }

  /** Ends a long look back; what was found stays, and `loadMore` goes on from there. */
  function stop() {
    turn++
    isLoadingMore.value = false
    state.value = 'ready'
  }

  /** Reads again what is shown; older entries beyond one call stay as they are. */
  async function refresh(): Promise<void> {
    if (entries.value.length === 0) {
      tail.value = undefined
      return readPage(undefined)
    }
    const asked = filter()
    if (!asked || isLoadingMore.value) return
    const mine = ++turn
    const limit = Math.min(MOST, Math.max(pageSize, entries.value.length))
    const reply = await host.activity.list({ ...asked, limit })
    if (mine !== turn) return
    if (!reply.ok) {
      error.value = reply.error
      state.value = 'error'
      return
    }
    const { entries: fresh, next } = reply.value
    const older = next === undefined ? [] : entries.value.filter(({ at }) => at < next)
    entries.value = [...fresh, ...older]
    if (older.length === 0) tail.value = next
    error.value = undefined
    state.value = 'ready'
  }

  const loadMore = () => (tail.value === undefined ? Promise.resolve() : readPage(tail.value))

  watch(
    () => JSON.stringify(filter()),
    () => {
      entries.value = []
      tail.value = undefined
      state.value = 'loading'
      void readPage(undefined)
    },
    { immediate: true },
  )
  const unsubscribe = host.subscribe((event) => {
    if (event.type !== 'reconnected' && !(event.type === 'commit' && event.last)) return
    clearTimeout(timer)
    timer = setTimeout(() => void refresh(), QUIET)
  })
  onScopeDispose(() => {
    unsubscribe()
    clearTimeout(timer)
    turn++
  })

  return { entries, state, error, tail, isLoadingMore, loadMore, refresh, stop }
}
