/** One column of `UiGrid`. Its cells are the slot `cell-<id>`. */
export interface UiGridColumn {
  id: string
  label: string
  /** Pixels. */
  width: number
  /** Takes its part of the room that is left over, never less than `width`. */
  grow?: boolean
  /** Leaves when the grid is too narrow (`fitColumns`), the greatest first; columns without it always stay. */
  leaves?: number
  align?: 'start' | 'end'
  /** Beside what matters more, in the colour of hints. */
  quiet?: boolean
  sortable?: boolean
  /** Stays in sight while the rest is scrolled sideways; such columns stand first. They cannot be moved. */
  pinned?: boolean
}

export interface UiGridSort {
  id: string
  direction: 'asc' | 'desc'
}

/** A half-open range of row indexes. */
export interface UiGridRange {
  start: number
  end: number
}

/** Where a menu opens. */
export type UiGridAnchor = HTMLElement | { getBoundingClientRect: () => DOMRect }

export type UiGridSelectionState = 'none' | 'some' | 'all'

/** The column of boxes, pixels. */
export const BOX_COLUMN = 36
/** 28 px: the density of every list (tokens and `h-7`). */
export const ROW_HEIGHT = 28
