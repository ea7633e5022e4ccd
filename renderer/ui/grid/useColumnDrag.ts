import { shallowRef } from 'vue'

/** Pixels that tell a drag from a press. */
const THRESHOLD = 5

interface Target {
  /** The head cells of the columns that can be moved, in order. */
  cells: () => { id: string; element: HTMLElement }[]
  /** In front of a column, or to the end. */
  move: (id: string, before: string | undefined) => void
}

/** Takes a column by its head and lets it fall in front of another. */
export function useColumnDrag({ cells, move }: Target) {
  /** The column on its way. */
  const dragged = shallowRef<string>()
  /** In front of which it would fall now; undefined at the end. */
  const before = shallowRef<string>()
  let hasDragged = false

  function begin(id: string, event: PointerEvent) {
    const handle = event.currentTarget
    if (event.button !== 0 || !(handle instanceof HTMLElement)) return
    const startX = event.clientX
    hasDragged = false

    const onMove = (next: PointerEvent) => {
      if (dragged.value === undefined) {
        if (Math.abs(next.clientX - startX) < THRESHOLD) return
        dragged.value = id
        hasDragged = true
      }
      before.value = cells().find(({ element }) => {
        const box = element.getBoundingClientRect()
        return next.clientX < box.left + box.width / 2
      })?.id
    }
    const end = (last: PointerEvent) => {
      handle.removeEventListener('pointermove', onMove)
      handle.removeEventListener('pointerup', end)
      handle.removeEventListener('pointercancel', end)
      const moved = dragged.value
      dragged.value = undefined
      if (moved !== undefined && last.type === 'pointerup') move(moved, before.value)
    }
    // From the start: a quick hand is outside the head before it has moved far enough.
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', onMove)
    handle.addEventListener('pointerup', end)
    handle.addEventListener('pointercancel', end)
  }

  return {
    dragged,
    before,
    begin,
    /** The press that ends a drag is no press on the head. */
    isPress: () => !hasDragged,
  }
}
