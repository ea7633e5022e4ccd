import type { MethodInput } from '#core/contract/host-contract.ts'
import type { SqlValue } from '../sqlite/port.ts'

type Input = MethodInput<'sites', 'inBoxes'>
export type SiteBox = Input['boxes'][number]
export type SitePrecisions = Input['precisions']

/** Degrees by which the tree's 32-bit bounds may be wider than the exact position. */
const SLACK = 1e-4

/** The parts of a query over the sites in use within a box: `s` is their place. */
export function sitesWithin({ south, north, west, east }: SiteBox, precisions: SitePrecisions) {
  const parameters: SqlValue[] = [
    ...[south - SLACK, north + SLACK, west - SLACK, east + SLACK],
    ...[south, north, west, east],
    ...(precisions ? [JSON.stringify(precisions)] : []),
  ]
  return {
    from: 'site_rtree AS s CROSS JOIN r_record AS r ON r.n = s.n',
    where: `s.north >= ? AND s.south <= ? AND s.east >= ? AND s.west <= ?
      AND s.latitude BETWEEN ? AND ? AND s.longitude BETWEEN ? AND ? AND r.own_archived = 0 AND r.ref_archived = 0
      ${precisions ? `AND (SELECT p.body ->> '$.origin.precision' FROM d_sites AS p WHERE p.id = s.id) IN (SELECT value FROM json_each(?))` : ''}`,
    parameters,
  }
}
