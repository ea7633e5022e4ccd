import { computed, onScopeDispose, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import { useSetting } from '../useSetting.ts'
import { useOfficeZone } from '../useOfficeZone.ts'
import { DEFAULT_LAYOUT, layoutToText, parseLayout } from './columns/layout.ts'
import { toCustomerFilter } from './filter/list-filter.ts'
import {
  ALL,
  FIRST_SORT,
  isSameView,
  listAddressToRoute,
  parseListAddress,
  type ListView,
} from './list-query.ts'
import { viewOf } from './views/saved-view.ts'
import type { SavedViews } from './views/useSavedViews.ts'

/** Milliseconds of quiet before typed text narrows the list. */
const QUIET = 80

/**
 * What the list shows, kept in the address: Back, Forward, reload and a shared link show the same list. The columns of
 * the plain list and the view to begin with are settings of this desktop.
 */
export function useListQuery({ views, isLoaded }: Pick<SavedViews, 'views' | 'isLoaded'>) {
  const route = useRoute()
  const router = useRouter()
  const { timeZone } = useOfficeZone()
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
  const view = computed((): ListView => ({
    filter: address.value.filter ?? base.value.filter,
    sort: address.value.sort ?? base.value.sort,
    layout: address.value.layout ?? base.value.layout,
  }))

  const text = ref(address.value.text)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** `step`: Back returns to what was there before. */
  function go(next: ListView, how: { step: boolean }) {
    clearTimeout(timer)
    const query = listAddressToRoute(address.value.viewId, text.value, next, base.value)
    void router[how.step ? 'push' : 'replace']({ path: route.path, query })
  }

  function setLayout(layout: ListView['layout']) {
    // The plain list keeps its columns by itself: nobody has to save a view for them.
    if (saved.value) go({ ...view.value, layout }, { step: false })
    else ownColumns.set(layoutToText(layout) === layoutToText(DEFAULT_LAYOUT) ? null : layoutToText(layout))
  }

  watch(text, (typed) => {
    clearTimeout(timer)
    if (typed.trim() === address.value.text) return
    timer = setTimeout(() => go(view.value, { step: false }), QUIET)
  })
  // Clearing the filters, Back and another view change the text from outside the box.
  watch(
    () => address.value.text,
    (now) => {
      if (now !== text.value.trim()) text.value = now
    },
  )
  onScopeDispose(() => clearTimeout(timer))

  /** As the host takes it. */
  const toHost = (filter: ListView['filter'], words: string) => toCustomerFilter(filter, words, calendar())
  const calendar = () => ({ today: plainDateAt(Date.now(), timeZone.value), timeZone: timeZone.value })
  const filter = computed(() => toHost(view.value.filter, address.value.text))

  return {
    view,
    base,
    saved,
    /** The words that narrow the list. */
    words: computed(() => address.value.text),
    /** What the search box holds; reaches the list a moment later. */
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
      clearTimeout(timer)
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
