import { worldX, worldY } from '#core/domain/values/web-mercator.ts'

/**
 * Outlines in world units: x and y from 0 (north-west corner) to 1, Web Mercator. A ring that crosses ±180 is not cut;
 * it goes on beyond 0 or 1, and whoever draws it tries its copies one world to either side.
 */
export interface Shape {
  /** x, y, x, y … */
  readonly points: Float32Array
  readonly box: Box
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Degrees to world units. Steps of more than half the globe are steps over ±180. A ring round a pole is closed along
 * the edge of the map.
 */
export function toShape(positions: readonly (readonly number[])[], kind: 'ring' | 'line'): Shape {
  const points: number[] = []
  let turns = 0
  let before: number | undefined
  for (const [longitude = 0, latitude = 0] of positions) {
    if (before !== undefined && Math.abs(longitude - before) > 180) turns += longitude < before ? 1 : -1
    before = longitude
    points.push(worldX(longitude) + turns, worldY(latitude))
  }
  if (kind === 'ring' && turns !== 0 && points.length > 1) {
    const edge = (points[1] ?? 0) > 0.5 ? 1 : 0
    points.push(points.at(-2) ?? 0, edge, points[0] ?? 0, edge)
  }
  return { points: Float32Array.from(points), box: boxOf(points) }
}

export function boxOf(points: ArrayLike<number>): Box {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i] ?? 0
    const y = points[i + 1] ?? 0
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  }
  return { left, top, right, bottom }
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top

const isInside = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left &&
  inner.right <= outer.right &&
  inner.top >= outer.top &&
  inner.bottom <= outer.bottom

export const grown = (box: Box, by: number): Box => ({
  left: box.left - by,
  top: box.top - by,
  right: box.right + by,
  bottom: box.bottom + by,
})

const moved = (shape: Shape, by: number): Shape => {
  if (by === 0) return shape
  const points = shape.points.map((value, index) => (index % 2 === 0 ? value + by : value))
  return { points, box: { ...shape.box, left: shape.box.left + by, right: shape.box.right + by } }
}

/** The parts of shapes inside a box, with the copies one world to either side. */
export function clipShapes(shapes: readonly Shape[], box: Box, kind: 'ring' | 'line'): Shape[] {
  const clipped: Shape[] = []
  for (const original of shapes) {
    for (const turn of [-1, 0, 1]) {
      const { left, right, top, bottom } = original.box
      if (!overlaps({ left: left + turn, right: right + turn, top, bottom }, box)) continue
      const shape = moved(original, turn)
      if (isInside(shape.box, box)) clipped.push(shape)
      else if (kind === 'ring') clipped.push(...clipRing(shape.points, box))
      else clipped.push(...clipLine(shape.points, box))
    }
  }
  return clipped
}

/** Sutherland-Hodgman: one pass for each side of the box. */
function clipRing(ring: ArrayLike<number>, box: Box): Shape[] {
  let points = ring
  points = cutSide(points, 0, box.left, 1)
  points = cutSide(points, 0, box.right, -1)
  points = cutSide(points, 1, box.top, 1)
  points = cutSide(points, 1, box.bottom, -1)
  return points.length < 6 ? [] : [{ points: Float32Array.from(points), box: boxOf(points) }]
}

/** Keeps what lies on the `sign` side of `limit` on one axis. */
function cutSide(points: ArrayLike<number>, axis: 0 | 1, limit: number, sign: 1 | -1): number[] {
  const kept: number[] = []
  const length = points.length
  if (length < 2) return kept
  let px = points[length - 2] ?? 0
  let py = points[length - 1] ?? 0
  let wasIn = ((axis === 0 ? px : py) - limit) * sign >= 0
  for (let i = 0; i < length; i += 2) {
    const x = points[i] ?? 0
    const y = points[i + 1] ?? 0
    const isIn = ((axis === 0 ? x : y) - limit) * sign >= 0
    if (isIn !== wasIn) {
      if (axis === 0) kept.push(limit, py + ((limit - px) / (x - px)) * (y - py))
      else kept.push(px + ((limit - py) / (y - py)) * (x - px), limit)
    }
    if (isIn) kept.push(x, y)
    px = x
    py = y
    wasIn = isIn
  }
  return kept
}

/** Keeps whole segments that may touch the box; what hangs over is not drawn anyway. */
function clipLine(points: ArrayLike<number>, box: Box): Shape[] {
  const parts: Shape[] = []
  let part: number[] = []
  const end = () => {
    if (part.length >= 4) parts.push({ points: Float32Array.from(part), box: boxOf(part) })
    part = []
  }
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [points[i], points[i + 1], points[i + 2], points[i + 3]]
    const segment = {
      left: Math.min(x0, x1),
      right: Math.max(x0, x1),
      top: Math.min(y0, y1),
      bottom: Math.max(y0, y1),
    }
    if (!overlaps(segment, box)) {
      end()
      continue
    }
    if (part.length === 0) part.push(x0, y0)
    part.push(x1, y1)
  }
  end()
  return parts
}
