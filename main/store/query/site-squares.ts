import { latitudeAt, longitudeAt, squareSide, worldX, worldY } from '#core/domain/values/web-mercator.ts'
import { wantedSites, type SiteBox, type SitePrecisions } from './sites-within.ts'
import type { Statements } from './statements.ts'

/** The sites of one square of the map. */
interface SiteSquare {
  /** One of them; the only one where `sites` is 1. */
  id: string
  name: string
  /** In their middle, in degrees. */
  latitude: number
  longitude: number
  sites: number
}

/** Rows of squares that are counted, more than any screen shows: each is a search in the index. */
const MOST_ROWS = 200

/**
 * How many sites lie in each square that the boxes touch, and where in it. Squares are counted whole, also where a box
 * ends inside one, so that panning changes no figure. They are those in which the window gathers sites at that zoom.
 *
 * @param zoom of 256-pixel tiles; a lower one is taken where boxes are so high that there would be too many rows.
 */
export function siteSquares(
  statements: Statements,
  boxes: readonly SiteBox[],
  precisions: SitePrecisions,
  zoom: number,
): SiteSquare[] {
  const squares = new Map<string, SiteSquare>()
  const height = Math.max(0, ...boxes.map(({ south, north }) => worldY(south) - worldY(north)))
  let side = squareSide(zoom)
  while (height / side > MOST_ROWS) side *= 2
  for (const { south, north, west, east } of boxes) {
    const columns = { west: Math.floor(worldX(west) / side), east: Math.floor(worldX(east) / side) }
    const lastRow = Math.floor(worldY(south) / side)
    for (let row = Math.floor(worldY(north) / side); row <= lastRow; row++)
      for (const [column, square] of squaresOfRow(statements, row, columns, side, precisions))
        squares.set(`${row}/${column}`, square)
  }
  return [...squares.values()]
}

/**
 * The squares of one row that hold sites, by their column. Only the tree's own bounds are read, which are within two metres
 * of the exact position: reading that for every site takes twice as long.
 */
function squaresOfRow(
  statements: Statements,
  row: number,
  columns: { west: number; east: number },
  side: number,
  precisions: SitePrecisions,
): [column: number, square: SiteSquare][] {
  // The map ends before the poles do: what lies beyond is drawn at its edge.
  const north = row === 0 ? 90 : latitudeAt(row * side)
  const below = (row + 1) * side >= 1 ? -91 : latitudeAt((row + 1) * side)
  const west = longitudeAt(columns.west * side)
  const east = longitudeAt((columns.east + 1) * side)
  const wanted = wantedSites(precisions)
  return statements
    .all(
      `SELECT g.*, d.id AS id, d.body ->> '$.name' AS name FROM (
          SELECT CAST((s.west / 360 + 0.5) / ? AS INTEGER) AS col, min(s.n) AS n, count(*) AS sites,
            avg(s.south) AS latitude, avg(s.west) AS longitude
          FROM site_rtree AS s CROSS JOIN r_site_list AS i ON i.n = s.n
          WHERE s.south > ? AND s.south <= ? AND s.west >= ? AND s.west < ? AND ${wanted.where} GROUP BY col
        ) AS g CROSS JOIN r_site_list AS i ON i.n = g.n CROSS JOIN d_sites AS d ON d.id = i.id`,
      [side, below, north, west, east, ...wanted.parameters],
    )
    .map(({ col, id, name, latitude, longitude, sites }) => [
      col as number,
      {
        id: id as string,
        name: name as string,
        latitude: latitude as number,
        longitude: longitude as number,
        sites: sites as number,
      },
    ])
}
