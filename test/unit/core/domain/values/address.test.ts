import { describe, expect, it } from 'vitest'
import { addressLines, addressOneLine, type Address } from '#core/domain/values/address.ts'

const madrid: Address = {
  addressLine1: 'Calle Mayor, 1',
  addressLine2: '3º izq.',
  city: 'Madrid',
  state: 'Comunidad de Madrid',
  postcode: '28013',
  country: 'ES',
}

describe('addressLines', () => {
  it.each<[string, Address, string[]]>([
    ['Spain: postcode before the town', madrid, ['Calle Mayor, 1', '3º izq.', '28013 Madrid']],
    [
      'Great Britain: postcode on a line of its own',
      { addressLine1: '10 Downing Street', city: 'London', postcode: 'SW1A 2AA', country: 'GB' },
      ['10 Downing Street', 'London', 'SW1A 2AA'],
    ],
    [
      'United States: the code of the state and ZIP behind the town',
      { addressLine1: '350 5th Ave', city: 'Albany', state: 'New York', postcode: '12207', country: 'US' },
      ['350 5th Ave', 'Albany, NY 12207'],
    ],
    ['no street', { city: 'Cádiar', postcode: '18440', country: 'ES' }, ['18440 Cádiar']],
    ['nothing', {}, []],
    ['blank lines', { addressLine1: '  ', city: 'Lima', country: 'PE' }, ['Lima']],
  ])('%s', (_, address, lines) => expect(addressLines(address)).toEqual(lines))

  it('writes the country in the language asked for, and only then', () => {
    expect(addressLines(madrid, 'es').at(-1)).toBe('España')
    expect(addressLines(madrid, 'en').at(-1)).toBe('Spain')
    expect(addressLines(madrid)).not.toContain('España')
  })

  it('does not name a region that repeats the town', () => {
    const address = { city: 'Córdoba', state: 'Cordoba', country: 'AR' }
    expect(
      addressLines(address)
        .join(' ')
        .match(/c[oó]rdoba/gi),
    ).toHaveLength(1)
  })

  it('keeps street lines as they are: templates must not tidy them away', () => {
    for (const country of ['ES', 'GB', 'US', 'MX', 'AR', 'CO', 'FR', 'JP', 'DE', 'XX'])
      expect(
        addressOneLine({ addressLine1: 'Madrid, 5', addressLine2: 'Madrid', city: 'Madrid', country }),
      ).toContain('Madrid, 5, Madrid')
  })

  it('shows an address without a country', () => {
    const { country: _, ...rest } = madrid
    expect(addressOneLine(rest)).toContain('Calle Mayor, 1')
    expect(addressOneLine(rest)).toContain('Madrid')
  })
})
