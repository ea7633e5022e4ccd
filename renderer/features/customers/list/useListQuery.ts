import { computed, onDeactivated, onScopeDispose, ref, watch } from 'vue'
import { useRouter, type RouteLocationNormalizedLoaded } from 'vue-router'
import type { CustomerFilter } from '#core/domain/customer/filter.ts'
import { useDates } from '#renderer/data/index.ts'
import { useSetting } from '../useSetting.ts'
import { DEFAULT_LAYOUT, layoutToText, parseLayout } from './columns/layout.ts'
import { toCustomerFilter } from './filter/list-filter.ts'
import {
  ALL,
  FIRST_SORT,
  isSameView,
  listAddressToRoute,
  parseListAddress,
  TEXT_LIMIT,
  type ListView,
} from './list-query.ts'
import { viewOf } from './views/saved-view.ts'
import type { SavedViews } from './views/useSavedViews.ts'

/** Milliseconds of quiet before typed text is written into the address. The list has narrowed with each letter. */
const QUIET = 16

/**
 * What the list shows, kept in the address: Back, Forward, reload and a shared link show the same list. The columns of
 * the plain list and the view to begin with are settings of this desktop.
 */
export function useListQuery(
  route: Readonly<Pick<RouteLocationNormalizedLoaded, 'path' | 'query'>>,
  { views, isLoaded }: Pick<SavedViews, 'views' | 'isLoaded'>,
) {
  const router = useRouter()
  const { timeZone, today } = useDates()
  const ownColumns = useSetting('customers.list.columns')
  const firstView = useSetting('customers.list.firstView')

  const address = computed(() => parseListAddress(route.query))
  const wantedId = computed(() => {
    const id = address.value.viewId ?? firstView.value.value
    return typeof id === 'string' && id !== ALL ? id : undefined
  })
  const saved = computed(() => views.value.find(({ id }) => id === wantedId.value))
  const plain = computed((): ListView => ({
    filter: {},
    sort: FIRST_SORT,
    layout: typeof ownColumns.value.value === 'string' ? parseLayout(ownColumns.value.value) : DEFAULT_LAYOUT,
  }))
  /** The view as it was saved. */
  const base = computed(() => (saved.value ? viewOf(saved.value) : plain.value))
  // Another address with the same columns is no reason to draw every cell again.
  const layout = computed((before?: ListView['layout']) => {
    const now = address.value.layout ?? base.value.layout
    return before && layoutToText(before) === layoutToText(now) ? before : now
  })
  const view = computed((): ListView => ({
    filter: address.value.filter ?? base.value.filter,
    sort: address.value.sort ?? base.value.sort,
    layout: layout.value,
  }))

  const text = ref(address.value.text)
  /** What narrows the list. */
  const words = computed(() => text.value.trim().slice(0, TEXT_LIMIT))
  let timer: ReturnType<typeof setTimeout> | undefined

  function stopWaiting() {
    clearTimeout(timer)
    timer = undefined
  }

  /** `step`: Back returns to what was there before. */
  function go(next: ListView, how: { step: boolean }) {
    stopWaiting()
    const query = listAddressToRoute(address.value.viewId, text.value, next, base.value)
    void router[how.step ? 'push' : 'replace']({ path: route.path, query })
  }

  function setLayout(layout: ListView['layout']) {
    // The plain list keeps its columns by itself: nobody has to save a view for them.
    if (saved.value) go({ ...view.value, layout }, { step: false })
    else ownColumns.set(layoutToText(layout) === layoutToText(DEFAULT_LAYOUT) ? null : layoutToText(layout))
  }

  watch(text, (typed) => {
    stopWaiting()
    if (typed.trim() === address.value.text) return
    timer = setTimeout(() => go(view.value, { step: false }), QUIET)
  })
  // Clearing the filters, Back and another view change the text from outside the box. While somebody types, an address
  // that arrives is one of earlier letters.
  watch(
    () => address.value.text,
    (now) => {
      if (timer === undefined && now !== text.value.trim()) text.value = now
    },
  )
  onDeactivated(stopWaiting)
  onScopeDispose(stopWaiting)

  /** As the host takes it. */
  const toHost = (filter: ListView['filter'], words: string) => toCustomerFilter(filter, words, calendar())
  const calendar = () => ({ today: today.value, timeZone: timeZone.value })
  // The same object while it says the same: what hangs on the filter alone is not asked again for another order.
  const filter = computed((before?: CustomerFilter) => {
    const now = toHost(view.value.filter, words.value)
    return before && JSON.stringify(before) === JSON.stringify(now) ? before : now
  })

  return {
    view,
    base,
    saved,
    layout,
    words,
    /** What the search box holds. */
    text,
    /** False until it is known which view to begin with. */
    isReady: computed(
      () =>
        ownColumns.isLoaded.value &&
        firstView.isLoaded.value &&
        (wantedId.value === undefined || isLoaded.value),
    ),
    /** What the host is asked with. */
    filter,
    toHost,
    isModified: computed(() => !isSameView(view.value, base.value)),
    setFilter: (next: ListView['filter']) => go({ ...view.value, filter: next }, { step: true }),
    setSort: (sort: ListView['sort']) => go({ ...view.value, sort }, { step: false }),
    setLayout,
    /** Shows a view as it was saved; `undefined` is the plain list. */
    show: (id: string | undefined) => {
      text.value = ''
      stopWaiting()
      const isFirst = (firstView.value.value ?? ALL) === (id ?? ALL)
      void router.push({ path: route.path, query: isFirst ? {} : { view: id ?? ALL } })
    },
    /** Nothing narrows the list any more. */
    clear: () => {
      text.value = ''
      go({ ...view.value, filter: {} }, { step: true })
    },
    firstViewId: computed(() =>
      typeof firstView.value.value === 'string' ? firstView.value.value : undefined,
    ),
    setFirstView: (id: string | undefined) => firstView.set(id ?? null),
  }
}

export type ListQuery = ReturnType<typeof useListQuery>
