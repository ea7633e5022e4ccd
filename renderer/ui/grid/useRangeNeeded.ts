import type { VirtualItem } from '@tanstack/vue-virtual'
import { onScopeDispose, watch, type Ref } from 'vue'
import type { UiGridRange } from './grid-column.ts'

/** While a person drags the scroll bar, ranges are told once a frame at most. Milliseconds. */
const PACE = 16

/** Tells the first and last rows on screen whenever they change: at once, then at most every `PACE` ms. */
export function useRangeNeeded(
  items: Readonly<Ref<readonly VirtualItem[]>>,
  count: () => number,
  tell: (range: UiGridRange) => void,
) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting: UiGridRange | undefined

  function flush() {
    timer = undefined
    if (!waiting) return
    const range = waiting
    waiting = undefined
    timer = setTimeout(flush, PACE)
    tell(range)
  }

  watch(
    [() => items.value[0]?.index, () => items.value.at(-1)?.index, count],
    ([first, last]) => {
      if (first === undefined || last === undefined) return
      waiting = { start: first, end: last + 1 }
      if (timer === undefined) flush()
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
