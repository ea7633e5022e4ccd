import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { formActions } from './form-actions.ts'

/** Pixels between the corner's element and the window's edge, and what it keeps off. */
const EDGE = 16
const GAP = 12

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

/**
 * How far above the window's bottom an element in its right corner begins, in pixels, so that it covers none of the
 * boxes: it is lifted over those that it would lie on, the lowest first.
 */
export function clearBottom(
  own: { left: number; height: number },
  boxes: readonly Box[],
  windowHeight: number,
) {
  let bottom = EDGE
  for (const box of [...boxes].sort((a, b) => b.bottom - a.bottom)) {
    const isBeside = box.right < own.left || box.right === box.left
    const isUnder = windowHeight - bottom <= box.top
    const isOver = windowHeight - bottom - own.height >= box.bottom
    if (!isBeside && !isUnder && !isOver) bottom = windowHeight - box.top + GAP
  }
  return bottom
}

/** Keeps an element in the right bottom corner off the buttons of forms, as these open, close and move. */
export function useClearBottom(element: Readonly<Ref<HTMLElement | null>>, isNeeded: () => boolean) {
  const bottom = ref(EDGE)

  function measure() {
    const own = element.value?.getBoundingClientRect()
    if (!own) return
    const boxes = [...formActions].map((actions) => actions.getBoundingClientRect())
    bottom.value = clearBottom(own, boxes, window.innerHeight)
  }

  const observer = new ResizeObserver(measure)
  watch(
    [isNeeded, () => [...formActions]],
    ([needed, all]) => {
      observer.disconnect()
      if (!needed) return
      // A dialog that grows moves its buttons without changing their size.
      const moving = [element.value, ...all, ...all.map((actions) => actions.parentElement)]
      for (const box of moving) if (box) observer.observe(box)
      measure()
    },
    { immediate: true, flush: 'post' },
  )
  window.addEventListener('resize', measure)
  onScopeDispose(() => {
    observer.disconnect()
    window.removeEventListener('resize', measure)
  })
  return bottom
}
