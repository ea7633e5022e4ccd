import { plusCodeCells } from '#core/domain/values/plus-code-cells.ts'
import { cellDegrees, decodePlusCode, encodePlusCode } from '#core/domain/values/plus-code.ts'
import type { LatLng } from '../lat-lng.ts'
import type { Painter, Sheet } from './canvas-overlay.ts'
import { strokeLines } from './grid-lines.ts'

/** From here on a 10-digit cell (about 14 m) is wide enough to be seen. */
export const CODES_FROM = 17
/** Cells narrower than this, in pixels, carry no text. */
const TEXT_FROM = 54
const WHOLE_TEXT_FROM = 110
/** A 4K screen has some 1,900 cells at the first zoom level that carries texts. */
const MOST_TEXTS = 5000
/** A 10-digit cell is 1/8000 of a degree high and wide, counted from the equator and from Greenwich. */
const CELLS = { origin: 0, step: cellDegrees(10).height }

/** The cells of 10-digit Plus Codes, with the pin's own cell (10 digits) and the 3-metre cell inside it (11 digits). */
export function createPlusCodeGrid(pin: () => LatLng | undefined): Painter {
  return {
    paint(sheet: Sheet) {
      if (sheet.zoom < CODES_FROM) return
      strokeLines(sheet, CELLS, CELLS, sheet.colours.code)
      const width = sheet.x(CELLS.step) - sheet.x(0)
      if (width >= TEXT_FROM) paintCodes(sheet, width)
      const position = pin()
      if (position) paintOwn(sheet, position)
    },
  }
}

function paintCodes(sheet: Sheet, width: number) {
  const { ctx, colours } = sheet
  const isWide = width >= WHOLE_TEXT_FROM
  ctx.font = `${isWide ? 11 : 10}px ${colours.font}`
  ctx.textAlign = 'left'
  ctx.textBaseline = 'top'
  ctx.fillStyle = colours.codeText
  for (const { code, west, north } of plusCodeCells(sheet.box, 10, MOST_TEXTS)) {
    ctx.fillText(isWide ? code : code.slice(-5), sheet.x(west) + 4, sheet.y(north) + 4)
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
