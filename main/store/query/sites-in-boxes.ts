import type { MethodInput } from '#core/contract/host-contract.ts'
import type { Statements } from './statements.ts'

type Input = MethodInput<'sites', 'inBoxes'>

/** Degrees by which the tree's 32-bit bounds may be wider than the exact position. */
const SLACK = 1e-4

const COLUMNS = ['ids', 'names', 'latitudes', 'longitudes'] as const

/**
 * Sites in use within boxes, in columns: thousands of small objects would cost the window more than drawing them. The
 * JSON of the output, put together from what SQLite writes.
 */
export function sitesInBoxes(statements: Statements, { boxes, precisions, limit }: Input): string {
  const found: Record<string, string[]> = {}
  let left = limit
  for (const { south, north, west, east } of boxes) {
    const row = statements.get(
      `SELECT count(*) AS n, json_group_array(id) AS ids, json_group_array(name) AS names,
          json_group_array(latitude) AS latitudes, json_group_array(longitude) AS longitudes
        FROM (SELECT s.id, d.body ->> '$.name' AS name, s.latitude, s.longitude
          FROM site_rtree AS s CROSS JOIN r_record AS r ON r.n = s.n CROSS JOIN d_sites AS d ON d.id = s.id
          WHERE s.north >= ? AND s.south <= ? AND s.east >= ? AND s.west <= ?
            AND s.latitude BETWEEN ? AND ? AND s.longitude BETWEEN ? AND ? AND r.own_archived = 0
            AND r.ref_archived = 0
            ${precisions ? `AND d.body ->> '$.origin.precision' IN (SELECT value FROM json_each(?))` : ''}
          LIMIT ?)`,
      [
        ...[south - SLACK, north + SLACK, west - SLACK, east + SLACK],
        ...[south, north, west, east],
        ...(precisions ? [JSON.stringify(precisions)] : []),
        left,
      ],
    )
    if (!row || row.n === 0) continue
    left -= Number(row.n)
    // Lists of the box without their brackets.
    for (const column of COLUMNS) (found[column] ??= []).push(String(row[column]).slice(1, -1))
  }
  return `{${COLUMNS.map((column) => `"${column}":[${(found[column] ?? []).join(',')}]`).join(',')}}`
}
