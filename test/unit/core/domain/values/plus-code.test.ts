import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plusCodeCells } from '#core/domain/values/plus-code-cells.ts'
import {
  decodePlusCode,
  encodePlusCode,
  isFullPlusCode,
  isShortPlusCode,
  isValidPlusCode,
  plusCodeHolds,
  recoverNearest,
  shareCode,
  shortenPlusCode,
} from '#core/domain/values/plus-code.ts'
import { normaliseLongitude } from '#core/domain/values/coordinates.ts'

const valueOf = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(String(result.error))
  return result.value
}
const encode = (latitude: number, longitude: number, digits?: number) =>
  valueOf(encodePlusCode(latitude, longitude, digits))

/**
 * A second opinion: long division on fractions of whole numbers, digit by digit from the definition of the code, with
 * nothing in common with the integer form under test.
 */
function oracle(latitude: number, longitude: number, digits: number): string {
  const fraction = (value: number): [bigint, bigint] => {
    const [mantissa = '0', exponent = '0'] = String(value).split('e')
    const [whole = '0', part = ''] = mantissa.split('.')
    const scale = part.length - Number(exponent)
    const digitsValue = BigInt(whole + part)
    return scale >= 0 ? [digitsValue, 10n ** BigInt(scale)] : [digitsValue * 10n ** BigInt(-scale), 1n]
  }
  const alphabet = '23456789CFGHJMPQRVWX'
  let [y, yScale] = fraction(latitude)
  let [x, xScale] = fraction(longitude)
  y += 90n * yScale
  x = (((x + 180n * xScale) % (360n * xScale)) + 360n * xScale) % (360n * xScale)
  // One step below the pole, at the finest cell.
  if (y >= 180n * yScale) [y, yScale] = [180n * 25_000_000n - 1n, 25_000_000n]
  if (y < 0n) y = 0n
  const next = (value: bigint, scale: bigint): [number, bigint] => [Number(value / scale), value % scale]
  let text = ''
  // The first pair counts steps of 20 degrees; each further pair a twentieth of the step before.
  ;[yScale, xScale] = [yScale * 20n, xScale * 20n]
  for (let done = 0; done < digits;) {
    let row: number, column: number
    ;[row, y] = next(y, yScale)
    ;[column, x] = next(x, xScale)
    if (done < 10) {
      text += alphabet.charAt(row) + alphabet.charAt(column)
      done += 2
    } else {
      text += alphabet.charAt(row * 4 + column)
      done += 1
    }
    ;[y, x] = done < 10 ? [y * 20n, x * 20n] : [y * 5n, x * 4n]
  }
  return `${text.slice(0, 8).padEnd(8, '0')}+${text.slice(8)}`
}

const seed = 20_260_714
const latitudes = fc.oneof(
  fc.double({ min: -90, max: 90, noNaN: true }),
  // What people type: few decimals, on which binary rounding bites.
  fc
    .tuple(fc.integer({ min: -9_000_000, max: 9_000_000 }), fc.integer({ min: 5, max: 8 }))
    .map(([n, d]) => n / 10 ** d),
)
const longitudes = fc.oneof(
  fc.double({ min: -540, max: 540, noNaN: true }),
  fc
    .tuple(fc.integer({ min: -54_000_000, max: 54_000_000 }), fc.integer({ min: 5, max: 8 }))
    .map(([n, d]) => n / 10 ** d),
)
const lengths = fc.constantFrom(2, 4, 6, 8, 10, 11, 12, 13, 14, 15)

describe(`Plus Code properties (seed ${seed})`, () => {
  const check = (property: fc.IProperty<[number, number, number]>) =>
    fc.assert(property, { seed, numRuns: 3000 })

  it('agrees with long division on fractions', () => {
    check(
      fc.property(latitudes, longitudes, lengths, (latitude, longitude, digits) => {
        expect(encode(latitude, longitude, digits)).toBe(oracle(latitude, longitude, digits))
      }),
    )
  })

  it('makes a full code whose cell holds the point', () => {
    check(
      fc.property(latitudes, longitudes, lengths, (latitude, longitude, digits) => {
        const code = encode(latitude, longitude, digits)
        const area = valueOf(decodePlusCode(code))
        expect(isFullPlusCode(code)).toBe(true)
        expect(plusCodeHolds(code, latitude, longitude)).toBe(true)
        expect(area.digits).toBe(digits)
        const noise = 1e-12
        expect(latitude).toBeGreaterThanOrEqual(area.south - noise)
        expect(latitude === 90 || latitude < area.north + noise).toBe(true)
        // Round the globe, as taking whole turns off may leave a longitude at the other end of the scale.
        const aside = Math.abs(normaliseLongitude(longitude - area.longitude))
        expect(aside).toBeLessThanOrEqual((area.east - area.west) / 2 + noise)
      }),
    )
  })

  it('comes back from the centre of its cell, and from lower case', () => {
    check(
      fc.property(latitudes, longitudes, lengths, (latitude, longitude, digits) => {
        const code = encode(latitude, longitude, digits)
        const area = valueOf(decodePlusCode(code.toLowerCase()))
        expect(encode(area.latitude, area.longitude, digits)).toBe(code)
      }),
    )
  })

  it('has the code of 10 digits as the first 11 characters of the one of 11', () => {
    check(
      fc.property(latitudes, longitudes, fc.constant(11), (latitude, longitude, digits) => {
        const code = encode(latitude, longitude, digits)
        expect(code).toHaveLength(12)
        expect(shareCode(code)).toBe(encode(latitude, longitude, 10))
      }),
    )
  })

  it('is recovered from its short form near the place that shortened it', () => {
    check(
      fc.property(latitudes, longitudes, fc.integer({ min: -200, max: 200 }), (latitude, longitude, step) => {
        const code = encode(latitude, longitude, 10)
        const [nearLatitude, nearLongitude] = [latitude + step / 1000, longitude - step / 700]
        const short = valueOf(shortenPlusCode(code, nearLatitude, nearLongitude))
        expect(valueOf(recoverNearest(short, nearLatitude, nearLongitude))).toBe(code)
      }),
    )
  })

  it('names a neighbouring cell for a point just outside', () => {
    const code = encode(40.4169, -3.7035)
    const { north, longitude } = valueOf(decodePlusCode(code))
    expect(plusCodeHolds(code, north + 1e-7, longitude)).toBe(false)
    expect(plusCodeHolds(code, north - 1e-7, longitude)).toBe(true)
  })
})

describe('edge inputs of encodePlusCode', () => {
  it.each([
    [90, 0, 'CFX2X2X2+X2R'],
    [91, 0, 'CFX2X2X2+X2R'],
    [35.6, 3.033, '8F75J22M+26'],
    [1, 1, '6FH32222+222'],
    // Exactly on the edge between two rows of cells: the cell to the north holds it.
    [51.5074, -0.1278, '9C3XGV4C+XV8'],
    [51.5074, -0.1278, '9C3XGV4C+XV'],
    [51.50739, -0.1278, '9C3XGV4C+XV4'],
  ])('%f, %f is %s', (latitude, longitude, code) => {
    expect(encode(latitude, longitude, code.length - 1)).toBe(code)
  })

  it.each([180, 540, -540, -180])('wraps longitude %f to the same cell', (longitude) => {
    expect(encode(0.5, longitude)).toBe(encode(0.5, -180))
    expect(encode(0.5, longitude, 4)).toBe('62G20000+')
  })

  it('gives the cells beside the antimeridian', () => {
    expect(encode(0, 359.9, 10)).toBe('6CGX2W22+22')
    expect(encode(0, -179.99, 10).slice(0, 4)).toBe('62G2')
    expect(encode(0, 179.99, 10).slice(0, 4)).toBe('6VGX')
    expect(encode(0, -0)).toBe(encode(0, 0))
  })

  it.each([Infinity, -Infinity, NaN, 1e17, -1e308, 100_001])('refuses longitude %f at once', (longitude) => {
    expect(encodePlusCode(1, longitude)).toEqual({ ok: false, error: 'plusCode.position' })
  })

  it.each([Infinity, NaN, undefined as unknown as number, '51.5' as unknown as number])(
    'refuses latitude %s',
    (latitude) => {
      expect(encodePlusCode(latitude, 1)).toEqual({ ok: false, error: 'plusCode.position' })
    },
  )

  it.each([0, 1, 3, 7, 9, 10.5, -2, NaN, Infinity])('refuses a length of %f', (digits) => {
    expect(encodePlusCode(1, 1, digits)).toEqual({ ok: false, error: 'plusCode.length' })
  })

  it('stops at 15 digits', () => {
    expect(encode(1, 1, 20)).toBe(encode(1, 1, 15))
    expect(encode(1, 1, 20)).toHaveLength(16)
  })
})

describe('form of codes', () => {
  it.each([
    42,
    undefined,
    null,
    {},
    '',
    ' 9C3XGV4C+XV',
    '9C3XGV4C XV',
    '9C3XGV4C%2BXV',
    '8C3MFJV8+2F0',
    '8C3MFJV8+2F ',
  ])('is not that of %s', (code) => {
    expect(isValidPlusCode(code)).toBe(false)
    expect(isFullPlusCode(code)).toBe(false)
    expect(isShortPlusCode(code)).toBe(false)
  })

  it.each(['CX222222+22', 'FF222222+22', 'X2222222+22'])('%s lies beyond pole or meridian', (code) => {
    expect(isValidPlusCode(code)).toBe(true)
    expect(isFullPlusCode(code)).toBe(false)
    expect(decodePlusCode(code)).toEqual({ ok: false, error: 'plusCode.invalid' })
    expect(plusCodeHolds(code, 0, 0)).toBe(false)
  })

  it('is not that of an endless text', () => {
    expect(isValidPlusCode('2'.repeat(100_000) + '+')).toBe(false)
  })

  it('refuses to shorten what is too short, padded or no code', () => {
    expect(shortenPlusCode('8FVC0000+', 47, 8)).toEqual({ ok: false, error: 'plusCode.length' })
    expect(shortenPlusCode('nothing', 47, 8)).toEqual({ ok: false, error: 'plusCode.invalid' })
    expect(recoverNearest('nothing', 47, 8)).toEqual({ ok: false, error: 'plusCode.invalid' })
    expect(recoverNearest('GV4C+XV', NaN, 8)).toEqual({ ok: false, error: 'plusCode.position' })
  })
})

describe('plusCodeCells', () => {
  const box = { south: 40.4168, west: -3.7036, north: 40.4172, east: -3.703 }

  it('covers the box without gaps or overlaps', () => {
    const cells = plusCodeCells(box, 10)
    expect(cells.length).toBeGreaterThan(8)
    expect(new Set(cells.map((cell) => cell.code)).size).toBe(cells.length)
    expect(Math.min(...cells.map((cell) => cell.south))).toBeLessThan(box.south + 1e-9)
    expect(Math.max(...cells.map((cell) => cell.north))).toBeGreaterThan(box.north - 1e-9)
    expect(Math.min(...cells.map((cell) => cell.west))).toBeLessThan(box.west + 1e-9)
    expect(Math.max(...cells.map((cell) => cell.east))).toBeGreaterThan(box.east - 1e-9)
    for (const cell of cells) {
      expect(plusCodeHolds(cell.code, (cell.south + cell.north) / 2, (cell.west + cell.east) / 2)).toBe(true)
    }
  })

  it('keeps the frame of a map panned round the globe', () => {
    const turned = plusCodeCells({ ...box, west: box.west + 720, east: box.east + 720 }, 10)
    expect(turned.map((cell) => cell.code)).toEqual(plusCodeCells(box, 10).map((cell) => cell.code))
    expect(turned[0]?.west).toBeCloseTo((plusCodeCells(box, 10)[0]?.west ?? 0) + 720, 9)
  })

  it('draws nothing rather than too much, or nonsense', () => {
    expect(plusCodeCells({ south: -90, west: -180, north: 90, east: 180 }, 10)).toEqual([])
    expect(plusCodeCells({ south: NaN, west: 0, north: 1, east: 1 }, 4)).toEqual([])
    expect(plusCodeCells(box, 10, 3)).toEqual([])
    expect(plusCodeCells({ south: -90, west: -180, north: 90, east: 180 }, 2)).toHaveLength(162)
  })
})
