/** One column of `UiTable`. Its cells are the slot `cell-<id>`; without a slot the row's member `id` is shown. */
export interface UiTableColumn {
  id: string
  label: string
  /** Pixels; 140 by default. */
  width?: number
  /** Takes a share of the room that is left over, never less than `width`; a number is its share beside others. */
  grow?: boolean | number
  /** Leaves when the table is too narrow, the greatest first; columns without it always stay. */
  leaves?: number
  align?: 'start' | 'end' | 'center'
  sortable?: boolean
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
}

export interface UiTableSort {
  id: string
  direction: 'asc' | 'desc'
}

/** A half-open range of row indexes. */
export interface UiTableRange {
  start: number
  end: number
}

/** `select`: the whole new selection. */
export type UiTableSelection = ReadonlySet<string>

export const DEFAULT_COLUMN_WIDTH = 140
export const MIN_COLUMN_WIDTH = 48
/** The column of boxes. */
export const SELECT_COLUMN_WIDTH = 36
/** 28 px: the density of every list (tokens and `h-7`). */
export const ROW_HEIGHT = 28
