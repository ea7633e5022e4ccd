import { describe, expect, it } from 'vitest'
import { plusCodeHolds } from '#core/domain/values/plus-code.ts'
import type { Sheet } from '#renderer/map/overlay/canvas-overlay.ts'
import { createPlusCodeGrid } from '#renderer/map/overlay/plus-code-grid.ts'

/** A canvas that writes down what is drawn on it. */
function createSheet(zoom: number, width: number, height: number) {
  const perDegree = (256 * 2 ** zoom) / 360
  const west = -3.7
  const north = 0.01
  const verticals: number[] = []
  const horizontals: number[] = []
  const texts: { text: string; x: number; y: number }[] = []
  const rectangles: { left: number; top: number; width: number; height: number }[] = []
  const ctx = {
    beginPath: () => undefined,
    stroke: () => undefined,
    fillRect: () => undefined,
    strokeRect: (left: number, top: number, wide: number, high: number) =>
      rectangles.push({ left, top, width: wide, height: high }),
    moveTo: (x: number, y: number) => (y === 0 ? verticals.push(x) : horizontals.push(y)),
    lineTo: () => undefined,
    fillText: (text: string, x: number, y: number) => texts.push({ text, x, y }),
  }
  const sheet = {
    ctx,
    width,
    height,
    zoom,
    // At the equator one degree is as high as wide.
    box: { west, east: west + width / perDegree, north, south: north - height / perDegree },
    colours: { code: 'code', codeFill: 'codeFill', codeText: 'codeText', font: 'sans-serif' },
    x: (longitude: number) => (longitude - west) * perDegree,
    y: (latitude: number) => (north - latitude) * perDegree,
    copies: (longitude: number) => [longitude],
  }
  // Only what the painter reads of a sheet and of its 2D context.
  return {
    sheet: sheet as unknown as Sheet,
    perDegree,
    west,
    north,
    verticals,
    horizontals,
    texts,
    rectangles,
  }
}

describe('the Plus Code grid', () => {
  it.each([
    ['a small map', 600, 400],
    ['a map of a whole 4K screen, with its margins', 5376, 3024],
  ])('has a line at each 1/8000 of a degree at zoom 17 on %s', (_name, width, height) => {
    const drawn = createSheet(17, width, height)
    createPlusCodeGrid(() => undefined).paint(drawn.sheet)
    const gap = drawn.perDegree / 8000
    expect(Math.abs(drawn.verticals.length - width / gap)).toBeLessThanOrEqual(1)
    expect(Math.abs(drawn.horizontals.length - height / gap)).toBeLessThanOrEqual(1)
    expect(drawn.texts).toEqual([])
  })

  it('writes each code into the cell that it names', () => {
    const drawn = createSheet(21, 1400, 900)
    createPlusCodeGrid(() => undefined).paint(drawn.sheet)
    expect(drawn.texts.length).toBeGreaterThan(20)
    for (const { text, x, y } of drawn.texts) {
      const longitude = drawn.west + (x + 4) / drawn.perDegree
      const latitude = drawn.north - (y + 4) / drawn.perDegree
      expect(plusCodeHolds(text, latitude, longitude)).toBe(true)
    }
  })

  it('marks the cell of the pin and the smaller one inside it, round the pin', () => {
    const drawn = createSheet(19, 800, 600)
    const pin = { latitude: 0.00931, longitude: -3.69941 }
    createPlusCodeGrid(() => pin).paint(drawn.sheet)
    const [large, small] = drawn.rectangles
    expect(drawn.rectangles).toHaveLength(2)
    for (const { left, top, width, height } of drawn.rectangles) {
      const [x, y] = [drawn.sheet.x(pin.longitude), drawn.sheet.y(pin.latitude)]
      expect(x >= left && x <= left + width && y >= top && y <= top + height).toBe(true)
    }
    expect((large?.width ?? 0) / (small?.width ?? 1)).toBeCloseTo(4, 6)
    expect((large?.height ?? 0) / (small?.height ?? 1)).toBeCloseTo(5, 6)
  })

  it('draws nothing from farther away', () => {
    const drawn = createSheet(16, 800, 600)
    createPlusCodeGrid(() => ({ latitude: 0, longitude: -3.7 })).paint(drawn.sheet)
    expect([...drawn.verticals, ...drawn.horizontals, ...drawn.rectangles]).toEqual([])
  })
})
