import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOutLabels, type LabelWish, type PlacedLabel } from '#renderer/map/overlay/label-layout.ts'

const sheet = { width: 800, height: 600 }
const widthOf = (wish: LabelWish) => wish.text.length * 7
const town = (text: string, x: number, y: number): LabelWish => ({
  text,
  x,
  y,
  size: 12,
  bold: false,
  kind: 'place',
})
const names = (placed: readonly PlacedLabel[]) => placed.map(({ text }) => text)

function overlap(a: PlacedLabel, b: PlacedLabel): boolean {
  const isBeside = a.left + widthOf(a) <= b.left || b.left + widthOf(b) <= a.left
  const isAbove = Math.abs(a.middle - b.middle) >= (a.size + b.size) / 2
  return !isBeside && !isAbove
}

describe('layOutLabels', () => {
  it('sets a name to the right of its dot', () => {
    const [label] = layOutLabels([town('Toledo', 100, 100)], widthOf, sheet)
    expect(label).toMatchObject({ text: 'Toledo', middle: 100 })
    expect(label?.left).toBeGreaterThan(100)
  })

  it('looks for another seat when the right is taken', () => {
    const placed = layOutLabels([town('Illescas', 160, 100), town('Seseña', 130, 100)], widthOf, sheet)
    expect(names(placed)).toEqual(['Illescas', 'Seseña'])
    const [first, second] = placed
    expect(first && second && overlap(first, second)).toBe(false)
    expect(second?.left).toBeLessThan(130)
  })

  it('leaves the later name out when two places are one dot', () => {
    const wishes = [town('Madrid', 100, 100), town('Getafe', 102, 101)]
    expect(names(layOutLabels(wishes, widthOf, sheet))).toEqual(['Madrid'])
    expect(names(layOutLabels(wishes.toReversed(), widthOf, sheet))).toEqual(['Getafe'])
  })

  it('centres the name of an area on its point, or leaves it out', () => {
    const area: LabelWish = { ...town('ESPAÑA', 400, 300), kind: 'area' }
    expect(layOutLabels([area], widthOf, sheet)[0]).toMatchObject({ left: 400 - 21, middle: 300 })
    expect(names(layOutLabels([town('Madrid', 400, 300), area], widthOf, sheet))).toEqual(['Madrid'])
  })

  it('leaves out what lies off the sheet', () => {
    expect(layOutLabels([town('Fuera', -1, 100), town('Abajo', 100, 601)], widthOf, sheet)).toEqual([])
  })

  it('sets the name of a place under a circle beside that circle, without a dot', () => {
    const circle = { x: 104, y: 98, radius: 14 }
    const [label] = layOutLabels([town('Madrid', 100, 100)], widthOf, sheet, { circles: [circle] })
    expect(label).toMatchObject({ middle: 98, isCovered: true })
    expect(label?.left).toBeGreaterThan(104 + 14)
  })

  it('gives a circle one name only: the first', () => {
    const circle = { x: 104, y: 98, radius: 14 }
    const wishes = [town('Madrid', 100, 100), town('Getafe', 110, 104)]
    expect(names(layOutLabels(wishes, widthOf, sheet, { circles: [circle] }))).toEqual(['Madrid'])
  })

  it('keeps the names of other places clear of circles', () => {
    const circle = { x: 130, y: 100, radius: 12 }
    const [label] = layOutLabels([town('Toledo', 100, 100)], widthOf, sheet, { circles: [circle] })
    expect(label?.isCovered).toBe(false)
    expect((label?.left ?? Infinity) + 6 * 7).toBeLessThan(100)
  })

  it('keeps names off the texts that lie over the map', () => {
    const credit = { left: 130, top: 90, right: 330, bottom: 110 }
    const [label] = layOutLabels([town('Toledo', 120, 100)], widthOf, sheet, { boxes: [credit] })
    expect((label?.left ?? Infinity) + 6 * 7).toBeLessThan(130)
  })

  it('cuts no name at the edge of a still picture', () => {
    const within = { left: 100, top: 100, right: 700, bottom: 500 }
    const wishes = [town('Toledo', 690, 300), town('Villanueva de la Serena', 105, 120)]
    const placed = layOutLabels(wishes, widthOf, sheet, { within })
    expect(names(placed)).toEqual(['Toledo', 'Villanueva de la Serena'])
    for (const label of placed) {
      expect(label.left).toBeGreaterThanOrEqual(100)
      expect(label.left + widthOf(label)).toBeLessThanOrEqual(700)
    }
    expect(layOutLabels([town('x'.repeat(90), 400, 300)], widthOf, sheet, { within })).toEqual([])
  })

  it('never lets two names touch', () => {
    const wish = fc.record({
      text: fc.string({ minLength: 1, maxLength: 14 }),
      x: fc.integer({ min: 0, max: 800 }),
      y: fc.integer({ min: 0, max: 600 }),
      size: fc.constantFrom(11, 12, 14),
      bold: fc.boolean(),
      kind: fc.constantFrom('area' as const, 'place' as const),
    })
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 60 }), (wishes) => {
        const placed = layOutLabels(wishes, widthOf, sheet)
        placed.forEach((a, index) => {
          expect(placed.slice(index + 1).filter((b) => overlap(a, b))).toEqual([])
        })
      }),
    )
  })
})
