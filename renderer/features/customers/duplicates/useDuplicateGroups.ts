import { computed, shallowRef, watch } from 'vue'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { MatchSign } from '#core/domain/matching/match-customer.ts'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import { RowCache, windowAround, type RowWindow } from '../list/row-window.ts'

export type DuplicateGroup = MethodOutput<'customers', 'duplicates'>['groups'][number]
export type Shown = MethodInput<'customers', 'duplicates'>['show']

/** What a group and its figures are made from. */
const SOURCES = ['customers', 'contacts', 'sites', 'services', 'invoices', 'transactions'] as const
const STARTING_ROWS = 50

/** Groups of duplicates by their place, read in pages as they come into sight. */
export function useDuplicateGroups() {
  const host = useHost()
  const show = shallowRef<Shown>('open')
  const sign = shallowRef<MatchSign>()
  const view = shallowRef<RowWindow>(windowAround(0, STARTING_ROWS))
  const cache = new RowCache<DuplicateGroup>()
  const version = shallowRef(0)
  const shownKey = shallowRef<string>()
  const key = computed(() => `${show.value}/${sign.value ?? ''}`)

  async function read(
    asked: { show: Shown; sign: MatchSign | undefined; key: string },
    { skip, limit }: RowWindow,
  ) {
    const reply = await host.customers.duplicates({
      show: asked.show,
      ...(asked.sign && { sign: asked.sign }),
      skip,
      limit,
    })
    return reply.ok ? { ok: true as const, value: { ...reply.value, key: asked.key, skip } } : reply
  }
  const page = useReadModel(() => read({ show: show.value, sign: sign.value, key: key.value }, view.value), {
    collections: SOURCES,
  })
  watch(page.value, (answer) => {
    if (!answer) return
    cache.put(answer.key, answer.skip, answer.groups, answer.total)
    shownKey.value = answer.key
    version.value++
  })
  watch(key, () => (view.value = windowAround(0, STARTING_ROWS)))

  return {
    show,
    sign,
    state: page.state,
    error: page.error,
    refresh: () => page.refresh(),
    /** Nothing of what is asked has been answered yet. */
    isLoading: computed(() => shownKey.value !== key.value && page.state.value !== 'error'),
    total: computed(() => (shownKey.value === key.value ? (page.value.value?.total ?? 0) : 0)),
    signs: computed(() => page.value.value?.signs ?? []),
    version,
    rowAt: (index: number): DuplicateGroup | undefined => {
      void version.value
      return cache.at(index)
    },
    look: (start: number, end: number) => {
      const next = windowAround(start, end)
      if (next.skip !== view.value.skip || next.limit !== view.value.limit) view.value = next
    },
  }
}
