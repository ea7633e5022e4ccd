import { describe, expect, it } from 'vitest'
import { decimalToType, typedDecimal } from '#renderer/host/forms/typed-decimal.ts'

describe('a decimal as it is typed', () => {
  it.each([
    [' 1 234,5 ', '1234.5', '1234.5'],
    ['12,5', '12.5', '12.5'],
    ['0.1234', '0.1234', '0.1234'],
    ['0,123', '0.123', '0.123'],
    ['1.234,50', '1234.50', '1234.50'],
    ['1,234.50', '1234.50', '1234.50'],
    ['-5,55', '-5.55', '-5.55'],
    // One mark alone before three digits: as the language writes thousands.
    ['1.234', '1234', '1.234'],
    ['1,234', '1.234', '1234'],
    ['', '', ''],
    ['1..2', '1..2', '1..2'],
    ['doce', 'doce', 'doce'],
  ])('%j is %j in Spanish and %j in English', (text, es, en) => {
    expect([typedDecimal(text, 'es'), typedDecimal(text, 'en')]).toEqual([es, en])
  })

  it.each(['es', 'en'])('shows what is stored so that it reads as the same (%s)', (locale) => {
    for (const value of ['1.234', '1234.567', '0.1', '-5.55', '39', '1000000', ''])
      expect(typedDecimal(decimalToType(value, locale), locale)).toBe(value)
  })
})
