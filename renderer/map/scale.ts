import { niceStep } from './overlay/metric-grid.ts'

/** Widest scale bar, in pixels. */
const WIDEST = 110

/** A round distance and how wide it is on the map. */
export function scaleBar(metresPerPixel: number): { metres: number; width: number } {
  const most = metresPerPixel * WIDEST
  // The largest round step that still fits: the next smaller one where `niceStep` rounds up.
  const up = niceStep(most)
  const metres = up <= most ? up : niceStep(most / 2.5)
  return { metres, width: Math.round(metres / metresPerPixel) }
}

/** A distance in words: whole metres below a kilometre, kilometres with one decimal below ten. */
export function distanceText(metres: number, language: string): string {
  const isFar = metres >= 1000
  const value = isFar ? metres / 1000 : metres
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isFar ? 'kilometer' : 'meter',
    maximumFractionDigits: isFar && value < 10 ? 1 : 0,
  }).format(value)
}
