import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import type { HostError } from '#core/contract/envelope.ts'
import type { ActivityEntry } from './activity-text.ts'

/** What part of the log is asked for. */
export interface ActivityFilter {
  customerId?: string
  /** One record only. */
  entity?: NonNullable<MethodInput<'activity', 'list'>['entity']>
}

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
  const more = ref(false)
  const isLoadingMore = ref(false)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Reads again as many entries as are shown; older ones beyond one call's limit stay as they are. */
  async function refresh() {
    const asked = filter()
    if (!asked) return
    const mine = ++turn
    const limit = Math.min(MOST, Math.max(pageSize, entries.value.length))
    const reply = await host.activity.list({ ...asked, limit })
    if (mine !== turn) return
    if (!reply.ok) {
      error.value = reply.error
      state.value = 'error'
      return
    }
    const last = reply.value.entries.at(-1)
    const older = last ? entries.value.filter((entry) => entry.at < last.at) : []
    const isTailKept = entries.value.length > MOST && reply.value.more
    entries.value = isTailKept ? [...reply.value.entries, ...older] : reply.value.entries
    if (!isTailKept) more.value = reply.value.more
    error.value = undefined
    state.value = 'ready'
  }

  async function loadMore() {
    const asked = filter()
    const before = entries.value.at(-1)?.at
    if (!asked || before === undefined || isLoadingMore.value) return
    isLoadingMore.value = true
    const mine = turn
    const reply = await host.activity.list({ ...asked, before, limit: pageSize })
    isLoadingMore.value = false
    if (!reply.ok || mine !== turn) return
    entries.value = [...entries.value, ...reply.value.entries]
    more.value = reply.value.more
  }

  watch(
    () => JSON.stringify(filter()),
    () => {
      entries.value = []
      more.value = false
      state.value = 'loading'
      void refresh()
    },
    { immediate: true },
  )
  const stop = host.subscribe((event) => {
    if (event.type !== 'reconnected' && !(event.type === 'commit' && event.last)) return
    clearTimeout(timer)
    timer = setTimeout(() => void refresh(), QUIET)
  })
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
    turn++
  })

  return { entries, state, error, more, isLoadingMore, loadMore, refresh }
}
