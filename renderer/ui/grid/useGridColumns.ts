import { computed, shallowRef, watch } from 'vue'
import { fittingWidth } from './column-fit.ts'
import type { UiGridColumn } from './grid-column.ts'
import { gridCells } from './grid-cells.ts'
import { gridTracks } from './grid-tracks.ts'

/** Pixels; what still shows a sign. */
const MIN_WIDTH = 48

interface Source {
  columns: () => readonly UiGridColumn[]
  hasBoxes: () => boolean
  actionsWidth: () => number
  /** The owner keeps widths. Without that they last as long as the grid. */
  isKept: () => boolean
  /** A width to keep. */
  keep: (id: string, width: number) => void
}

/** Columns with the widths that a person has just given them. */
export function useGridColumns(source: Source) {
  const drafts = shallowRef<Readonly<Record<string, number>>>({})
  watch(source.columns, () => {
    if (source.isKept()) drafts.value = {}
  })

  const drafted = computed(() =>
    source.columns().map((column) => {
      const width = drafts.value[column.id]
      return width === undefined ? column : { ...column, width, grow: false }
    }),
  )
  const resize = (id: string, width: number) => {
    drafts.value = { ...drafts.value, [id]: Math.max(MIN_WIDTH, width) }
  }
  const keep = (id: string) => {
    const width = drafts.value[id]
    if (width !== undefined) source.keep(id, width)
  }

  return {
    cells: computed(() => gridCells(source.columns())),
    tracks: computed(() =>
      gridTracks(drafted.value, { hasBoxes: source.hasBoxes(), actionsWidth: source.actionsWidth() }),
    ),
    /** While an edge is dragged. */
    resize,
    /** The edge has been let go. */
    keep,
    /** As wide as the widest of what is on screen. */
    fit: (grid: HTMLElement | null, id: string) => {
      const place = source.columns().findIndex((column) => column.id === id)
      if (!grid || place < 0) return
      resize(id, fittingWidth(grid, id, place + (source.hasBoxes() ? 1 : 0)))
      keep(id)
    },
  }
}
