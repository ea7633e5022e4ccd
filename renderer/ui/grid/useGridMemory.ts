import { onActivated, onBeforeUnmount, onMounted, watch, type Ref } from 'vue'

interface Place {
  /** Scroll position in pixels. */
  offset: number
  /** Index of the active row, -1 without one. */
  active: number
}

const places = new Map<string, Place>()

/** Forgets a list's place, e.g. when its filter changed. */
export const forgetGrid = (key: string): void => {
  places.delete(key)
}

interface Table {
  /** Name of the place; without one nothing is remembered. */
  key: string | undefined
  count: () => number
  scroller: Readonly<Ref<HTMLElement | null>>
  active: Ref<number>
}

/** Going back to a list shows the rows that were left and gives them the keys. Lives as long as the window. */
export function useGridMemory({ key, count, scroller, active }: Table) {
  const left = key === undefined ? undefined : places.get(key)

  watch(
    count,
    (now) => {
      if (active.value >= now) active.value = now - 1
      else if (left && active.value < 0 && now > left.active) active.value = left.active
    },
    { immediate: true },
  )

  let isBack = left === undefined
  /** Once there are rows: before that there is nothing to lay out for. */
  function goBack() {
    if (isBack || !left || count() === 0) return
    isBack = true
    show(left.offset, 0)
  }
  function show(top: number, sideways: number) {
    if (!scroller.value) return
    // Even a scroll to where it is would lay everything out at once.
    if (top > 0) scroller.value.scrollTop = top
    if (sideways > 0) scroller.value.scrollLeft = sideways
    // Whoever types by now goes on typing.
    if (!document.activeElement?.matches('input, textarea')) scroller.value.focus({ preventScroll: true })
  }
  onMounted(goBack)
  watch(count, goBack, { flush: 'post' })

  /** An element that is taken out of the page forgets where it was scrolled to. */
  let scrolled = { top: 0, left: 0 }
  const onScroll = () => {
    if (scroller.value?.isConnected)
      scrolled = { top: scroller.value.scrollTop, left: scroller.value.scrollLeft }
  }
  watch(scroller, (now, before) => {
    before?.removeEventListener('scroll', onScroll)
    now?.addEventListener('scroll', onScroll, { passive: true })
  })
  let isFirst = true
  onActivated(() => {
    if (!isFirst) show(scrolled.top, scrolled.left)
    isFirst = false
  })

  onBeforeUnmount(() => {
    if (key === undefined) return
    places.set(key, { offset: scroller.value?.scrollTop ?? 0, active: active.value })
  })

  return { startOffset: left?.offset ?? 0 }
}
