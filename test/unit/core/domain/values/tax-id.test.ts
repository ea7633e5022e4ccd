import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTaxId } from '#core/domain/values/tax-id.ts'

describe('readTaxId', () => {
  // Examples that the tax offices print in their own guides and test kits.
  it.each([
    ['12345678Z', 'ES', '12345678Z'],
    ['12.345.678-z', 'ES', '12345678Z'],
    ['X1234567L', 'ES', 'X1234567L'],
    ['Y1234567X', 'ES', 'Y1234567X'],
    ['A58818501', 'ES', 'A58818501'],
    ['ESB58378431', 'ES', 'B58378431'],
    ['P2807900B', 'ES', 'P2807900B'],
    ['Q2826000H', 'ES', 'Q2826000H'],
    ['GODE561231GR8', 'MX', 'GODE561231GR8'],
    ['EKU9003173C9', 'MX', 'EKU9003173C9'],
    ['XAXX010101000', 'MX', 'XAXX010101000'],
    ['30-50001091-2', 'AR', '30500010912'],
    ['20-05536168-2', 'AR', '20055361682'],
    ['GB 980 7806 84', 'GB', '980780684'],
    ['GB 220 4302 31', 'GB', '220430231'],
  ])('knows %s', (typed, country, normalised) => {
    const reading = readTaxId(typed, country)
    expect(reading).toMatchObject({ status: 'valid', country })
    expect(reading.normalised.replace(/^GB/, '')).toBe(normalised)
  })

  it.each([
    ['12345678A', 'ES'],
    ['A58818502', 'ES'],
    ['GODE561231GR9', 'MX'],
    ['30-50001091-3', 'AR'],
    ['GB980780685', 'GB'],
  ])('notices the wrong check of %s', (typed, country) => {
    expect(readTaxId(typed, country)).toMatchObject({ status: 'wrongCheck', country })
  })

  it.each([
    ['12345678Z', 'ES', 'person'],
    ['X1234567L', 'ES', 'person'],
    ['A58818501', 'ES', 'organisation'],
    ['P2807900B', 'ES', 'organisation'],
    ['GODE561231GR8', 'MX', 'person'],
    ['EKU9003173C9', 'MX', 'organisation'],
    ['XAXX010101000', 'MX', undefined],
    ['30-50001091-2', 'AR', 'organisation'],
    ['20-05536168-2', 'AR', 'person'],
    ['GB 980 7806 84', 'GB', undefined],
    ['A58818502', 'ES', undefined],
  ])('knows who has %s', (typed, country, holder) => {
    expect(readTaxId(typed, country).holder).toBe(holder)
  })

  it('keeps what it cannot judge as typed', () => {
    expect(readTaxId(' DE 123.456.789 x ', 'ES')).toEqual({
      status: 'unknown',
      normalised: 'DE 123.456.789 x',
    })
  })

  it('knows a customer from abroad', () => {
    expect(readTaxId('GODE561231GR8', 'ES')).toMatchObject({ status: 'valid', country: 'MX' })
  })

  it('accepts one letter of 23 for any DNI', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{8}$/), (digits) => {
        const fits = [...'TRWAGMYFPDXBNJZSQVHLCKE'].filter(
          (letter) => readTaxId(digits + letter, 'ES').status === 'valid',
        )
        expect(fits).toHaveLength(1)
      }),
    )
  })

  it('reads its own result the same again', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.constantFrom('ES', 'MX', 'AR', 'GB'), (text, country) => {
        const once = readTaxId(text, country)
        expect(readTaxId(once.normalised, country)).toEqual(once)
      }),
    )
  })
})
