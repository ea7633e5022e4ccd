import { computed, shallowRef, watch } from 'vue'
import type { HostReply } from '#core/contract/envelope.ts'
import { RowCache, windowAround, type RowWindow } from './row-window.ts'
import { useReadModel } from './useReadModel.ts'

interface Page<Row> {
  rows: readonly Row[]
  total: number
}

interface PagedRowsOptions<Row, Query> {
  /** What is asked for; undefined asks for nothing yet. Another query is another list. */
  query: () => Query | undefined
  read: (query: Query, page: RowWindow) => Promise<HostReply<Page<Row>>>
  /** Collections that the list is made from. */
  collections: readonly string[]
}

const STARTING_ROWS = 50

/**
 * A long list by ranges: the host answers rows in order and the exact count, and only those near the screen are kept.
 */
export function usePagedRows<Row extends object, Query>({
  query,
  read,
  collections,
}: PagedRowsOptions<Row, Query>) {
  const view = shallowRef<RowWindow>(windowAround(0, STARTING_ROWS))
  const cache = new RowCache<Row>()
  const version = shallowRef(0)
  const total = shallowRef<number>()
  const page = shallowRef<readonly Row[]>([])
  const shownKey = shallowRef('')
  const key = computed(() => {
    const asked = query()
    return asked === undefined ? undefined : JSON.stringify(asked)
  })

  /** Rows that are looked at by now; asked for when the last question has been answered, so that its answer counts. */
  let wanted = view.value
  let unanswered = 0

  async function ask(asked: Query, { skip, limit }: RowWindow) {
    unanswered++
    const reply = await read(asked, { skip, limit })
    unanswered--
    return reply.ok
      ? { ok: true as const, value: { ...reply.value, key: JSON.stringify(asked), skip } }
      : reply
  }
  const model = useReadModel(
    () => {
      const asked = query()
      return asked === undefined ? undefined : ask(asked, view.value)
    },
    { collections },
  )

  watch(model.value, (answer) => {
    if (!answer) return
    cache.put(answer.key, answer.skip, answer.rows, answer.total)
    total.value = answer.total
    shownKey.value = answer.key
    page.value = answer.rows
    version.value++
  })
  watch([model.value, model.error], () => {
    if (unanswered === 0) view.value = wanted
  })

  // Another list starts at its top.
  watch(key, () => (view.value = wanted = windowAround(0, STARTING_ROWS)))

  return {
    state: model.state,
    error: model.error,
    refresh: () => model.refresh(),
    total: computed(() => total.value ?? 0),
    isFirstLoad: computed(() => total.value === undefined),
    /** The rows are of another question than the one asked last. */
    isOutdated: computed(() => key.value !== undefined && shownKey.value !== key.value),
    /** The rows of the last answer. */
    page,
    /** Reads of this are tracked: rows on screen are drawn again when a page arrives. */
    rowAt: (index: number): Row | undefined => {
      void version.value
      return cache.at(index)
    },
    look: (start: number, end: number) => {
      const next = windowAround(start, end)
      if (next.skip === wanted.skip && next.limit === wanted.limit) return
      wanted = next
      if (unanswered === 0) view.value = next
    },
    indexOf: (matches: (row: Row) => boolean) => cache.indexOf(matches),
    find: (matches: (row: Row) => boolean) => cache.find(matches),
  }
}
