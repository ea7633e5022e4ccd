/** One column of `UiGrid`. Its cells are the slot `cell-<id>`. */
export interface UiGridColumn {
  id: string
  label: string
  /** Pixels. */
  width: number
  /** Takes its part of the room that is left over, never less than `width`. */
  grow?: boolean
  align?: 'start' | 'end'
  sortable?: boolean
  /** Stays in sight while the rest is scrolled sideways; such columns stand first. They cannot be moved. */
  pinned?: boolean
}

/** Where a menu opens. */
export type UiGridAnchor = HTMLElement | { getBoundingClientRect: () => DOMRect }

export type UiGridSelectionState = 'none' | 'some' | 'all'

export const BOX_COLUMN = 36
