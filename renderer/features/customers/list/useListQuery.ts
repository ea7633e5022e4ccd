import { computed, onScopeDispose, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { listQueryToRoute, parseListQuery, type ListQuery } from './list-query.ts'

/** Milliseconds of quiet before typed text narrows the list. */
const QUIET = 120

/** The list's filter and order, kept in the address: Back, reload and a shared link show the same list. */
export function useListQuery() {
  const route = useRoute()
  const router = useRouter()
  const query = computed(() => parseListQuery(route.query))

  const text = ref(query.value.text)
  let timer: ReturnType<typeof setTimeout> | undefined

  const set = (next: ListQuery) => {
    clearTimeout(timer)
    // Narrowing a list is not a step to go back through.
    void router.replace({ path: route.path, query: listQueryToRoute({ ...next, text: text.value }) })
  }

  watch(text, (typed) => {
    clearTimeout(timer)
    if (typed.trim() === query.value.text) return
    timer = setTimeout(() => set(query.value), QUIET)
  })
  // Clearing the filters and Back change the text from outside the box.
  watch(
    () => query.value.text,
    (now) => {
      if (now !== text.value.trim()) text.value = now
    },
  )
  onScopeDispose(() => clearTimeout(timer))

  return {
    query,
    /** What the search box holds; reaches the query a moment later. */
    text,
    set: (next: ListQuery) => {
      text.value = next.text
      set(next)
    },
  }
}
