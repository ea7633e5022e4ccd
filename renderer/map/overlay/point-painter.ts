import type { Painter, Sheet } from './canvas-overlay.ts'
import {
  clusterPoints,
  clusterRadius,
  countsPlace,
  type Cluster,
  type MapPlace,
  type MapPoint,
} from './clusters.ts'
import type { Circle } from './label-layout.ts'

interface Drawn extends Circle {
  cluster: Cluster
}

/** What the painter needs to know at each drawing. */
export interface PointSource {
  points(): readonly MapPoint[]
  chosen(): MapPlace | undefined
  hoveredId(): string | undefined
  /** Figures as the window's language writes them. */
  number: (value: number) => string
}

export interface PointPainter extends Painter {
  /** The circles that it draws on a sheet. */
  circles(sheet: Sheet): readonly Circle[]
  /** The cluster drawn at a place of the map, in degrees; the topmost one. */
  at(longitude: number, latitude: number): Cluster | undefined
}

/** A circle is pressed up to this far outside its edge, in pixels. */
const SLACK = 4

export function createPointPainter(source: PointSource): PointPainter {
  let drawn: Drawn[] = []
  let last: Sheet | undefined
  let clustered: { points: readonly MapPoint[]; zoom: number; clusters: Cluster[] } | undefined

  function clustersAt(zoom: number): Cluster[] {
    const points = source.points()
    if (clustered?.points !== points || clustered.zoom !== zoom) {
      clustered = { points, zoom, clusters: clusterPoints(points, zoom) }
    }
    return clustered.clusters
  }

  function locate(sheet: Sheet): Drawn[] {
    const worldSize = 256 * 2 ** sheet.zoom
    const top = worldSize / 2 - sheet.y(0)
    return clustersAt(sheet.zoom).flatMap((cluster) => {
      const y = cluster.y * worldSize - top
      if (y < 0 || y > sheet.height) return []
      const radius = clusterRadius(cluster.count)
      return sheet.copies((cluster.x - 0.5) * 360).map((copy) => ({ cluster, x: sheet.x(copy), y, radius }))
    })
  }

  /** The circles of a sheet are asked for twice: by what keeps off them, and to be drawn. */
  function circles(sheet: Sheet): readonly Drawn[] {
    if (last !== sheet) {
      last = sheet
      drawn = locate(sheet)
    }
    return drawn
  }

  /** Very many points are in few circles: each list is looked through once. */
  const clusterWith = (id: string | undefined): Cluster | undefined =>
    id === undefined ? undefined : drawn.find(({ cluster }) => cluster.ids.includes(id))?.cluster
  const clusterOfChosen = ({ zoom }: Sheet): Cluster | undefined => {
    const chosen = source.chosen()
    if (!chosen) return undefined
    return clusterWith(chosen.id) ?? drawn.find(({ cluster }) => countsPlace(cluster, chosen, zoom))?.cluster
  }

  return {
    circles,
    paint(sheet) {
      circles(sheet)
      const chosen = clusterOfChosen(sheet)
      const isChosen = ({ cluster }: Drawn): boolean => cluster === chosen
      drawn = [...drawn.filter((one) => !isChosen(one)), ...drawn.filter(isChosen)]
      for (const one of drawn) paintCircle(sheet, one, isChosen(one), source.number)
      const named = clusterWith(source.hoveredId()) ?? chosen
      const place = drawn.find(({ cluster }) => cluster === named)
      if (place?.cluster.count === 1) paintName(sheet, place)
    },
    at(longitude, latitude) {
      if (!last) return undefined
      const [x, y] = [last.x(longitude), last.y(latitude)]
      return drawn.findLast((one) => Math.hypot(one.x - x, one.y - y) <= one.radius + SLACK)?.cluster
    },
  }
}

function paintCircle(
  { ctx, colours }: Sheet,
  { cluster, x, y, radius }: Drawn,
  isChosen: boolean,
  number: PointSource['number'],
) {
  ctx.beginPath()
  ctx.arc(x, y, isChosen ? radius + 1.5 : radius, 0, Math.PI * 2)
  ctx.fillStyle = isChosen ? colours.pointChosen : colours.point
  ctx.fill()
  ctx.lineWidth = 2
  ctx.strokeStyle = colours.pointEdge
  ctx.stroke()
  if (cluster.count === 1) return
  ctx.font = `600 11px ${colours.font}`
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.fillStyle = colours.pointText
  ctx.fillText(number(cluster.count), x, y + 0.5)
}

function paintName({ ctx, colours }: Sheet, { cluster, x, y, radius }: Drawn) {
  ctx.font = `600 12px ${colours.font}`
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  ctx.lineJoin = 'round'
  ctx.lineWidth = 4
  ctx.strokeStyle = colours.halo
  ctx.strokeText(cluster.label, x + radius + 6, y)
  ctx.fillStyle = colours.text
  ctx.fillText(cluster.label, x + radius + 6, y)
}
