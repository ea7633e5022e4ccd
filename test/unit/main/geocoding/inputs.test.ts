import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Place } from '#core/contract/methods/geo.ts'
import { gazetteerFiles } from '#test/support/gazetteer.ts'
import { addKnownSites, createGeocodingWorld, type GeocodingWorld } from '#test/support/geocoding-world.ts'

let world: GeocodingWorld

beforeAll(() => {
  world = createGeocodingWorld(gazetteerFiles())
  addKnownSites(world)
}, 90_000)

afterAll(() => world.close())

type Query = Parameters<GeocodingWorld['suggest']>[1]

const at = (latitude: number, longitude: number, digits = 4) => ({
  latitude: expect.closeTo(latitude, digits) as number,
  longitude: expect.closeTo(longitude, digits) as number,
})
const typed = (latitude: number, longitude: number, more: Partial<Place> = {}, digits = 4) => ({
  source: 'typed',
  precision: 'pin',
  ...at(latitude, longitude, digits),
  ...more,
})
const town = (city: string, state: string, country: string, remarks: string[] = []): Partial<Place> => ({
  source: 'gazetteer',
  precision: 'place',
  city,
  state,
  country,
  remarks,
})
/** An address whose position is no better than its town. */
const address = (
  addressLine1: string,
  city: string,
  state: string,
  country: string,
  more: Partial<Place> = {},
) => ({
  ...town(city, state, country),
  addressLine1,
  remarks: ['place.approximate'],
  ...more,
})
const MADRID = {
  city: 'Madrid',
  state: 'Comunidad de Madrid',
  country: 'ES',
  remarks: ['place.estimatedRegion'],
}
const LONDON = { city: 'Londres', state: 'Gran Londres', country: 'GB', remarks: ['place.estimatedRegion'] }
const CABA = ['Buenos Aires', 'Ciudad Autónoma de Buenos Aires', 'AR'] as const
const GREATER_LONDON = ['Londres', 'Gran Londres', 'GB'] as const
const MEXICO_CITY = ['Ciudad de México', 'Ciudad de México', 'MX'] as const

describe('what people type and paste', () => {
  it.each<[string, Query, object]>([
    // Spain.
    [
      'Calle Alcalá, 1, 28014 Madrid',
      {},
      address('Calle Alcalá, 1', 'Madrid', 'Comunidad de Madrid', 'ES', { postcode: '28014' }),
    ],
    [
      'C/ Alcalá nº 45 3º izq., 28014 Madrid',
      {},
      address('C/ Alcalá nº 45', 'Madrid', 'Comunidad de Madrid', 'ES', { addressLine2: '3º izq.' }),
    ],
    [
      'C/ Alcalá nº 45 3º izq. Madrid',
      {},
      address('C/ Alcalá nº 45', 'Madrid', 'Comunidad de Madrid', 'ES', { addressLine2: '3º izq.' }),
    ],
    [
      'Camino Viejo s/n, 18440 Cádiar',
      {},
      address('Camino Viejo s/n', 'Cádiar', 'Andalucía', 'ES', { postcode: '18440' }),
    ],
    ['Km 23,5 Ctra. A-4130, Cádiar', {}, address('Km 23,5 Ctra. A-4130', 'Cádiar', 'Andalucía', 'ES')],
    [
      'Pol. Ind. Las Mercedes, nave 4, 28022 Madrid, España',
      { country: 'MX' },
      address('Pol. Ind. Las Mercedes', 'Madrid', 'Comunidad de Madrid', 'ES', {
        addressLine2: 'nave 4',
        postcode: '28022',
      }),
    ],
    [
      'Carrer de Mallorca 401, 08013 Barcelona',
      {},
      address('Carrer de Mallorca 401', 'Barcelona', 'Cataluña', 'ES'),
    ],
    [
      'Granja Los Olmos, 28014 Madrid',
      {},
      address('Granja Los Olmos', 'Madrid', 'Comunidad de Madrid', 'ES', { postcode: '28014' }),
    ],
    [
      'Calle Inexistente 5, 28013',
      {},
      address('Calle Inexistente 5', 'Madrid', 'Comunidad de Madrid', 'ES', { postcode: '28013' }),
    ],
    // Four digits are a house here, and a postcode only where nothing else is.
    ['Las Mercedes 1200, Córdoba', {}, address('Las Mercedes 1200', 'Córdoba', 'Andalucía', 'ES')],
    [
      'San Martín 123, 5000 Córdoba',
      {},
      address('San Martín 123', 'Córdoba', 'Córdoba', 'AR', { postcode: '5000' }),
    ],
    [
      'Urb. El Bosque, parcela 12, Marbella',
      {},
      address('Urb. El Bosque', 'Marbella', 'Andalucía', 'ES', { addressLine2: 'parcela 12' }),
    ],
    [
      '5 rue de Rivoli, 75001 Paris, Francia',
      {},
      address('5 rue de Rivoli', 'París', 'Isla de Francia', 'FR', { postcode: '75001' }),
    ],
    ['Calle Ancha 1, Sevill', {}, address('Calle Ancha 1', 'Sevilla', 'Andalucía', 'ES')],
    [
      '08001',
      {},
      { ...town('Barcelona', 'Cataluña', 'ES'), postcode: '08001', remarks: ['place.approximate'] },
    ],
    // Mexico.
    [
      'Av. Hidalgo 400, Col. Centro, Guadalajara',
      { country: 'MX' },
      address('Av. Hidalgo 400', 'Guadalajara', 'Jalisco', 'MX', { addressLine2: 'Col. Centro' }),
    ],
    [
      'Av. Hidalgo 400, Col. Centro, 44100 Guadalajara, Jal.',
      { country: 'MX' },
      address('Av. Hidalgo 400', 'Guadalajara', 'Jalisco', 'MX', { postcode: '44100' }),
    ],
    [
      'Av. Hidalgo 400, Guadalajara',
      { country: 'ES' },
      address('Av. Hidalgo 400', 'Guadalajara', 'Castilla-La Mancha', 'ES'),
    ],
    [
      'Calle Reforma 222, Juárez, 06600 Ciudad de México, CDMX',
      { country: 'MX' },
      address('Calle Reforma 222', ...MEXICO_CITY, { postcode: '06600' }),
    ],
    // The words of city and country outrank nearness to the map.
    ...(['ES', 'MX', 'AR', 'GB', undefined] as const).map((country): [string, Query, object] => [
      'Av. Juárez 50, Centro, 06010 Ciudad de México',
      { country, near: { latitude: -31.73, longitude: -61.09 } },
      address('Av. Juárez 50', ...MEXICO_CITY, { postcode: '06010' }),
    ]),
    [
      'Av. Hidalgo 400, Guadalajara, México',
      { country: 'ES', near: { latitude: 40.63, longitude: -3.16 } },
      address('Av. Hidalgo 400', 'Guadalajara', 'Jalisco', 'MX'),
    ],
    // Argentina.
    [
      'Av. Rivadavia 1, C1033 CABA',
      { country: 'AR' },
      address('Av. Rivadavia 1', ...CABA, { postcode: 'C1033' }),
    ],
    [
      'Av. Rivadavia 1, C1033 CABA',
      { country: 'ES' },
      address('Av. Rivadavia 1', ...CABA, { postcode: 'C1033' }),
    ],
    [
      'San Martín 123, 5000 Córdoba',
      { country: 'AR' },
      address('San Martín 123', 'Córdoba', 'Córdoba', 'AR', { postcode: '5000' }),
    ],
    [
      'Av. 9 de Julio 1200, Mendoza',
      { country: 'AR' },
      address('Av. 9 de Julio 1200', 'Mendoza', 'Mendoza', 'AR'),
    ],
    // Colombia, Great Britain, United States.
    ['Cra. 7 # 32-16, Bogotá', {}, address('Cra. 7 # 32-16', 'Bogotá', 'Bogotá D. C.', 'CO')],
    [
      '10 Downing St, SW1A 2AA',
      { country: 'GB' },
      address('10 Downing St', ...GREATER_LONDON, { postcode: 'SW1A 2AA' }),
    ],
    [
      '10 Downing St, SW1A 2AA',
      { country: 'ES' },
      address('10 Downing St', ...GREATER_LONDON, { postcode: 'SW1A 2AA' }),
    ],
    [
      '221B Baker Street, London NW1 6XE, UK',
      { language: 'en' },
      address('221B Baker Street', 'London', 'Greater London', 'GB'),
    ],
    [
      'Flat 5, 20 High Street, Leeds LS1 4AP',
      { country: 'GB' },
      address('20 High Street', 'Leeds', 'Leeds', 'GB', { addressLine2: 'Flat 5' }),
    ],
    [
      '1600 Pennsylvania Ave NW, Washington, DC 20500',
      { country: 'US', language: 'en' },
      address('1600 Pennsylvania Ave NW', 'Washington', 'District of Columbia', 'US', { postcode: '20500' }),
    ],
    [
      '350 5th Ave, New York, NY 10118',
      { country: 'US' },
      address('350 5th Ave', 'Nueva York', 'Nueva York', 'US'),
    ],
    // Own sites lend their position to their street, unless it is only the town's.
    [
      'Av. Corrientes 1, C1043 CABA',
      { country: 'AR' },
      {
        ...address('Av. Corrientes 1', ...CABA),
        source: 'site',
        precision: 'street',
        ...at(-34.6031, -58.3712),
      },
    ],
    [
      'Calle Larga 2, 18440 Cádiar',
      {},
      address('Calle Larga 2', 'Cádiar', 'Andalucía', 'ES', { postcode: '18440' }),
    ],
    [
      'Nave Sur',
      {},
      {
        source: 'site',
        precision: 'pin',
        addressLine1: 'Calle Mayor, 1',
        remarks: [],
        ...at(40.4168, -3.7038),
      },
    ],
    ['calle mayor 1 madrid', {}, { source: 'site', precision: 'pin', addressLine1: 'Calle Mayor, 1' }],
    // A text that is no street is none, beside a town that is one.
    ['javascript:alert(1) · Madrid', {}, town('Madrid', 'Comunidad de Madrid', 'ES', ['place.approximate'])],
    ['4111 1111 1111 1111 Madrid', {}, town('Madrid', 'Comunidad de Madrid', 'ES', ['place.approximate'])],
    // Towns.
    ['Londres', {}, town('Londres', 'Gran Londres', 'GB')],
    ['cordoba argentina', {}, town('Córdoba', 'Córdoba', 'AR')],
    ['Ceuta', {}, town('Ceuta', 'Ceuta', 'ES')],
    // Plus Codes.
    ['9C3XGV4C+XV', {}, typed(51.5074375, -0.1278125, LONDON, 7)],
    ['9C3XGV4C+XV4', {}, typed(51.5073875, -0.1277969, LONDON, 7)],
    ['9c3xgv4c xv', {}, typed(51.5074375, -0.1278125, LONDON, 7)],
    ['9C3XGV4C%2BXV', {}, typed(51.5074375, -0.1278125, LONDON, 7)],
    ['GV4C+XV Londres', {}, typed(51.5074375, -0.1278125, LONDON, 7)],
    ['gv4c+xv, london, uk', {}, typed(51.5074375, -0.1278125, LONDON, 7)],
    ['GV4C+XV', { near: { latitude: 51.4, longitude: -0.2 } }, typed(51.5074375, -0.1278125, LONDON, 7)],
    ['GV4C+XV', { near: { latitude: 51.4, longitude: 359.8 } }, typed(51.5074375, -0.1278125, LONDON, 7)],
    ['9C3XGV4C+', {}, typed(51.50625, -0.12875, { precision: 'place' })],
    ['9C3X0000+', {}, typed(51.5, -0.5, { precision: 'region' })],
    // Coordinates.
    ['40,4169 -3,7035', {}, typed(40.4169, -3.7035, MADRID)],
    [`40°25'01"N 3°42'13"W`, {}, typed(40.416944, -3.703611, MADRID, 6)],
    [`40°25'01"N 3°42'13"O`, {}, typed(40.416944, -3.703611, MADRID, 6)],
    ['40.4169 N, 3.7035 O', {}, typed(40.4169, -3.7035, MADRID)],
    ['10, 540', {}, typed(10, -180, { remarks: ['place.atSea', 'place.noTown'] })],
    ['-16.8, 179.99', {}, typed(-16.8, 179.99, { country: 'FJ' })],
    ['-16.8, -179.99', {}, typed(-16.8, -179.99, { country: 'FJ' })],
    ['0,0', {}, typed(0, 0, { remarks: ['place.atSea', 'place.noTown', 'place.nullIsland'] })],
    ['-0 -0.0', {}, typed(0, 0, { remarks: ['place.atSea', 'place.noTown', 'place.nullIsland'] })],
    [
      '-3.7035, 40.4169',
      {},
      typed(40.4169, -3.7035, { remarks: ['place.estimatedRegion', 'place.swapped'] }),
    ],
    [
      '-99.1332, 19.4326',
      {},
      typed(19.4326, -99.1332, { country: 'MX', remarks: ['place.estimatedRegion', 'place.swapped'] }),
    ],
    // Links.
    ['geo:40.4169,-3.7035', {}, typed(40.4169, -3.7035, MADRID)],
    ['geo:0,0?q=40.4169,-3.7035(Oficina)', {}, typed(40.4169, -3.7035, { ...MADRID, name: 'Oficina' })],
    [
      'geo:0,0?q=Calle%20Alcal%C3%A1%201,%20Madrid',
      {},
      address('Calle Alcalá 1', 'Madrid', 'Comunidad de Madrid', 'ES'),
    ],
    ['geo:40.4169,-3.7035?q=Bar%20Sol', {}, typed(40.4169, -3.7035, { precision: 'place', name: 'Bar Sol' })],
    [
      'https://www.google.com/maps/place/Puerta+del+Sol/@40.41,-3.71,15z/data=!3d40.4169!4d-3.7035',
      {},
      typed(40.4169, -3.7035, { ...MADRID, name: 'Puerta del Sol' }),
    ],
    ['https://www.google.com/maps/@40.4169,-3.7035,17z', {}, typed(40.4169, -3.7035, { precision: 'place' })],
    [
      'https://www.openstreetmap.org/?mlat=40.4169&mlon=-3.7035#map=16/40.4/-3.7',
      {},
      typed(40.4169, -3.7035, MADRID),
    ],
    [
      'https://maps.apple.com/?ll=40.4169,-3.7035&q=Sol',
      {},
      typed(40.4169, -3.7035, { ...MADRID, name: 'Sol' }),
    ],
    [
      'https://www.bing.com/maps?cp=40.4169~-3.7035&lvl=15',
      {},
      typed(40.4169, -3.7035, { precision: 'place' }),
    ],
  ])('%j %o', async (text, query, expected) => {
    const { suggestions, unavailable } = await world.suggest(text, query)
    expect(unavailable).toEqual([])
    expect(suggestions[0]?.place).toMatchObject(expected)
    expect(suggestions[0]?.source).toBe(suggestions[0]?.place?.source)
  })

  it.each([
    ['https://maps.app.goo.gl/abc', 'geo/short-link'],
    ['///mesa.silla.vaso', 'geo/what3words'],
    ['https://example.com/x', 'geo/link'],
  ])('says what it cannot read: %s', async (text, code) =>
    expect(await world.suggest(text)).toEqual({ suggestions: [], unavailable: [{ source: 'typed', code }] }),
  )

  it.each(['javascript:alert(1) · Madrid', '4111 1111 1111 1111 Madrid', '4111 1111 1111 1111, Cádiz'])(
    'keeps no text as a street, nor digits as a postcode, that are none: %s',
    async (text) => {
      const { suggestions } = await world.suggest(text, { near: { latitude: 36.53, longitude: -6.29 } })
      expect(suggestions.length).toBeGreaterThan(0)
      for (const { place, title } of suggestions) {
        expect(place).not.toHaveProperty('addressLine1')
        expect(place).not.toHaveProperty('postcode')
        expect(title).not.toMatch(/alert|1111/)
      }
    },
  )

  it.each<[string, Query]>(
    [
      '4111 1111 1111 1111',
      '4111111111111111',
      '+34 612 345 678',
      '1111',
      'Infinity, 0 · Nan',
      'javascript:alert(1)',
      'Calle Ancha 5',
      'Sala 3',
      'xqzzv 5',
      'ES91 2100 0418 4502 0005 1332',
      'Córdoba, Tailandia',
      'Av. Juárez 50, Centro',
    ].flatMap((text) =>
      ['ES', 'AR', 'GB'].map((country): [string, Query] => [
        text,
        { country, near: { latitude: 40.4168, longitude: -3.7038 } },
      ]),
    ),
  )('finds nothing in %j, whatever town lies under the map (%o)', async (text, query) => {
    expect(await world.suggest(text, query)).toEqual({ suggestions: [], unavailable: [] })
  })

  it('finds the town that words name, and no other near the map', async () => {
    const { suggestions } = await world.suggest('Infinity, 0 · Nan, Tailandia', {
      near: { latitude: 40.4168, longitude: -3.7038 },
    })
    for (const { place } of suggestions) {
      expect(place).toMatchObject({ country: 'TH' })
      expect(place).not.toHaveProperty('addressLine1')
    }
  })

  it.each(['', '   ', 'xqzzv wkk', 'Calle Inexistente 5, Xqzzvia', 'GV4C+XV', 'GV4C+XV Xqzzvia', '🏢'])(
    'has nothing to suggest for %j, and nothing to complain of',
    async (text) => expect(await world.suggest(text)).toEqual({ suggestions: [], unavailable: [] }),
  )
})
