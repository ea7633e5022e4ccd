import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkCoordinates,
  looksSwapped,
  metresBetween,
  normaliseLongitude,
  parseCoordinates,
} from '#core/domain/values/coordinates.ts'

const seed = 41_7035

describe('normaliseLongitude', () => {
  it.each([
    [474.26, 114.26],
    [180, -180],
    [-180, -180],
    [540, -180],
    [-540, -180],
    [359.9, -0.1],
    [179.99, 179.99],
    [-179.99, -179.99],
    [180.01, -179.99],
    [720.5, 0.5],
    [-0.1278, -0.1278],
  ])('%f is %f', (longitude, expected) => expect(normaliseLongitude(longitude)).toBe(expected))

  it('turns minus zero into zero', () => expect(Object.is(normaliseLongitude(-0), 0)).toBe(true))

  it.each([NaN, Infinity, -Infinity])('gives NaN for %f', (longitude) => {
    expect(normaliseLongitude(longitude)).toBeNaN()
  })

  it(`stays in range and keeps the angle (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.double({ min: -100_000, max: 100_000, noNaN: true }), (longitude) => {
        const turned = normaliseLongitude(longitude)
        expect(turned >= -180 && turned < 180).toBe(true)
        const turns = (longitude - turned) / 360
        expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-9)
      }),
      { seed, numRuns: 2000 },
    )
  })
})

describe('checkCoordinates', () => {
  it('normalises and refuses what is not on the globe', () => {
    expect(checkCoordinates(-0, 474.26)).toEqual({ ok: true, value: { latitude: 0, longitude: 114.26 } })
    for (const [latitude, longitude] of [
      [90.01, 0],
      [NaN, 0],
      [0, NaN],
      [0, Infinity],
      [0, 1e17],
    ] as const) {
      expect(checkCoordinates(latitude, longitude)).toEqual({ ok: false, error: 'coordinates.range' })
    }
  })
})

describe('metresBetween', () => {
  it.each([
    [40.4168, -3.7038, 40.4168, -3.7038, 0],
    [40, -3, 41, -3, 111_195],
    [0, 179.5, 0, -179.5, 111_195],
    [40.4168, -3.7038, 41.3874, 2.1686, 505_400],
    [90, 0, -90, 77, 20_015_100],
  ])('%f, %f to %f, %f', (aLatitude, aLongitude, bLatitude, bLongitude, metres) => {
    const found = metresBetween(
      { latitude: aLatitude, longitude: aLongitude },
      { latitude: bLatitude, longitude: bLongitude },
    )
    expect(Math.abs(found - metres)).toBeLessThanOrEqual(metres * 0.001)
  })
})

describe('looksSwapped', () => {
  it.each([
    [-3.7035, 40.4169, 'ES', true],
    [40.4169, -3.7035, 'ES', false],
    [-15.4, 28.1, 'ES', true],
    [-99.13, 19.43, 'MX', true],
    [-58.38, -34.6, 'AR', true],
    [-34.6, -58.38, 'AR', false],
    [-0.1278, 51.5074, 'GB', true],
    [51.5074, -0.1278, 'GB', false],
    // A site abroad is not a mistake.
    [19.43, -99.13, 'ES', false],
    [-3.7035, 40.4169, undefined, false],
    [-99.13, 19.43, undefined, true],
    [139.69, 35.68, undefined, true],
    [40.4, -3.7, 'QQ', false],
    [NaN, 1, 'ES', false],
    [0, 0, 'ES', false],
    [200, 5, undefined, false],
  ])('%f, %f in %s: %s', (latitude, longitude, country, expected) => {
    expect(looksSwapped(latitude, longitude, country)).toBe(expected)
  })
})

describe('parseCoordinates', () => {
  const madrid = [40.4169, -3.7035] as const
  const sexagesimal = [40 + 25 / 60 + 1 / 3600, -(3 + 42 / 60 + 13 / 3600)] as const
  it.each<[string, readonly [number, number]]>([
    ['40.4169, -3.7035', madrid],
    ['40.4169,-3.7035', madrid],
    ['40.4169 -3.7035', madrid],
    ['  (40.4169 , -3.7035) ', madrid],
    ['[40.4169, -3.7035]', madrid],
    ['40,4169 -3,7035', madrid],
    ['40,4169, -3,7035', madrid],
    ['40,4169,-3,7035', madrid],
    ['40,4169; -3,7035', madrid],
    ['40,4169 / -3,7035', madrid],
    ['40.4169° N, 3.7035° W', madrid],
    ['40.4169N 3.7035W', madrid],
    ['N40.4169 W3.7035', madrid],
    ['40,4169 N 3,7035 O', madrid],
    ['3.7035 W, 40.4169 N', madrid],
    ['40.4169 norte, 3.7035 oeste', madrid],
    ['lat: 40.4169, lng: -3.7035', madrid],
    ['Latitud 40,4169 Longitud -3,7035', madrid],
    ['40.4169, −3.7035', madrid],
    ['40.4169° -3.7035°', madrid],
    [`40°25'01"N 3°42'13"W`, sexagesimal],
    [`40° 25' 1" N, 3° 42' 13" O`, sexagesimal],
    ['40º25′01″N 3º42′13″O', sexagesimal],
    [`40°25'01''N, 3°42'13''W`, sexagesimal],
    ['40 25 01 N 3 42 13 W', sexagesimal],
    ['N 40 25 01, W 3 42 13', sexagesimal],
    [`40°25'01" -3°42'13"`, sexagesimal],
    ["40°25.5'N 3°42.25'W", [40.425, -3.7041666666666666]],
    ["40°25,5'N 3°42,25'O", [40.425, -3.7041666666666666]],
    ["33°51'S 151°12'E", [-33.85, 151.2]],
    ["33°51' sur, 151°12' este", [-33.85, 151.2]],
    ['-34.6037, -58.3816', [-34.6037, -58.3816]],
    ['0,0', [0, 0]],
    ['-0, -0', [0, 0]],
    ['40, -3', [40, -3]],
    ['51.5 474.26', [51.5, 114.26]],
    ['0 N, 180 E', [0, -180]],
  ])('%s', (text, [latitude, longitude]) => {
    const parsed = parseCoordinates(text)
    if (!parsed.ok) throw new Error(parsed.error)
    expect(parsed.value.latitude).toBeCloseTo(latitude, 6)
    expect(parsed.value.longitude).toBeCloseTo(longitude, 6)
    expect(parsed.value.swapped).toBe(false)
    expect(Object.is(parsed.value.latitude, -0) || Object.is(parsed.value.longitude, -0)).toBe(false)
  })

  it.each([
    ["40°25' N 3°42' W", 40.416667, -3.7],
    [`40°25'01"N 3°42'13"W`, 40.416944, -3.703611],
    ['40.41666666666666, -3.70380000001', 40.4166667, -3.7038],
    ['0.00000001, 179.99999999', 0, -180],
  ])('gives no digits that nobody measured: %s', (text, latitude, longitude) => {
    expect(parseCoordinates(text)).toEqual({ ok: true, value: { latitude, longitude, swapped: false } })
  })

  it('puts a pair right that is only possible the other way round', () => {
    expect(parseCoordinates('-99.1332, 19.4326')).toEqual({
      ok: true,
      value: { latitude: 19.4326, longitude: -99.1332, swapped: true },
    })
  })

  it.each([
    '',
    'Madrid',
    '28013 Madrid',
    '28013 28014',
    '40.4169',
    '40,4169',
    '40 3',
    'Calle Mayor, 1, 28013 Madrid',
    'Km 23,5 Ctra. A-4130, Cádiar',
    '1,2,3,4,5',
    `40°61'00"N 3°42'13"W`,
    `40°25'61"N 3°42'13"W`,
    '40.4169 N, 3.7035 N',
    '40.4169 N',
    'N 40 S 3 E',
    '9C3XGV4C+XV',
    'S/N',
    'e 5',
    '192.168.1.1',
    '2026-07-14',
    '95.5 N 3 W',
    '120, 130',
    '40.4, 1000',
    '9'.repeat(5000),
    '1 '.repeat(60),
    ' '.repeat(100_000) + 'x',
  ])('is not %j', (text) => expect(parseCoordinates(text).ok).toBe(false))

  it(`reads back what it is given, with point and comma (seed ${seed})`, () => {
    const decimals = (bound: number) =>
      fc.integer({ min: -bound * 1e6, max: bound * 1e6 - 1 }).map((value) => value / 1e6)
    fc.assert(
      fc.property(decimals(90), decimals(180), (latitude, longitude) => {
        const texts = [latitude, longitude].map((value) => value.toFixed(6))
        const commas = texts.map((text) => text.replace('.', ','))
        for (const text of [
          texts.join(', '),
          texts.join(','),
          commas.join(' '),
          commas.join(','),
          commas.join('; '),
        ]) {
          const parsed = parseCoordinates(text)
          expect(parsed).toEqual({
            ok: true,
            value: { latitude: latitude + 0, longitude: longitude + 0, swapped: false },
          })
        }
      }),
      { seed },
    )
  })

  it(`never throws, whatever is typed (seed ${seed})`, () => {
    const noise = fc.string({
      unit: fc.constantFrom(...`0123456789.,;:/|-+NSEWO°º'"′″ ()latx`.split('')),
      maxLength: 120,
    })
    fc.assert(
      fc.property(noise, (text) => {
        const parsed = parseCoordinates(text)
        if (!parsed.ok) return
        expect(Math.abs(parsed.value.latitude)).toBeLessThanOrEqual(90)
        expect(parsed.value.longitude >= -180 && parsed.value.longitude < 180).toBe(true)
      }),
      { seed, numRuns: 5000 },
    )
  })
})
