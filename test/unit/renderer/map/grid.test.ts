import { describe, expect, it } from 'vitest'
import { metresPerPixel } from '#renderer/map/lat-lng.ts'
import { linesBetween } from '#renderer/map/overlay/grid-lines.ts'
import { gridStep, niceStep } from '#renderer/map/overlay/metric-grid.ts'
import { CODES_FROM } from '#renderer/map/overlay/plus-code-grid.ts'
import { distanceText, scaleBar } from '#renderer/map/scale.ts'

describe('niceStep', () => {
  it.each([
    [1, 1],
    [1.1, 2],
    [3, 5],
    [7, 10],
    [72, 100],
    [0.3, 0.5],
    [4999, 5000],
  ])('%d m becomes %d m', (metres, step) => expect(niceStep(metres)).toBeCloseTo(step, 9))
})

describe('gridStep', () => {
  it('is there where the offline map is blank, and lines are 72 to 180 pixels apart', () => {
    for (let zoom = 12; zoom < CODES_FROM; zoom++) {
      const resolution = metresPerPixel(40, zoom)
      const pixels = (gridStep(zoom, resolution) ?? 0) / resolution
      expect(pixels).toBeGreaterThanOrEqual(72)
      expect(pixels).toBeLessThanOrEqual(72 * 2.5)
    }
  })

  it('is none from afar, and none where Plus Codes have their own grid', () => {
    expect(gridStep(11, metresPerPixel(40, 11))).toBeUndefined()
    expect(gridStep(CODES_FROM, metresPerPixel(40, CODES_FROM))).toBeUndefined()
  })
})

describe('linesBetween', () => {
  it('counts from the origin in both directions', () => {
    expect(linesBetween(-1, 11, { origin: 3, step: 4 })).toEqual([-1, 3, 7, 11])
  })

  it('has no line where none crosses', () => {
    expect(linesBetween(0.1, 0.9, { origin: 0, step: 1 })).toEqual([])
  })

  it('does not move when the map is panned', () => {
    const spacing = { origin: 0, step: 1 / 8000 }
    const before = linesBetween(-3.704, -3.7, spacing)
    const after = linesBetween(-3.7035, -3.6995, spacing)
    const isShared = (line: number) => line >= -3.7035 && line <= -3.7
    expect(after.filter(isShared)).toEqual(before.filter(isShared))
    expect(before.filter(isShared).length).toBeGreaterThan(20)
  })
})

describe('scaleBar', () => {
  it('is a round distance that fits its room, and not less than a third of it', () => {
    for (let zoom = 2; zoom <= 21; zoom++) {
      const { metres, width } = scaleBar(metresPerPixel(40, zoom))
      expect(niceStep(metres)).toBeCloseTo(metres, 6)
      expect(width).toBeLessThanOrEqual(110)
      expect(width).toBeGreaterThanOrEqual(36)
    }
  })
})

describe('distanceText', () => {
  it('writes distances as the language does', () => {
    expect(distanceText(850.4, 'es')).toBe('850 m')
    expect(distanceText(2140, 'es')).toBe('2,1 km')
    expect(distanceText(2140, 'en')).toBe('2.1 km')
    expect(distanceText(273_400, 'en')).toBe('273 km')
  })
})
