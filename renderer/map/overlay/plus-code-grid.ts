import { plusCodeCells } from '#core/domain/values/plus-code-cells.ts'
import { decodePlusCode, encodePlusCode } from '#core/domain/values/plus-code.ts'
import type { LatLng } from '../lat-lng.ts'
import type { Painter, Sheet } from './canvas-overlay.ts'

/** From here on a 10-digit cell (about 14 m) is wide enough to be seen. */
export const CODES_FROM = 17
/** Cells narrower than this, in pixels, carry no text. */
const TEXT_FROM = 54

/** The cells of 10-digit Plus Codes, with the pin's own cell (10 digits) and the 3-metre cell inside it (11 digits). */
export function createPlusCodeGrid(pin: () => LatLng | undefined): Painter {
  return {
    paint(sheet: Sheet) {
      if (sheet.zoom < CODES_FROM) return
      const cells = plusCodeCells(sheet.box, 10, 5000)
      const { ctx, colours } = sheet
      ctx.beginPath()
      for (const cell of cells) {
        const [x, y] = [Math.round(sheet.x(cell.west)) + 0.5, Math.round(sheet.y(cell.south)) + 0.5]
        ctx.moveTo(x, sheet.y(cell.north))
        ctx.lineTo(x, y)
        ctx.lineTo(sheet.x(cell.east), y)
      }
      ctx.strokeStyle = colours.code
      ctx.lineWidth = 1
      ctx.stroke()
      const first = cells[0]
      const width = first ? sheet.x(first.east) - sheet.x(first.west) : 0
      if (width >= TEXT_FROM) {
        ctx.font = `${width > 110 ? 11 : 10}px ${colours.font}`
        ctx.textAlign = 'left'
        ctx.textBaseline = 'top'
        ctx.fillStyle = colours.codeText
        for (const cell of cells) {
          const text = width > 110 ? cell.code : cell.code.slice(-5)
          ctx.fillText(text, sheet.x(cell.west) + 4, sheet.y(cell.north) + 4)
        }
      }
      const position = pin()
      if (position) paintOwn(sheet, position)
    },
  }
}

function paintOwn(sheet: Sheet, { latitude, longitude }: LatLng) {
  for (const digits of [10, 11]) {
    const code = encodePlusCode(latitude, longitude, digits)
    const area = code.ok ? decodePlusCode(code.value) : code
    if (!area.ok) continue
    const { west, east, south, north } = area.value
    for (const copy of sheet.copies((west + east) / 2)) {
      const half = (east - west) / 2
      const [left, right] = [sheet.x(copy - half), sheet.x(copy + half)]
      const [top, bottom] = [sheet.y(north), sheet.y(south)]
      sheet.ctx.fillStyle = sheet.colours.codeFill
      sheet.ctx.fillRect(left, top, right - left, bottom - top)
      sheet.ctx.strokeStyle = sheet.colours.codeText
      sheet.ctx.lineWidth = digits === 11 ? 1.5 : 1
      sheet.ctx.strokeRect(left, top, right - left, bottom - top)
    }
  }
}
