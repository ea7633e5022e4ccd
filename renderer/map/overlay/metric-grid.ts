import { METRES_PER_DEGREE, type LatLng } from '../lat-lng.ts'
import { CODES_FROM } from './plus-code-grid.ts'
import type { Painter, Sheet } from './canvas-overlay.ts'
import { strokeLines } from './grid-lines.ts'

/** From here on the offline map is a blank sheet: a grid gives it scale. */
const METRIC_FROM = 12
/** Lines are never closer than this, in pixels. */
const LEAST_GAP = 72

/** The smallest of 1, 2, 5 × 10ⁿ metres that is at least `metres`. */
export function niceStep(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres))
  const step = [1, 2, 5, 10].find((digit) => digit * power >= metres) ?? 10
  return step * power
}

/** Metres between two lines at a scale; undefined where no grid is drawn, or the one of Plus Codes instead. */
export const gridStep = (zoom: number, metresPerPixel: number): number | undefined =>
  zoom < METRIC_FROM || zoom >= CODES_FROM ? undefined : niceStep(metresPerPixel * LEAST_GAP)

/**
 * Squares of a round number of metres. With a pin they count from the pin, so that each line is a distance from it; without
 * one they stand on whole multiples, so that panning does not move them.
 */
export function createMetricGrid(anchor: () => LatLng | undefined): Painter {
  return {
    paint(sheet: Sheet) {
      const step = gridStep(sheet.zoom, sheet.metresPerPixel)
      if (step === undefined) return
      const pin = anchor()
      // Without a pin, the latitude that sets the width of squares stays the same over a whole degree.
      const latitude = pin?.latitude ?? Math.round(sheet.centre.latitude)
      const down = step / METRES_PER_DEGREE
      const across = down / Math.max(0.01, Math.cos((latitude * Math.PI) / 180))
      const meridians = { origin: pin?.longitude ?? 0, step: across }
      const parallels = { origin: pin?.latitude ?? 0, step: down }
      strokeLines(sheet, meridians, parallels, sheet.colours.grid)
    },
  }
}
