import type { MethodInput } from '#core/contract/host-contract.ts'
import type { SqlValue } from '../sqlite/port.ts'

type Input = MethodInput<'sites', 'inBoxes'>
export type SiteBox = Input['boxes'][number]
export type SitePrecisions = Input['precisions']

/** Degrees by which the tree's 32-bit bounds may be wider than the exact position. */
const SLACK = 1e-4

/** What a query over `r_site_list AS i` asks of a site: in use, and of one of the precisions. */
export const wantedSites = (precisions: SitePrecisions): { where: string; parameters: SqlValue[] } =>
  precisions
    ? {
        where: `i.archived = 0 AND (SELECT p.body ->> '$.origin.precision' FROM d_sites AS p WHERE p.id = i.id)
          IN (SELECT value FROM json_each(?))`,
        parameters: [JSON.stringify(precisions)],
      }
    : { where: 'i.archived = 0', parameters: [] }

/** The parts of a query over the sites in use within a box: `s` is their place. */
export function sitesWithin({ south, north, west, east }: SiteBox, precisions: SitePrecisions) {
  const wanted = wantedSites(precisions)
  return {
    from: 'site_rtree AS s CROSS JOIN r_site_list AS i ON i.n = s.n',
    where: `s.north >= ? AND s.south <= ? AND s.east >= ? AND s.west <= ?
      AND s.latitude BETWEEN ? AND ? AND s.longitude BETWEEN ? AND ? AND ${wanted.where}`,
    parameters: [
      ...[south - SLACK, north + SLACK, west - SLACK, east + SLACK],
      ...[south, north, west, east],
      ...wanted.parameters,
    ],
  }
}
