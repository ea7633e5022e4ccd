import { nextTick, onBeforeUnmount, onMounted, watch, type Ref } from 'vue'

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

  onMounted(() => {
    if (left) scroller.value?.focus({ preventScroll: true })
  })

  // The rows are usually known only after the list is there.
  const stop = watch(
    count,
    (now) => {
      if (!left || now === 0 || !scroller.value) return
      // Even a scroll to where it is would lay everything out at once.
      if (left.offset > 0) scroller.value.scrollTop = left.offset
      void nextTick(() => stop())
    },
    { flush: 'post' },
  )

  onBeforeUnmount(() => {
    if (key === undefined) return
    places.set(key, { offset: scroller.value?.scrollTop ?? 0, active: active.value })
  })

  return { startOffset: left?.offset ?? 0 }
}
