import { DEFAULT_COLUMN_WIDTH, SELECT_COLUMN_WIDTH, type UiTableColumn } from './table-column.ts'

/** Pixels that the scroll bar beside the rows may take. */
const SCROLL_BAR = 16

/**
 * The columns that fit into a width, in pixels, so that nothing has to be scrolled sideways. Width 0 is one that is not
 * known yet: then all of them.
 */
export function fitColumns(
  columns: readonly UiTableColumn[],
  width: number,
  isSelectable = false,
): UiTableColumn[] {
  const room = width - SCROLL_BAR - (isSelectable ? SELECT_COLUMN_WIDTH : 0)
  const sum = (some: readonly UiTableColumn[]) =>
    some.reduce((total, column) => total + (column.width ?? DEFAULT_COLUMN_WIDTH), 0)
  const leaving = columns
    .filter((column) => column.leaves !== undefined)
    .sort((a, b) => (b.leaves ?? 0) - (a.leaves ?? 0))
  let left = [...columns]
  for (const column of leaving) {
    if (width === 0 || sum(left) <= room) break
    left = left.filter((one) => one !== column)
  }
  return left
}
