import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPhone, readPhone } from '#core/domain/values/phone.ts'

describe('readPhone', () => {
  it.each([
    ['600 123 123', 'ES', '+34600123123', 'ES'],
    ['+44 20 7946 0958', 'ES', '+442079460958', 'GB'],
    ['0034 600-123-123', 'ES', '+34600123123', 'ES'],
    ['55 1234 5678', 'MX', '+525512345678', 'MX'],
    ['011 15 4321 5678', 'AR', '+5491143215678', 'AR'],
    ['020 7946 0958', 'GB', '+442079460958', 'GB'],
  ])('reads %s in %s', (typed, home, e164, country) => {
    expect(readPhone(typed, home)).toEqual({ e164, country, quality: 'good' })
  })

  it('keeps a dialable number outside the plan as doubtful', () => {
    expect(readPhone('15 4321 5678', 'AR')).toMatchObject({ e164: '+541543215678', quality: 'doubtful' })
  })

  it.each(['112', '12345'])('gives the short number %s no E.164 form', (typed) => {
    expect(readPhone(typed, 'ES')).toEqual({ quality: 'doubtful' })
  })

  it.each(['', 'no tiene', '+'])('cannot read "%s"', (typed) => {
    expect(readPhone(typed, 'ES')).toEqual({ quality: 'unreadable' })
  })

  it('reads only international numbers where the country is unknown', () => {
    expect(readPhone('+34 600 123 123', '').quality).toBe('good')
    expect(readPhone('600 123 123', 'ZZ').quality).toBe('unreadable')
  })

  it('never throws and always gives a form that the schema takes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.constantFrom('ES', 'AR', 'XX'),
        (typed, home) => {
          const { e164 } = readPhone(typed, home)
          if (e164 !== undefined) expect(e164).toMatch(/^\+\d{4,15}$/)
        },
      ),
    )
  })
})

it('shows numbers in national style at home and international style abroad', () => {
  expect(formatPhone('+34600123123', 'ES')).toBe('600 12 31 23')
  expect(formatPhone('+34600123123', 'MX')).toBe('+34 600 12 31 23')
  expect(formatPhone('112', 'ES')).toBe('112')
})
