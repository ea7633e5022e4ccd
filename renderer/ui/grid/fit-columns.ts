import { BOX_COLUMN, type UiGridColumn } from './grid-column.ts'

/** Pixels that the scroll bar beside the rows may take. */
const SCROLL_BAR = 16

/**
 * The columns that fit into a width, in pixels, so that nothing has to be scrolled sideways. Width 0 is one that is not
 * known yet: then all of them.
 */
export function fitColumns(
  columns: readonly UiGridColumn[],
  width: number,
  hasBoxes = false,
): UiGridColumn[] {
  const room = width - SCROLL_BAR - (hasBoxes ? BOX_COLUMN : 0)
  const sum = (some: readonly UiGridColumn[]) => some.reduce((total, column) => total + column.width, 0)
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
