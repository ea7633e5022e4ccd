import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  currencyDecimals,
  isDecimal,
  lineNet,
  minorToDecimal,
  shareOf,
  taxOf,
} from '#core/domain/values/money.ts'

describe('money', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['CLP', 0],
    ['TND', 3],
    ['KWD', 3],
    ['MXN', 2],
  ])('%s has %i decimals', (currency, decimals) => expect(currencyDecimals(currency)).toBe(decimals))

  it.each([
    ['32', '1', 'EUR', 3200],
    ['0.1874', '310', 'EUR', 5809],
    ['0.005', '1', 'EUR', 1],
    ['-0.005', '1', 'EUR', -1],
    ['0.0049', '1', 'EUR', 0],
    ['19.99', '0.5', 'EUR', 1000],
    ['1499.5', '1', 'JPY', 1500],
    ['-1499.5', '1', 'JPY', -1500],
    ['1.2345', '2', 'TND', 2469],
    ['0.0005', '1', 'TND', 1],
    ['123456789012.123456', '1', 'EUR', 12345678901212],
  ])('%s × %s %s is %i minor units', (price, quantity, currency, net) =>
    expect(lineNet(price, quantity, currency)).toBe(net),
  )

  it('refuses what is no decimal text', () => {
    for (const text of ['', '1,5', '1e3', '.5', '1.', '1.1234567', '1234567890123', ' 1', 'NaN'])
      expect(isDecimal(text), text).toBe(false)
    expect(() => lineNet('1,5', '1', 'EUR')).toThrow(RangeError)
  })

  it('takes tax of a net once, halves away from zero', () => {
    expect(taxOf(3200, '21')).toBe(672)
    expect(taxOf(50, '21')).toBe(11)
    expect(taxOf(-50, '21')).toBe(-11)
    expect(taxOf(1000, '10.5')).toBe(105)
    expect(taxOf(1000, '0')).toBe(0)
  })

  it('gives the whole for a whole share, and never more than half a unit off', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 400 }), (amount, parts) => {
        expect(shareOf(amount, BigInt(parts), BigInt(parts))).toBe(amount)
        const part = shareOf(amount, 1n, BigInt(parts))
        expect(Math.abs(part * parts - amount) * 2).toBeLessThanOrEqual(parts)
      }),
    )
  })

  it('writes minor units in units of the currency', () => {
    expect(minorToDecimal(1234, 'EUR')).toBe('12.34')
    expect(minorToDecimal(-5, 'EUR')).toBe('-0.05')
    expect(minorToDecimal(1234, 'JPY')).toBe('1234')
    expect(minorToDecimal(7, 'TND')).toBe('0.007')
  })
})
