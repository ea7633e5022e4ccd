import { computed, shallowRef, watch } from 'vue'
import type { HostReply } from '#core/contract/envelope.ts'
import { isSameWindow, RowCache, windowAround, type RowWindow } from './row-window.ts'
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

/** What is asked: the list, as it is told from others, and the rows of it. */
interface Question<Query> {
  asked: Query
  key: string
  window: RowWindow
}

/** Rows of a new list that are asked for, unless the screen shows more: each letter typed asks. Scrolling asks for others. */
const AT_TOP = 50

/**
 * A long list by ranges: the host answers rows in order and the exact count, and only those near the screen are kept.
 */
export function usePagedRows<Row extends object, Query>({
  query,
  read,
  collections,
}: PagedRowsOptions<Row, Query>) {
  /** Rows that are looked at, and of which list: another one starts at its top. */
  const looked = shallowRef({ key: '', window: { skip: 0, limit: AT_TOP } })
  /** As many rows of a new list as the tallest screen so far shows. */
  let top = looked.value.window
  const cache = new RowCache<Row>()
  const version = shallowRef(0)
  const total = shallowRef<number>()
  const page = shallowRef<readonly Row[]>([])
  const shownKey = shallowRef('')

  /** Asked for when the last question has been answered, so that its answer counts. */
  let wanted = looked.value
  let unanswered = 0

  // The same object while it asks the same: an address that follows what was typed, for instance, asks nothing new.
  const question = computed<Question<Query> | undefined>((before) => {
    const asked = query()
    if (asked === undefined) return undefined
    const key = JSON.stringify(asked)
    const window = looked.value.key === key ? looked.value.window : top
    return before?.key === key && isSameWindow(before.window, window) ? before : { asked, key, window }
  })
  const key = computed(() => question.value?.key)

  async function ask({ asked, key, window }: Question<Query>) {
    unanswered++
    const reply = await read(asked, window)
    unanswered--
    return reply.ok ? { ok: true as const, value: { ...reply.value, key, skip: window.skip } } : reply
  }
  const model = useReadModel(() => question.value && ask(question.value), { collections })

  watch(model.value, (answer) => {
    if (!answer) return
    cache.put(answer.key, answer.skip, answer.rows, answer.total)
    total.value = answer.total
    shownKey.value = answer.key
    page.value = answer.rows
    version.value++
  })
  watch([model.value, model.error], () => {
    if (unanswered === 0) looked.value = wanted
  })
  watch(key, (now = '') => (looked.value = wanted = { key: now, window: top }))

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
      if (end - start > top.limit) top = { skip: 0, limit: end - start }
      const isAtTop = start === 0 && end <= top.limit
      const next = { key: key.value ?? '', window: isAtTop ? top : windowAround(start, end) }
      if (wanted.key === next.key && isSameWindow(wanted.window, next.window)) return
      wanted = next
      if (unanswered === 0) looked.value = next
    },
    indexOf: (matches: (row: Row) => boolean) => cache.indexOf(matches),
    find: (matches: (row: Row) => boolean) => cache.find(matches),
  }
}
