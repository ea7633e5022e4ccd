import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCardNumber, holdsCardNumber, passesLuhn } from '#core/domain/values/card-number.ts'

/** Test numbers that the networks publish for developers. */
const CARDS = [
  '4242424242424242',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '6011111111111117',
  '30569309025904',
  '3530111333300000',
  '6200000000000005',
]

const luhnDigit = (digits: string) => '0123456789'.split('').find((digit) => passesLuhn(digits + digit)) ?? ''

describe('passesLuhn', () => {
  it('accepts exactly one check digit of ten', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12,18}$/), (digits) => {
        expect('0123456789'.split('').filter((digit) => passesLuhn(digits + digit))).toHaveLength(1)
      }),
    )
  })

  it('notices any single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{15}$/),
        fc.nat(15),
        fc.integer({ min: 1, max: 9 }),
        (body, at, by) => {
          const card = body + luhnDigit(body)
          const wrong = card.slice(0, at) + ((Number(card[at]) + by) % 10) + card.slice(at + 1)
          expect(passesLuhn(wrong)).toBe(false)
        },
      ),
    )
  })
})

describe('payment-method fields', () => {
  it.each(CARDS)('refuses %s in every disguise', (card) => {
    expect(holdsCardNumber(card)).toBe(true)
    expect(holdsCardNumber(`Visa ${card.replace(/(\d{4})(?=\d)/g, '$1 ')} caduca 12/29`)).toBe(true)
    expect(holdsCardNumber(`tok_${card.replace(/(\d{4})(?=\d)/g, '$1-')}`)).toBe(true)
  })

  it.each(['4242', 'pm_1PqrXyz4242', 'Visa de la oficina', '4242424242424241', ''])('takes "%s"', (text) => {
    expect(holdsCardNumber(text)).toBe(false)
  })
})

describe('free text', () => {
  it.each(CARDS)('notices %s', (card) => {
    expect(findCardNumber(`Paga con ${card}, no guardar.`)).toBe(card)
    expect(findCardNumber(`Paga con ${card.replace(/(\d{4})(?=\d)/g, '$1 ')}.`)).toBe(
      card.length === 16 ? card : undefined,
    )
  })

  it('notices the grouping of fifteen-digit cards', () => {
    expect(findCardNumber('3782 822463 10005')).toBe('378282246310005')
  })

  it('leaves SIM serials alone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^89\d{16,17}$/), (body) => {
        expect(findCardNumber(`SIM ${body}${luhnDigit(body)}`)).toBeUndefined()
      }),
    )
  })

  it('leaves device numbers (IMEI) alone', () => {
    // The reporting bodies of TACs in use (GSMA TS.06).
    const body = fc.constantFrom('01', '35', '86', '98', '99')
    fc.assert(
      fc.property(body, fc.stringMatching(/^\d{12}$/), (start, rest) => {
        const imei = start + rest
        expect(findCardNumber(`IMEI ${imei}${luhnDigit(imei)}`)).toBeUndefined()
      }),
    )
  })

  it.each([
    'Tel. +4242424242424242',
    'ES9121000418450200051332',
    'serie A4242424242424242',
    '42424242424242424242424242',
    'CP 28013, tel. 600123123',
  ])('leaves "%s" alone', (text) => {
    expect(findCardNumber(text)).toBeUndefined()
  })
})
