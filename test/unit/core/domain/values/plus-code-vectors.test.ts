import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  decodePlusCode,
  encodePlusCode,
  isFullPlusCode,
  isShortPlusCode,
  isValidPlusCode,
  recoverNearest,
  shortenPlusCode,
} from '#core/domain/values/plus-code.ts'

/** Google's test_data of google/open-location-code, kept beside the repository; `ENLACE_OLC_DATA` names another folder. */
const folder =
  process.env.ENLACE_OLC_DATA ??
  resolve(import.meta.dirname, '../../../../../../shared/data/open-location-code')
const present = existsSync(resolve(folder, 'encoding.csv'))

const rowsOf = (file: string) =>
  present
    ? readFileSync(resolve(folder, file), 'utf8')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => line.split(','))
    : []

if (!present) {
  it.skip("Google's Plus Code vectors need shared/data/open-location-code beside the repository, or ENLACE_OLC_DATA", () => {})
}

describe.runIf(present)("Google's official Plus Code vectors", () => {
  const encoding = rowsOf('encoding.csv')
  const decoding = rowsOf('decoding.csv')

  it('are all there', () => {
    const counts = [encoding, decoding, rowsOf('validityTests.csv'), rowsOf('shortCodeTests.csv')].map(
      (rows) => rows.length,
    )
    expect(counts).toEqual([302, 420, 25, 19])
  })

  it.each(encoding)(
    'encoding %s, %s (%s, %s) with %s digits is %s',
    (latitude, longitude, _y, _x, digits, code) => {
      const encoded = encodePlusCode(Number(latitude), Number(longitude), Number(digits))
      expect(encoded).toEqual(code ? { ok: true, value: code } : { ok: false, error: 'plusCode.length' })
    },
  )

  it.each(decoding)('decoding %s', (code = '', digits, ...corners) => {
    const decoded = decodePlusCode(code)
    if (!decoded.ok) throw new Error(decoded.error)
    const [south = NaN, west = NaN, north = NaN, east = NaN] = corners.map(Number)
    // The tolerance that the file's own header asks for.
    const tolerance = 10
    expect(decoded.value.digits).toBe(Number(digits))
    expect(decoded.value.south).toBeCloseTo(south, tolerance)
    expect(decoded.value.west).toBeCloseTo(west, tolerance)
    expect(decoded.value.north).toBeCloseTo(north, tolerance)
    expect(decoded.value.east).toBeCloseTo(east, tolerance)
  })

  it.each(rowsOf('validityTests.csv'))(
    'validity of %s: %s, short %s, full %s',
    (code, valid, short, full) => {
      expect([isValidPlusCode(code), isShortPlusCode(code), isFullPlusCode(code)].map(String)).toEqual([
        valid,
        short,
        full,
      ])
    },
  )

  it.each(rowsOf('shortCodeTests.csv'))(
    '%s near %s, %s is %s (%s)',
    (code = '', latitude, longitude, short = '', kind) => {
      const near = [Number(latitude), Number(longitude)] as const
      if (kind !== 'R') expect(shortenPlusCode(code, ...near)).toEqual({ ok: true, value: short })
      if (kind !== 'S') expect(recoverNearest(short, ...near)).toEqual({ ok: true, value: code })
    },
  )
})
