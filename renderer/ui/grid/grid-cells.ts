import type { UiGridColumn } from './grid-column.ts'

/** How the cells of one column look in every line; made once, not for each row. */
export interface GridCell {
  id: string
  class: string
  style: string | undefined
}

export function gridCells(columns: readonly UiGridColumn[]): GridCell[] {
  const lastPinned = columns.findLastIndex((column) => column.pinned)
  return columns.map(({ id, align, pinned }, place) => ({
    id,
    class: [
      'flex min-w-0 items-center overflow-hidden px-2 whitespace-nowrap',
      align === 'end' ? 'justify-end' : '',
      pinned ? 'sticky z-1 bg-inherit' : '',
      place === lastPinned ? 'left-edge' : '',
    ].join(' '),
    style: pinned ? `left: var(--pin-${place})` : undefined,
  }))
}
