import { describe, expect, it } from 'vitest'
import { ibanText, isIban, tidyIban } from '#core/domain/values/iban.ts'

describe('an IBAN', () => {
  // Examples of the IBAN registry (SWIFT), release 99.
  it.each([
    'ES9121000418450200051332',
    'DE89370400440532013000',
    'GB29NWBK60161331926819',
    'FR1420041010050500013M02606',
    'NO9386011117947',
    'MT84MALT011000012345MTLCAST001S',
  ])('%s is one', (iban) => {
    expect(isIban(iban)).toBe(true)
    expect(tidyIban(ibanText(iban).toLowerCase())).toBe(iban)
  })

  it('with two digits changed round is none', () => {
    expect(isIban('ES9121000418450200051323')).toBe(false)
    expect(isIban('ES9112000418450200051332')).toBe(false)
  })

  it.each([
    '',
    'ES91',
    'ES91 2100 0418 4502 0005 1332',
    'es9121000418450200051332',
    '9121000418450200051332',
  ])('“%s” is none as it is written', (text) => expect(isIban(text)).toBe(false))

  it('is read in groups of four', () => {
    expect(ibanText('ES9121000418450200051332')).toBe('ES91 2100 0418 4502 0005 1332')
  })
})
