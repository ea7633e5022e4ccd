import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCountryCode, isCurrencyCode, isTimeZone } from '#core/domain/values/locale-codes.ts'
import { daysInMonth, isPlainDate } from '#core/domain/values/plain-date.ts'
import { isPostcodeForm } from '#core/domain/values/postcode.ts'

describe('isPlainDate', () => {
  it('agrees with the runtime on every date', () => {
    const span = { min: new Date('1600-01-01T00:00:00Z'), max: new Date('2400-12-31T00:00:00Z') }
    fc.assert(
      fc.property(fc.date({ ...span, noInvalidDate: true }), (date) => {
        expect(isPlainDate(date.toISOString().slice(0, 10))).toBe(true)
      }),
    )
  })

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '',
    '2026-01-01T00',
  ])('refuses %s', (text) => {
    expect(isPlainDate(text)).toBe(false)
  })

  it('knows leap years', () => {
    expect([daysInMonth(2000, 2), daysInMonth(1900, 2), daysInMonth(2028, 2), daysInMonth(2026, 2)]).toEqual([
      29, 28, 29, 28,
    ])
  })
})

describe('codes', () => {
  it.each([
    ['EUR', true],
    ['ARS', true],
    ['eur', false],
    ['EURO', false],
    ['ZZZ', false],
  ])('currency %s: %s', (code, known) => {
    expect(isCurrencyCode(code)).toBe(known)
  })

  it.each([
    ['Europe/Madrid', true],
    ['America/Argentina/Buenos_Aires', true],
    ['UTC', true],
    ['+01:00', false],
    ['Mars/Olympus', false],
    ['', false],
  ])('time zone %s: %s', (zone, known) => {
    expect(isTimeZone(zone)).toBe(known)
  })

  it.each([
    ['ES', true],
    ['GB', true],
    ['XK', true],
    ['UK', false],
    ['EU', false],
    ['ZZ', false],
    ['es', false],
    ['', false],
  ])('country %s: %s', (code, known) => {
    expect(isCountryCode(code)).toBe(known)
  })
})

describe('isPostcodeForm', () => {
  it.each([
    ['28013', 'ES', true],
    ['53000', 'ES', false],
    ['2801', 'ES', false],
    ['06600', 'MX', true],
    ['1406', 'AR', true],
    ['C1406CNA', 'AR', true],
    ['c1406cna', 'AR', true],
    ['140', 'AR', false],
    ['sw1a 1aa', 'GB', true],
    ['SW1A1AA', 'GB', true],
    ['SW1', 'GB', false],
    ['anything', 'AE', true],
  ])('%s in %s: %s', (postcode, country, fits) => {
    expect(isPostcodeForm(postcode, country)).toBe(fits)
  })
})
