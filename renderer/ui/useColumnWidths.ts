import { computed, type Ref } from 'vue'
import {
  DEFAULT_COLUMN_WIDTH,
  MIN_COLUMN_WIDTH,
  SELECT_COLUMN_WIDTH,
  type UiTableColumn,
} from './table-column.ts'

/** Column widths: those of the columns, overridden by those that a person dragged. */
export function useColumnWidths(
  columns: () => readonly UiTableColumn[],
  isSelectable: () => boolean,
  widths: Ref<Readonly<Record<string, number>>>,
) {
  const widthOf = (column: UiTableColumn) => widths.value[column.id] ?? column.width ?? DEFAULT_COLUMN_WIDTH

  /** For `grid-template-columns`; a dragged column keeps its width, even one that grows by itself. */
  const template = computed(() => {
    const tracks = columns().map((column) => {
      const width = `${widthOf(column)}px`
      return column.grow && widths.value[column.id] === undefined
        ? `minmax(${width}, ${Number(column.grow)}fr)`
        : width
    })
    return [...(isSelectable() ? [`${SELECT_COLUMN_WIDTH}px`] : []), ...tracks].join(' ')
  })

  const minimum = computed(
    () =>
      (isSelectable() ? SELECT_COLUMN_WIDTH : 0) +
      columns().reduce((sum, column) => sum + widthOf(column), 0),
  )

  function resize(id: string, width: number) {
    widths.value = { ...widths.value, [id]: Math.max(MIN_COLUMN_WIDTH, Math.round(width)) }
  }

  function reset(id: string) {
    widths.value = Object.fromEntries(Object.entries(widths.value).filter(([key]) => key !== id))
  }

  /** Follows the pointer from a press on a column's edge until it is let go. */
  function drag(id: string, event: PointerEvent) {
    const handle = event.currentTarget
    if (!(handle instanceof HTMLElement) || !handle.parentElement) return
    const startWidth = handle.parentElement.getBoundingClientRect().width
    const startX = event.clientX
    const move = (next: PointerEvent) => resize(id, startWidth + next.clientX - startX)
    const end = () => {
      handle.removeEventListener('pointermove', move)
      handle.removeEventListener('pointerup', end)
      handle.removeEventListener('pointercancel', end)
    }
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', end)
    handle.addEventListener('pointercancel', end)
  }

  return { template, minimum, drag, reset }
}
