import { describe, expect, it } from 'vitest'
import { ibanProblem, spacedIban, tidyIban } from '#core/domain/values/iban.ts'

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
    expect(ibanProblem(iban)).toBeUndefined()
    expect(tidyIban(spacedIban(iban).toLowerCase())).toBe(iban)
  })

  it('with two digits changed round is none', () => {
    expect(ibanProblem('ES9121000418450200051323')).toBeDefined()
    expect(ibanProblem('ES9112000418450200051332')).toBeDefined()
  })

  it.each([
    '',
    'ES91',
    'ES91 2100 0418 4502 0005 1332',
    'es9121000418450200051332',
    '9121000418450200051332',
  ])('“%s” is none as it is written', (text) => expect(ibanProblem(text)).toBeDefined())

  it('is read in groups of four', () => {
    expect(spacedIban('ES9121000418450200051332')).toBe('ES91 2100 0418 4502 0005 1332')
  })
})
