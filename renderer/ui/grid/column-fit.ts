/** Room beside a head's text for its arrow, pixels. */
const ARROW = 22

/**
 * The width at which nothing of a column on screen is cut, pixels. Lays the column out once at the size of its
 * contents and puts it back.
 */
export function fittingWidth(grid: HTMLElement, id: string, place: number): number {
  const { style } = grid
  const template = style.getPropertyValue('--columns')
  const tracks = splitTracks(template)
  tracks[place] = 'max-content'
  style.setProperty('--columns', tracks.join(' '))
  const cells = grid.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(id)}"]`)
  const widest = Math.max(
    0,
    ...[...cells].map((cell) => cell.offsetWidth + (cell.role === 'columnheader' ? ARROW : 0)),
  )
  style.setProperty('--columns', template)
  return widest
}

/** Tracks of a template; blanks inside brackets part nothing. */
const splitTracks = (template: string): string[] => template.match(/[^\s(]+(\([^)]*\))?/g) ?? []
