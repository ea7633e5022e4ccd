/** Address of one map tile in the usual scheme (Web Mercator, origin north-west). */
export interface TileAddress {
  z: number
  x: number
  y: number
}

/** Reads `/tiles/<z>/<x>/<y>`; undefined for any other path and for tiles that do not exist. */
export function parseTilePath(path: string): TileAddress | undefined {
  const match = /^\/tiles\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})$/.exec(path)
  if (!match) return undefined
  const [z = 0, x = 0, y = 0] = match.slice(1).map(Number)
  const width = 2 ** z
  return z <= 22 && x < width && y < width ? { z, x, y } : undefined
}
