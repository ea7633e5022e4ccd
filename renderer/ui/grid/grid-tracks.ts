import { BOX_COLUMN, type UiGridColumn } from './grid-column.ts'

export interface GridTracks {
  /** For `grid-template-columns`. */
  template: string
  /** The least width of all columns together, pixels. */
  minimum: number
  /** Distance from the left edge at which each pinned column stays, pixels. */
  pins: Readonly<Record<string, number>>
}

/** How wide each column is: its own width, and for those that grow a part of what is left. */
export function gridTracks(
  columns: readonly UiGridColumn[],
  { hasBoxes, actionsWidth }: { hasBoxes: boolean; actionsWidth: number },
): GridTracks {
  const pins: Record<string, number> = {}
  const tracks: string[] = []
  let minimum = 0
  const add = (track: string, width: number) => {
    tracks.push(track)
    minimum += width
  }
  if (hasBoxes) add(`${BOX_COLUMN}px`, BOX_COLUMN)
  for (const { id, width, grow, pinned } of columns) {
    if (pinned) pins[id] = minimum
    add(grow ? `minmax(${width}px, ${width}fr)` : `${width}px`, width)
  }
  // Without a column that grows, the room that is left lies before the actions.
  if (!columns.some((column) => column.grow)) add('minmax(0, 1fr)', 0)
  if (actionsWidth > 0) add(`${actionsWidth}px`, actionsWidth)
  return { template: tracks.join(' '), minimum, pins }
}
