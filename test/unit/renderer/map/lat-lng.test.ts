import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  METRES_PER_DEGREE,
  metresPerPixel,
  moveByMetres,
  nearestCopy,
  normalisePosition,
  splitBox,
} from '#renderer/map/lat-lng.ts'

const latitude = fc.double({ min: -80, max: 80, noNaN: true })
const longitude = fc.double({ min: -180, max: 179.999, noNaN: true })

/** Metres between two near points on the sphere of Web Mercator. */
function metresBetween(
  a: { latitude: number; longitude: number },
  b: { latitude: number; longitude: number },
): number {
  const turn = b.longitude - a.longitude
  const east = turn - 360 * Math.round(turn / 360)
  const shrink = Math.cos((a.latitude * Math.PI) / 180)
  return Math.hypot(b.latitude - a.latitude, east * shrink) * METRES_PER_DEGREE
}

describe('moveByMetres', () => {
  it('goes the metres asked for, to 11 cm, anywhere people live', () => {
    fc.assert(
      fc.property(
        latitude,
        longitude,
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: -50, max: 50 }),
        (lat, lng, north, east) => {
          const from = normalisePosition({ latitude: lat, longitude: lng })
          const to = moveByMetres(from, north, east)
          expect(metresBetween(from, to)).toBeCloseTo(Math.hypot(north, east), 0)
        },
      ),
    )
  })

  it('comes back: ten steps east and ten west end where they began', () => {
    let at = normalisePosition({ latitude: 42.5, longitude: -8.1 })
    const start = at
    for (let step = 0; step < 10; step++) at = moveByMetres(at, 0, 1)
    expect(at.longitude).toBeGreaterThan(start.longitude)
    for (let step = 0; step < 10; step++) at = moveByMetres(at, 0, -1)
    expect(at.longitude).toBeCloseTo(start.longitude, 5)
    expect(at.latitude).toBe(start.latitude)
  })

  it('crosses ±180 both ways', () => {
    const east = moveByMetres({ latitude: -16.8, longitude: 179.99999 }, 0, 10)
    expect(east.longitude).toBeLessThan(-179.99)
    const west = moveByMetres({ latitude: -16.8, longitude: -179.99999 }, 0, -10)
    expect(west.longitude).toBeGreaterThan(179.99)
  })

  it('stops at the pole, and does not spin there', () => {
    expect(moveByMetres({ latitude: 90, longitude: 10 }, 10, 0).latitude).toBe(90)
    expect(Math.abs(moveByMetres({ latitude: 90, longitude: 10 }, 0, 1).longitude - 10)).toBeLessThan(0.01)
  })
})

describe('normalisePosition', () => {
  it('brings turns of the globe back to [-180, 180)', () => {
    expect(normalisePosition({ latitude: 1, longitude: 180 }).longitude).toBe(-180)
    expect(normalisePosition({ latitude: 1, longitude: 356.3 }).longitude).toBe(-3.7)
    expect(normalisePosition({ latitude: 1, longitude: -723.7 }).longitude).toBe(-3.7)
    // Rounding alone would give 180.
    expect(normalisePosition({ latitude: 1, longitude: 179.9999999 }).longitude).toBe(-180)
  })

  it('holds latitudes between the poles and rounds to six decimals', () => {
    expect(normalisePosition({ latitude: 91, longitude: 0 }).latitude).toBe(90)
    expect(normalisePosition({ latitude: 40.41678912, longitude: -3.70379999 })).toEqual({
      latitude: 40.416789,
      longitude: -3.7038,
    })
  })
})

describe('nearestCopy', () => {
  it('stays within half a turn of the reference and names the same place', () => {
    fc.assert(
      fc.property(longitude, fc.double({ min: -2000, max: 2000, noNaN: true }), (lng, reference) => {
        const copy = nearestCopy(lng, reference)
        expect(Math.abs(copy - reference)).toBeLessThanOrEqual(180 + 1e-9)
        expect(Math.abs((copy - lng) / 360 - Math.round((copy - lng) / 360))).toBeLessThan(1e-9)
      }),
    )
  })
})

describe('splitBox', () => {
  it('leaves a plain box alone', () => {
    const box = { west: -10, south: 30, east: 5, north: 45 }
    expect(splitBox(box)).toEqual([box])
  })

  it('parts a box at ±180, from either side', () => {
    const parts = [
      { west: 175, south: -20, east: 180, north: -10 },
      { west: -180, south: -20, east: -175, north: -10 },
    ]
    expect(splitBox({ west: 175, south: -20, east: 185, north: -10 })).toEqual(parts)
    expect(splitBox({ west: -185, south: -20, east: -175, north: -10 })).toEqual(parts)
    expect(splitBox({ west: 175, south: -20, east: -175, north: -10 })).toEqual(parts)
  })

  it('is the whole globe when the view is wider', () => {
    expect(splitBox({ west: -400, south: -80, east: 100, north: 80 })).toEqual([
      { west: -180, south: -80, east: 180, north: 80 },
    ])
  })
})

describe('metresPerPixel', () => {
  it('is 0.597 m at zoom 18 on the equator, and half of that at 60°', () => {
    expect(metresPerPixel(0, 18)).toBeCloseTo(0.597, 3)
    expect(metresPerPixel(60, 18)).toBeCloseTo(0.2986, 3)
  })
})
