import type { UiGridColumn } from './grid-column.ts'

/** How the cells of one column look in every line; made once, not for each row. */
export interface GridCell {
  id: string
  class: string
  style: string | undefined
}

export function gridCells(columns: readonly UiGridColumn[]): GridCell[] {
  const lastPinned = columns.findLastIndex((column) => column.pinned)
  return columns.map(({ id, align, pinned, quiet }, place) => ({
    id,
    class: [
      'grid-cell',
      align === 'end' ? 'text-end' : '',
      quiet ? 'text-muted' : '',
      pinned ? 'pinned' : '',
      place === lastPinned ? 'left-edge' : '',
    ]
      .filter(Boolean)
      .join(' '),
    style: pinned ? `left: var(--pin-${place})` : undefined,
  }))
}
