import type { HostClient } from '#core/contract/host-client.ts'
import type { CountryLabel } from '../base-map/world.ts'
import { createCountryNames } from '../country-name.ts'
import type { LatLng, ShownBox } from '../lat-lng.ts'
import type { MapColours } from '../palette.ts'
import { CanvasOverlay } from './canvas-overlay.ts'
import type { Cluster, MapPlace, MapPoint } from './clusters.ts'
import { createLabelPainter } from './label-painter.ts'
import { createMetricGrid } from './metric-grid.ts'
import { createPlusCodeGrid } from './plus-code-grid.ts'
import { createPointPainter } from './point-painter.ts'
import { createTownLabels, type TownLabel } from './town-labels.ts'

export interface MapOverlayOptions {
  geo: Pick<HostClient['geo'], 'labels'>
  language: () => string
  position: () => LatLng | undefined
  points: () => readonly MapPoint[]
  chosen: () => MapPlace | undefined
  countries: () => readonly CountryLabel[]
  /** False while the map below has names of its own. */
  hasNames: () => boolean
  isStatic?: boolean | undefined
}

/** Everything that is drawn over the base map: grids, names and circles. */
export function createMapOverlay(options: MapOverlayOptions, colours: MapColours) {
  const language = () => (options.language() === 'en' ? 'en' : 'es')
  let towns: readonly TownLabel[] = []
  let hoveredId: string | undefined
  let shown: ShownBox | undefined
  let countryName = createCountryNames(options.language())
  let numbers = new Intl.NumberFormat(options.language())
  const townLabels = createTownLabels(options.geo, language, (labels) => {
    towns = labels
    layer.redraw()
  })
  const points = createPointPainter({
    points: options.points,
    chosen: options.chosen,
    hoveredId: () => hoveredId,
    number: (value) => numbers.format(value),
  })
  const names = createLabelPainter({
    towns: () => towns,
    countries: options.countries,
    countryName: (code) => countryName(code),
    circles: (sheet) => points.circles(sheet),
    isStill: options.isStatic === true,
  })
  const layer = new CanvasOverlay(
    [
      createMetricGrid(options.position),
      createPlusCodeGrid(options.position),
      { paint: (sheet) => options.hasNames() && names.paint(sheet) },
      points,
    ],
    colours,
  )

  return {
    layer,
    pointsAt: ({ latitude, longitude }: LatLng): Cluster | undefined => points.at(longitude, latitude),
    /** Names the circle under the pointer, when it stands for one point. Answers whether there is a circle. */
    hover(at: LatLng): boolean {
      if (options.points().length === 0) return false
      const cluster = points.at(at.longitude, at.latitude)
      const id = cluster?.count === 1 ? cluster.ids[0] : undefined
      if (id !== hoveredId) {
        hoveredId = id
        layer.redraw()
      }
      return cluster !== undefined
    },
    show(view: ShownBox) {
      shown = view
      if (options.hasNames()) townLabels.request(view)
    },
    setLanguage(next: string) {
      countryName = createCountryNames(next)
      numbers = new Intl.NumberFormat(next)
      if (shown && options.hasNames()) townLabels.request(shown)
      layer.redraw()
    },
    stop: () => townLabels.stop(),
  }
}
