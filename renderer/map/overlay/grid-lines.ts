import type { Sheet } from './canvas-overlay.ts'

/** A set of parallel lines, in degrees: each a whole number of steps from `origin`. */
export interface Spacing {
  origin: number
  step: number
}

/** The lines of a spacing that cross a span, ends included. */
export function linesBetween(from: number, to: number, { origin, step }: Spacing): number[] {
  const first = Math.ceil((from - origin) / step)
  const last = Math.floor((to - origin) / step)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => origin + (first + index) * step)
}

/** Draws meridians and parallels over the whole sheet, each on whole pixels so that it is sharp. */
export function strokeLines(sheet: Sheet, meridians: Spacing, parallels: Spacing, colour: string): void {
  const { ctx, box } = sheet
  ctx.beginPath()
  for (const longitude of linesBetween(box.west, box.east, meridians)) {
    const x = Math.round(sheet.x(longitude)) + 0.5
    ctx.moveTo(x, 0)
    ctx.lineTo(x, sheet.height)
  }
  for (const latitude of linesBetween(box.south, box.north, parallels)) {
    const y = Math.round(sheet.y(latitude)) + 0.5
    ctx.moveTo(0, y)
    ctx.lineTo(sheet.width, y)
  }
  ctx.strokeStyle = colour
  ctx.lineWidth = 1
  ctx.stroke()
}
