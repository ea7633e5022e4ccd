import { describe, expect, it } from 'vitest'
import { countryCodes, countryName, countryOptions, parseCountry } from '#core/domain/values/country.ts'

describe('countries', () => {
  it.each([
    ['España', 'ES'],
    ['espana', 'ES'],
    ['SPAIN', 'ES'],
    ['es', 'ES'],
    ['México', 'MX'],
    ['Méjico', 'MX'],
    ['EE. UU.', 'US'],
    ['EEUU', 'US'],
    ['U.S.A.', 'US'],
    ['Estados Unidos de América', 'US'],
    ['UK', 'GB'],
    ['Reino Unido', 'GB'],
    ['Inglaterra', 'GB'],
    ['República Argentina', 'AR'],
    ['Trinidad & Tobago', 'TT'],
    ['  Côte d’Ivoire ', 'CI'],
  ])('reads %j as %s', (typed, code) => expect(parseCountry(typed)).toBe(code))

  it.each(['', 'Madrid', 'ZZ', 'IC', 'x'.repeat(81)])('takes %j for no country', (typed) =>
    expect(parseCountry(typed)).toBeUndefined(),
  )

  it('reads back every name it shows', () => {
    for (const language of ['es', 'en'])
      for (const code of countryCodes())
        expect([code, parseCountry(countryName(code, language))]).toEqual([code, code])
  })

  it('offers each country once, by the alphabet of the language', () => {
    const options = countryOptions('es')
    expect(options.map(({ value }) => value).sort()).toEqual([...countryCodes()])
    expect(options.length).toBeGreaterThan(240)
    const labels = options.map(({ label }) => label)
    expect(labels).toEqual([...labels].sort(new Intl.Collator('es').compare))
    expect(countryOptions('en').find(({ value }) => value === 'ES')?.label).toBe('Spain')
  })

  it('shows an unknown code as it is', () => expect(countryName('ZZ', 'es')).toBe('ZZ'))
})
