import type { MethodInput } from '#core/contract/host-contract.ts'
import { siteSquares } from './site-squares.ts'
import { sitesWithin, type SiteBox, type SitePrecisions } from './sites-within.ts'
import type { Statements } from './statements.ts'

type Input = MethodInput<'sites', 'inBoxes'>

const COLUMNS = ['ids', 'names', 'latitudes', 'longitudes'] as const

/**
 * Sites in use within boxes, in columns: thousands of small objects would cost the window more than drawing them. The
 * JSON of the output, put together from what SQLite writes. More sites than `limit` are counted by the squares of a zoom
 * instead, when one is given.
 */
export function sitesInBoxes(statements: Statements, { boxes, precisions, limit, zoom }: Input): string {
  if (zoom !== undefined && isMoreThan(statements, boxes, precisions, limit)) {
    const squares = siteSquares(statements, boxes, precisions, zoom)
    return JSON.stringify({
      ids: squares.map(({ id }) => id),
      names: squares.map(({ name }) => name),
      latitudes: squares.map(({ latitude }) => latitude),
      longitudes: squares.map(({ longitude }) => longitude),
      counts: squares.map(({ sites }) => sites),
    })
  }
  const found: Record<string, string[]> = {}
  let left = limit
  for (const box of boxes) {
    const { from, where, parameters } = sitesWithin(box, precisions)
    const row = statements.get(
      `SELECT count(*) AS n, json_group_array(id) AS ids, json_group_array(name) AS names,
          json_group_array(latitude) AS latitudes, json_group_array(longitude) AS longitudes
        FROM (SELECT s.id, d.body ->> '$.name' AS name, s.latitude, s.longitude
          FROM ${from} CROSS JOIN d_sites AS d ON d.id = s.id WHERE ${where} LIMIT ?)`,
      [...parameters, left],
    )
    if (!row || row.n === 0) continue
    left -= Number(row.n)
    // Lists of the box without their brackets.
    for (const column of COLUMNS) (found[column] ??= []).push(String(row[column]).slice(1, -1))
  }
  return `{${COLUMNS.map((column) => `"${column}":[${(found[column] ?? []).join(',')}]`).join(',')}}`
}

/** Looks at no more sites than it has to. */
function isMoreThan(
  statements: Statements,
  boxes: readonly SiteBox[],
  precisions: SitePrecisions,
  limit: number,
): boolean {
  let left = limit + 1
  for (const box of boxes) {
    const { from, where, parameters } = sitesWithin(box, precisions)
    const row = statements.get(`SELECT count(*) AS n FROM (SELECT 1 FROM ${from} WHERE ${where} LIMIT ?)`, [
      ...parameters,
      left,
    ])
    left -= Number(row?.n)
    if (left <= 0) return true
  }
  return false
}
