import type { CountryLabel } from '../base-map/world.ts'
import type { Painter, Sheet } from './canvas-overlay.ts'
import { layOutLabels, type Circle, type LabelRoom, type LabelWish } from './label-layout.ts'
import type { TownLabel } from './town-labels.ts'

/** Beyond this zoom a country is larger than the screen. */
const COUNTRIES_UNTIL = 6
const AREA_SPACING = 1.2

interface LabelSource {
  towns(): readonly TownLabel[]
  countries(): readonly CountryLabel[]
  /** The country's name in the language of the window. */
  countryName(code: string): string
  /** What is drawn over the names. */
  circles(sheet: Sheet): readonly Circle[]
  /** A still picture: no pan will bring the rest of a name into sight. */
  isStill: boolean
}

/**
 * What the page lays over the map, in pixels: which map it is at the top left, the buttons at the top right, the scale at
 * the bottom left, whose data it is at the bottom right. A still picture has no buttons and no scale.
 */
const SOURCE_BOX = { width: 190, height: 34 }
const BUTTONS_BOX = { width: 44, height: 108 }
const SCALE_BOX = { width: 110, height: 30 }
const CREDIT_BOX = { width: 200, height: 18 }

function roomOn({ width, height, margin }: Sheet, circles: readonly Circle[], isStill: boolean): LabelRoom {
  const shown = { left: margin.x, top: margin.y, right: width - margin.x, bottom: height - margin.y }
  const { left, top, right, bottom } = shown
  return {
    circles,
    boxes: [
      { left, top, right: left + SOURCE_BOX.width, bottom: top + SOURCE_BOX.height },
      { left: right - CREDIT_BOX.width, top: bottom - CREDIT_BOX.height, right, bottom },
      ...(isStill
        ? []
        : [
            { left: right - BUTTONS_BOX.width, top, right, bottom: top + BUTTONS_BOX.height },
            { left, top: bottom - SCALE_BOX.height, right: left + SCALE_BOX.width, bottom },
          ]),
    ],
    within: isStill ? shown : undefined,
  }
}

export function createLabelPainter(source: LabelSource): Painter {
  return {
    paint(sheet) {
      const { ctx } = sheet
      const countries = sheet.zoom <= COUNTRIES_UNTIL ? countryWishes(sheet, source) : []
      const wishes = [...countries, ...townWishes(sheet, source.towns())]
      const widthOf = (wish: LabelWish) => {
        setFont(sheet, wish)
        return ctx.measureText(wish.text).width
      }
      const placed = layOutLabels(
        wishes,
        widthOf,
        sheet,
        roomOn(sheet, source.circles(sheet), source.isStill),
      )
      ctx.textBaseline = 'middle'
      ctx.textAlign = 'left'
      ctx.lineJoin = 'round'
      for (const label of placed) {
        setFont(sheet, label)
        ctx.strokeStyle = sheet.colours.halo
        ctx.lineWidth = 3
        ctx.strokeText(label.text, label.left, label.middle)
        ctx.fillStyle = label.kind === 'area' ? sheet.colours.quiet : sheet.colours.text
        ctx.fillText(label.text, label.left, label.middle)
        if (label.kind === 'place' && !label.isCovered) dot(sheet, label)
      }
      ctx.letterSpacing = '0px'
    },
  }
}

function setFont({ ctx, colours }: Sheet, { size, bold, kind }: LabelWish) {
  ctx.font = `${bold ? '600 ' : ''}${size}px ${colours.font}`
  ctx.letterSpacing = kind === 'area' ? `${AREA_SPACING}px` : '0px'
}

function dot({ ctx, colours }: Sheet, { x, y, bold }: LabelWish) {
  ctx.beginPath()
  ctx.arc(x, y, bold ? 3 : 2.2, 0, Math.PI * 2)
  ctx.fillStyle = colours.text
  ctx.fill()
  ctx.lineWidth = 1
  ctx.strokeStyle = colours.halo
  ctx.stroke()
}

function countryWishes(sheet: Sheet, source: LabelSource): LabelWish[] {
  const worldSize = 256 * 2 ** sheet.zoom
  return source.countries().flatMap((country) => {
    const room = country.width * worldSize
    const name = source.countryName(country.code).toLocaleUpperCase()
    // About two thirds of the text's height for each letter, with the spacing.
    if (!name || room < name.length * 7.5) return []
    const size = room > 500 ? 13 : 11
    const longitude = (country.x - 0.5) * 360
    return sheet.copies(longitude).map((copy): LabelWish => ({
      text: name,
      x: sheet.x(copy),
      y: country.y * worldSize - originY(sheet, worldSize),
      size,
      bold: false,
      kind: 'area',
    }))
  })
}

/** Top of the sheet in world pixels: the equator lies in the middle of the world. */
const originY = (sheet: Sheet, worldSize: number) => worldSize / 2 - sheet.y(0)

function townWishes(sheet: Sheet, towns: readonly TownLabel[]): LabelWish[] {
  const size = sheet.zoom < 5 ? 11 : sheet.zoom < 12 ? 12 : 14
  return towns.flatMap((town) =>
    sheet.copies(town.longitude).map((copy): LabelWish => ({
      text: town.name,
      x: sheet.x(copy),
      y: sheet.y(town.latitude),
      size: town.capital ? size + 1 : size,
      bold: town.capital,
      kind: 'place',
    })),
  )
}
