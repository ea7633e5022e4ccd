interface Target {
  cellOf: (id: string) => HTMLElement | undefined
  /** Width in pixels, while the edge is dragged. */
  resize: (id: string, width: number) => void
  /** The edge has been let go after a move. */
  end: (id: string) => void
}

/** Follows the pointer from a press on a column's edge until it is let go. */
export function useEdgeDrag({ cellOf, resize, end }: Target) {
  return function dragEdge(id: string, event: PointerEvent) {
    const handle = event.currentTarget
    const cell = cellOf(id)
    if (!(handle instanceof HTMLElement) || !cell || event.button !== 0) return
    const startWidth = cell.getBoundingClientRect().width
    const startX = event.clientX
    let hasMoved = false
    const onMove = (next: PointerEvent) => {
      hasMoved = true
      resize(id, Math.round(startWidth + next.clientX - startX))
    }
    const onEnd = () => {
      handle.removeEventListener('pointermove', onMove)
      handle.removeEventListener('pointerup', onEnd)
      handle.removeEventListener('pointercancel', onEnd)
      if (hasMoved) end(id)
    }
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', onMove)
    handle.addEventListener('pointerup', onEnd)
    handle.addEventListener('pointercancel', onEnd)
  }
}
