import type { Palette, TileRequest } from './protocol.ts'
import { grown, type Box, type Shape } from './shape.ts'

/** Cuts one kind of shape to a box. */
type Cutter = (box: Box) => Shape[]

export interface TileShapes {
  land: Cutter
  borders: Cutter
  lakes: Cutter
}

/** What the painter uses of a canvas, so that it draws on a screen's and on a worker's alike. */
export type Brush = Pick<
  OffscreenCanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'quadraticCurveTo'
  | 'closePath'
  | 'fill'
  | 'stroke'
  | 'fillRect'
  | 'setLineDash'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
>

/** Shapes are cut this many CSS pixels outside the tile, so that no cut edge is seen. */
const BLEED = 6
/** Points closer than this to the one before are left out, in device pixels. */
const FINEST = 0.6

/** From here on the coast, exact to a kilometre or so, is drawn as the estimate it is. */
const COAST_IS_ROUGH = 11

export const tileBox = ({ zoom, column, row, size }: TileRequest): Box => {
  const side = size / (256 * 2 ** zoom)
  return { left: column * side, top: row * side, right: (column + 1) * side, bottom: (row + 1) * side }
}

export function paintTile(brush: Brush, tile: TileRequest, shapes: TileShapes) {
  const { size, ratio, palette, zoom } = tile
  const box = tileBox(tile)
  const unit = (box.right - box.left) / size
  const wide = grown(box, BLEED * unit)
  const paint = createPainter(brush, box, ratio / unit)
  const land = shapes.land(wide)
  const lakes = shapes.lakes(wide)

  brush.fillStyle = palette.sea
  brush.fillRect(0, 0, size * ratio, size * ratio)
  paint.rings(land)
  brush.fillStyle = palette.land
  brush.fill('evenodd')
  brush.lineJoin = 'round'
  if (zoom >= COAST_IS_ROUGH) brush.setLineDash([6 * ratio, 4 * ratio])
  stroke(brush, palette.coast, (zoom < 6 ? 0.7 : 1) * ratio)
  brush.setLineDash([])

  paint.smoothRings(lakes)
  brush.fillStyle = palette.sea
  brush.fill('evenodd')
  if (zoom >= 5) stroke(brush, palette.shore, 0.7 * ratio)
  paint.lines(shapes.borders(wide))
  stroke(brush, palette.border, (zoom < 5 ? 0.8 : 1.2) * ratio)
}

function stroke(brush: Brush, colour: Palette[keyof Palette], width: number) {
  brush.strokeStyle = colour
  brush.lineWidth = width
  brush.stroke()
}

/** Turns shapes into paths; `scale` is device pixels per world unit. */
function createPainter(brush: Brush, box: Box, scale: number) {
  /** The points worth drawing, in device pixels. */
  function thinned({ points }: Shape): number[] {
    const pixels: number[] = []
    let lastX = Infinity
    let lastY = Infinity
    for (let i = 0; i + 1 < points.length; i += 2) {
      const x = ((points[i] ?? 0) - box.left) * scale
      const y = ((points[i + 1] ?? 0) - box.top) * scale
      const isLast = i + 3 >= points.length
      if (!isLast && Math.abs(x - lastX) < FINEST && Math.abs(y - lastY) < FINEST) continue
      pixels.push(x, y)
      lastX = x
      lastY = y
    }
    return pixels
  }

  function trace(shape: Shape, isRing: boolean) {
    const pixels = thinned(shape)
    if (isRing && pixels.length < 6) return
    brush.moveTo(pixels[0] ?? 0, pixels[1] ?? 0)
    for (let i = 2; i < pixels.length; i += 2) brush.lineTo(pixels[i] ?? 0, pixels[i + 1] ?? 0)
    if (isRing) brush.closePath()
  }

  /** Corners rounded through the middles of the edges: the lakes come on a coarse grid. */
  function traceSmooth(shape: Shape) {
    const pixels = thinned(shape)
    const count = pixels.length / 2
    if (count < 4) return
    const at = (index: number) => {
      const place = (index % count) * 2
      return { x: pixels[place] ?? 0, y: pixels[place + 1] ?? 0 }
    }
    const middle = (index: number) => {
      const a = at(index)
      const b = at(index + 1)
      return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
    }
    const start = middle(count - 1)
    brush.moveTo(start.x, start.y)
    for (let i = 0; i < count; i += 1) {
      const corner = at(i)
      const end = middle(i)
      brush.quadraticCurveTo(corner.x, corner.y, end.x, end.y)
    }
    brush.closePath()
  }

  const all = (draw: (shape: Shape) => void) => (shapes: readonly Shape[]) => {
    brush.beginPath()
    shapes.forEach(draw)
  }
  return {
    rings: all((shape) => trace(shape, true)),
    lines: all((shape) => trace(shape, false)),
    smoothRings: all(traceSmooth),
  }
}
