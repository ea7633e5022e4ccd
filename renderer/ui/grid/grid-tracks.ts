import { BOX_COLUMN, type UiGridColumn } from './grid-column.ts'

export interface GridTracks {
  /** The least width of all columns together, pixels. */
  minimum: number
  /**
   * For the grid's own style: `--columns` is the template of every line, `--pin-<place>` how far from the left edge a
   * pinned column stays, `--actions` the width of the actions. A column that is made wider changes these alone and no cell.
   */
  style: Readonly<Record<string, string>>
}

/** How wide each column is: its own width, and for those that grow a part of what is left. */
export function gridTracks(
  columns: readonly UiGridColumn[],
  { hasBoxes, actionsWidth }: { hasBoxes: boolean; actionsWidth: number },
): GridTracks {
  const pins: Record<string, string> = {}
  const tracks: string[] = []
  let minimum = 0
  const add = (track: string, width: number) => {
    tracks.push(track)
    minimum += width
  }
  if (hasBoxes) add(`${BOX_COLUMN}px`, BOX_COLUMN)
  columns.forEach(({ width, grow, pinned }, place) => {
    if (pinned) pins[`--pin-${place}`] = `${minimum}px`
    add(grow ? `minmax(${width}px, ${width}fr)` : `${width}px`, width)
  })
  // Without a column that grows, the room that is left lies before the actions.
  if (!columns.some((column) => column.grow)) add('minmax(0, 1fr)', 0)
  if (actionsWidth > 0) add(`${actionsWidth}px`, actionsWidth)
  return {
    minimum,
    style: { '--columns': tracks.join(' '), '--actions': `${actionsWidth}px`, ...pins },
  }
}
