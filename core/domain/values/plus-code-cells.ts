import { cellDegrees, encodePlusCode } from './plus-code.ts'

/** A box on a map, in degrees. `west` and `east` may lie beyond ±180 when the map was panned round the globe. */
export interface DegreeBox {
  south: number
  west: number
  north: number
  east: number
}

/** One cell to draw, in the frame of the box asked about. */
export interface PlusCodeCell extends DegreeBox {
  code: string
}

/** More than a screen can show. */
const MAX_CELLS = 5000

/**
 * The cells that touch a box, row by row from the south-west: what a map draws as its Plus Code grid. No cell at all when
 * there would be more than `limit`, as a grid with gaps would mislead.
 *
 * @param digits 2, 4, 6, 8, or 10 to 15.
 * @param limit at most 5000.
 */
export function plusCodeCells(box: DegreeBox, digits: number, limit = 2000): PlusCodeCell[] {
  const { height, width } = cellDegrees(digits)
  const south = Math.max(-90, box.south)
  const north = Math.min(90, box.north)
  const firstRow = Math.floor((south + 90) / height)
  const rows = Math.ceil((north + 90) / height) - firstRow
  const firstColumn = Math.floor((box.west + 180) / width)
  const columns = Math.ceil((box.east + 180) / width) - firstColumn
  // False for numbers that are not finite, too.
  if (!(rows > 0 && columns > 0 && rows * columns <= Math.min(limit, MAX_CELLS))) return []
  const cells: PlusCodeCell[] = []
  for (let row = firstRow; row < firstRow + rows; row++) {
    for (let column = firstColumn; column < firstColumn + columns; column++) {
      const cell = {
        south: row * height - 90,
        west: column * width - 180,
        north: (row + 1) * height - 90,
        east: (column + 1) * width - 180,
      }
      // The centre is as far as can be from a neighbour that rounding could name.
      const code = encodePlusCode(cell.south + height / 2, cell.west + width / 2, digits)
      if (code.ok) cells.push({ ...cell, code: code.value })
    }
  }
  return cells
}
