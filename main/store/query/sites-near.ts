import geographiclib from 'geographiclib-geodesic'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { EARTH_RADIUS, metresBetween, normaliseLongitude } from '#core/domain/values/coordinates.ts'
import type { Statements } from './statements.ts'

type Input = MethodInput<'sites', 'near'>
type Output = MethodOutput<'sites', 'near'>

interface Position {
  latitude: number
  longitude: number
}

const EARTH = geographiclib.Geodesic.WGS84
/** Metres of one degree of a meridian, at least: WGS 84 has 110 574 at the equator and more towards the poles. */
const METRES_PER_DEGREE = 110_574
/** The distance on the sphere differs from the one on the ellipsoid by less than 0.6 %. */
const SPHERE_ERROR = 0.006
/**
 * Added to the rough search, in metres: the tree rounds degrees to 32 bits, by up to 1.7 m, and they are read with five
 * decimals.
 */
const SLACK = 5

/** Sites in use within the radius, nearest first; distances are geodesics on WGS 84, in metres. */
export function sitesNear(statements: Statements, { latitude, longitude, radiusKm, limit }: Input): Output {
  const centre = { latitude, longitude: normaliseLongitude(longitude) }
  const radius = radiusKm * 1000
  const rough = boxesAround(centre, radius + SLACK)
    .flatMap((box) => roughPositions(statements, box))
    .map((site) => ({ n: site.n, metres: metresBetween(centre, site) }))
    .filter(({ metres }) => metres <= radius * (1 + SPHERE_ERROR) + SLACK)
    .sort((a, b) => a.metres - b.metres)
  const sites: Output['sites'] = []
  for (let start = 0; start < rough.length; start += BATCH) {
    // From here on even the most favourable error brings nothing nearer than what is found.
    const farthest = sites[limit - 1]?.metres ?? Number.POSITIVE_INFINITY
    if ((rough[start]?.metres ?? 0) * (1 - SPHERE_ERROR) - SLACK > farthest) break
    const batch = rough.slice(start, start + BATCH)
    for (const site of sitesInUse(
      statements,
      batch.map(({ n }) => n),
    )) {
      const metres = geodesicMetres(centre, site)
      if (metres <= radius) sites.push({ id: site.id, metres })
    }
    sites.sort((a, b) => a.metres - b.metres)
  }
  return { sites: sites.slice(0, limit) }
}

/** Sites looked at more closely at a time. */
const BATCH = 500

interface Box {
  south: number
  north: number
  west: number
  east: number
}

/** One box, or two when it crosses the antimeridian; all longitudes when it holds a pole. */
function boxesAround({ latitude, longitude }: Position, radius: number): Box[] {
  const height = radius / METRES_PER_DEGREE
  const south = Math.max(-90, latitude - height)
  const north = Math.min(90, latitude + height)
  if (north >= 90 || south <= -90) return [{ south, north, west: -180, east: 180 }]
  // The widest parallel circle of the cap lies beyond the centre's; on the sphere, with the ellipsoid's error added.
  const angle = (radius / EARTH_RADIUS) * (1 + SPHERE_ERROR)
  const ratio = Math.sin(angle) / Math.cos((latitude * Math.PI) / 180)
  if (angle >= Math.PI / 2 || ratio >= 1) return [{ south, north, west: -180, east: 180 }]
  const width = (Math.asin(ratio) * 180) / Math.PI
  const west = longitude - width
  const east = longitude + width
  if (west < -180)
    return [
      { south, north, west: west + 360, east: 180 },
      { south, north, west: -180, east },
    ]
  if (east > 180)
    return [
      { south, north, west, east: 180 },
      { south, north, west: -180, east: east - 360 },
    ]
  return [{ south, north, west, east }]
}

/** Positions as the tree itself holds them; in one JSON text, since there may be very many. */
function roughPositions(
  statements: Statements,
  { south, north, west, east }: Box,
): (Position & { n: number })[] {
  const row = statements.get(
    `SELECT json_group_array(json_array(n, round(south, 5), round(west, 5))) AS list FROM site_rtree
      WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?`,
    [south, north, west, east],
  )
  const list = JSON.parse(row?.list as string) as [n: number, latitude: number, longitude: number][]
  return list.map(([n, latitude, longitude]) => ({ n, latitude, longitude }))
}

function sitesInUse(statements: Statements, numbers: readonly number[]): (Position & { id: string })[] {
  const rows = statements.all(
    `SELECT s.id, s.latitude, s.longitude FROM json_each(?) AS wanted
      CROSS JOIN r_record AS r ON r.n = wanted.value CROSS JOIN site_rtree AS s ON s.n = r.n
      WHERE r.own_archived = 0 AND r.ref_archived = 0`,
    [JSON.stringify(numbers)],
  )
  return rows.map((row) => ({
    id: row.id as string,
    latitude: row.latitude as number,
    longitude: row.longitude as number,
  }))
}

const geodesicMetres = (a: Position, b: Position): number =>
  EARTH.Inverse(a.latitude, a.longitude, b.latitude, b.longitude, geographiclib.Geodesic.DISTANCE).s12 ?? 0
