import { observeElementRect, useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/vue-virtual'
import { computed, type Ref } from 'vue'
import { ROW_HEIGHT, type UiGridRange } from './grid-column.ts'
import { useDrawn } from './useDrawn.ts'
import { useLate } from './useLate.ts'
import { useRangeNeeded } from './useRangeNeeded.ts'

/** Pixels that the head covers. */
const HEAD_HEIGHT = 33

interface Source<Row> {
  scroller: Readonly<Ref<HTMLElement | null>>
  count: () => number
  rowAt: (index: number) => Row | undefined
  hasFoot: () => boolean
  /** Pixels to begin at. */
  startOffset: number
  rangeNeeded: (range: UiGridRange) => void
}

/** The rows on screen and a few beyond. */
export function useGridRows<Row extends object>(source: Source<Row>) {
  const { scroller, startOffset } = source
  const virtualizer = useVirtualizer(
    computed(() => ({
      count: source.count(),
      getScrollElement: () => scroller.value,
      estimateSize: () => ROW_HEIGHT,
      overscan: 4,
      // The head and the foot cover the ends of the scrolled area.
      scrollPaddingStart: HEAD_HEIGHT,
      scrollPaddingEnd: source.hasFoot() ? ROW_HEIGHT : 0,
      initialOffset: startOffset,
      // A screen that is away has no size, and finds its rows again when it comes back.
      observeElementRect: (grid: Virtualizer<HTMLElement, Element>, tell) =>
        observeElementRect(grid, (rect) => rect.height > 0 && tell(rect)),
    })),
  )
  const items = computed(() => virtualizer.value.getVirtualItems())

  /**
   * The rows on screen by place: a row that comes into sight takes the elements of one that has left it, and the
   * others are not drawn again. The number of places only grows.
   */
  let places = 1
  const shown = computed(() => {
    places = Math.max(places, items.value.length)
    const byPlace: { item: VirtualItem; row: Row | undefined; place: number }[] = []
    for (const item of items.value) {
      const place = item.index % places
      byPlace[place] = { item, row: source.rowAt(item.index), place }
    }
    // Near the ends some places are empty.
    return byPlace.filter(Boolean)
  })
  useRangeNeeded(items, source.count, source.rangeNeeded)

  return {
    shown: useDrawn(shown),
    /** Rows have been waited for long enough to say so. */
    isLate: useLate(() => shown.value.some(({ row }) => row === undefined)),
    /** Pixels of all rows together. */
    height: computed(() => virtualizer.value.getTotalSize()),
    firstIndex: () => items.value[0]?.index ?? 0,
    pageSize: () =>
      Math.max(1, Math.floor(((scroller.value?.clientHeight ?? 0) - HEAD_HEIGHT) / ROW_HEIGHT) - 2),
    scrollTo: (index: number, align: 'auto' | 'center' = 'auto') =>
      virtualizer.value.scrollToIndex(index, { align }),
    // Scrolling lays everything out at once, also to where it is already.
    scrollToTop: () => {
      if (virtualizer.value.scrollOffset) scroller.value?.scrollTo({ top: 0 })
    },
  }
}
