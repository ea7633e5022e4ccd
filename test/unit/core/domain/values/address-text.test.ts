import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isStreetLine, parseAddressText, type AddressText } from '#core/domain/values/address-text.ts'

const seed = 28013

describe('parseAddressText', () => {
  it.each<[string, string | undefined, Partial<AddressText>]>([
    [
      'Calle Mayor, 1, 28013 Madrid',
      'ES',
      { street: 'Calle Mayor, 1', postcode: '28013', places: ['Madrid'], tails: [] },
    ],
    ['Calle Mayor 1 28013 Madrid', 'ES', { street: 'Calle Mayor 1', postcode: '28013', places: ['Madrid'] }],
    [
      'C/ Alcalá nº 45 3º izq., 28014 Madrid',
      'ES',
      { street: 'C/ Alcalá nº 45', unit: '3º izq.', places: ['Madrid'] },
    ],
    ['Camino Viejo s/n, 18440 Cádiar', 'ES', { street: 'Camino Viejo s/n', postcode: '18440' }],
    ['Km 23,5 Ctra. A-4130, Cádiar', 'ES', { street: 'Km 23,5 Ctra. A-4130', places: ['Cádiar'] }],
    [
      'Pol. Ind. Las Mercedes, nave 4, 28022 Madrid, España',
      undefined,
      { street: 'Pol. Ind. Las Mercedes', unit: 'nave 4', postcode: '28022', country: 'ES' },
    ],
    [
      'Av. Hidalgo 400, Col. Centro, 44100 Guadalajara, Jal.',
      'MX',
      { street: 'Av. Hidalgo 400', unit: 'Col. Centro', postcode: '44100', places: ['Guadalajara', 'Jal.'] },
    ],
    ['Av. Corrientes 1, C1043 CABA', 'AR', { postcode: 'C1043', places: ['CABA'] }],
    ['Av. 9 de Julio 1200, Mendoza', 'AR', { street: 'Av. 9 de Julio 1200', places: ['Mendoza'] }],
    ['Calle 7 1200, La Plata', 'AR', { street: 'Calle 7 1200', places: ['La Plata'] }],
    [
      'San Martín 123, 5000 Córdoba',
      'AR',
      { street: 'San Martín 123', postcode: '5000', places: ['Córdoba'] },
    ],
    ['Cra. 7 # 32-16, Bogotá', 'CO', { street: 'Cra. 7 # 32-16', places: ['Bogotá'] }],
    [
      '10 Downing St, London SW1A 2AA',
      'GB',
      { street: '10 Downing St', postcode: 'SW1A 2AA', places: ['London'] },
    ],
    ['10 downing st, sw1a2aa', 'GB', { street: '10 downing st', postcode: 'SW1A2AA', places: [] }],
    [
      'Flat 5, 20 High Street, Leeds LS1 4AP, UK',
      undefined,
      { street: '20 High Street', unit: 'Flat 5', places: ['Leeds'], country: 'GB' },
    ],
    [
      '1600 Pennsylvania Ave NW, Washington, DC 20500',
      'US',
      { street: '1600 Pennsylvania Ave NW', postcode: '20500', places: ['Washington', 'DC'] },
    ],
    // Five digits at the start of an American address are the house.
    ['12345 Main Street, Springfield, IL 62701', 'US', { street: '12345 Main Street', postcode: '62701' }],
    ['28013', 'ES', { postcode: '28013', places: [] }],
    ['CP 06600 Ciudad de México', 'MX', { postcode: '06600', places: ['Ciudad de México'] }],
  ])('parts %j by the habits of %s', (text, country, expected) => {
    expect(parseAddressText(text, country)).toMatchObject(expected)
  })

  it('leaves out the postcode that is none', () => {
    expect(parseAddressText('Av. 9 de Julio 1200, Mendoza', 'AR')?.postcode).toBeUndefined()
    expect(parseAddressText('Calle Mayor 1, 99999 Madrid', 'ES')?.postcode).toBeUndefined()
  })

  it('offers the last words as the town when there is no comma, the longest first', () => {
    expect(parseAddressText('10 Downing Street New York', 'GB')?.tails).toEqual([
      { street: '10 Downing Street', town: 'New York' },
      { street: '10 Downing Street New', town: 'York' },
    ])
    expect(parseAddressText('C/ Alcalá nº 45 3º izq. Madrid', 'ES')?.tails).toContainEqual({
      street: 'C/ Alcalá nº 45',
      unit: '3º izq.',
      town: 'Madrid',
    })
  })

  it.each(['Madrid', 'San Sebastián', 'Panadería Núñez', '', ' , ; ', 'x'.repeat(301)])(
    'takes %j for no address',
    (text) => expect(parseAddressText(text, 'ES')).toBeUndefined(),
  )

  it(`reads anything within a blink, and invents no letter [seed ${seed}]`, () => {
    const piece = fc.constantFrom(
      'Calle',
      'nº',
      '1',
      '28013',
      ',',
      ', ',
      ' ',
      's/n',
      '3º',
      'C1043',
      '#',
      'é',
      'Km',
      '-',
    )
    const country = fc.constantFrom('ES', 'MX', 'AR', 'GB', 'US', 'CO', undefined)
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), country, (pieces, from) => {
        const text = pieces.join('')
        const started = performance.now()
        const read = parseAddressText(text, from)
        expect(performance.now() - started).toBeLessThan(200)
        const typed = text.toUpperCase()
        if (read?.postcode) expect(typed).toContain(read.postcode)
        for (const place of read?.places ?? []) {
          for (const word of place.split(' ')) expect(text).toContain(word)
        }
      }),
      { seed, numRuns: 2000 },
    )
  })
})

describe('isStreetLine', () => {
  it.each([
    'Calle Mayor, 1',
    'C/ Alcalá nº 45',
    'Camino Viejo s/n',
    'Km 23,5 Ctra. A-4130',
    'Pol. Ind. Las Mercedes',
    'San Martín 123',
    'Las Mercedes, 12 bis',
    'Cra. 7 # 32-16',
    '221B Baker Street',
    '350 5th Ave',
    '5 rue de Rivoli',
    'Hauptstraße 5a',
  ])('%s', (text) => expect(isStreetLine(text)).toBe(true))

  it.each([
    '',
    'javascript:alert(1) ·',
    '<b>Calle</b> 1',
    'ana@calle.es 1',
    '4111 1111 1111 1111',
    'IBAN ES91 2100 0418 4502',
    'Granja Los Olmos',
    'x 1',
    '0',
    'Nada 0',
  ])('not %j', (text) => expect(isStreetLine(text)).toBe(false))

  it('does not stumble over repetitions', () => {
    const started = performance.now()
    for (const text of ['a '.repeat(150), '1 '.repeat(150), "a'".repeat(150), `${'a, '.repeat(99)}x`])
      isStreetLine(text)
    expect(performance.now() - started).toBeLessThan(100)
  })
})
