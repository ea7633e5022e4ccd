import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Place } from '#core/contract/methods/geo.ts'
import { gazetteerFiles } from '#test/support/gazetteer.ts'
import { createGeocodingWorld, type GeocodingWorld } from '#test/support/geocoding-world.ts'

let world: GeocodingWorld

beforeAll(() => {
  world = createGeocodingWorld(gazetteerFiles())
  world.addSite({ id: 'site-mayor', name: 'Nave Sur', latitude: 40.4168, longitude: -3.7038 })
  world.addSite({
    id: 'site-corrientes',
    name: 'Torre Corrientes',
    addressLine1: 'Av. Corrientes 300',
    city: 'Buenos Aires',
    state: 'Ciudad Autónoma de Buenos Aires',
    postcode: 'C1043',
    country: 'AR',
    latitude: -34.6031,
    longitude: -58.3712,
  })
  world.addSite({
    id: 'site-middle',
    name: 'Bar Central',
    addressLine1: 'Calle Larga, 9',
    city: 'Cádiar',
    state: 'Andalucía',
    postcode: '18440',
    latitude: 36.9459,
    longitude: -3.1802,
    origin: { source: 'import', precision: 'place', at: '2026-01-15T09:00:00.000Z' },
  })
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
const town = (city: string, state: string, country: string): Partial<Place> => ({
  source: 'gazetteer',
  precision: 'place',
  city,
  state,
  country,
  remarks: [],
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
      'Calle Ancha 5',
      { near: { latitude: 41.65, longitude: -0.88 } },
      address('Calle Ancha 5', 'Zaragoza', 'Aragón', 'ES'),
    ],
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
    // Towns.
    ['Londres', {}, town('Londres', 'Gran Londres', 'GB')],
    ['cordoba argentina', {}, town('Córdoba', 'Córdoba', 'AR')],
    ['Ceuta', {}, town('Ceuta', 'Ceuta', 'ES')],
    // Plus Codes.
    ['9C3XGV4C+XV', {}, typed(51.5074375, -0.1278125, LONDON, 9)],
    ['9C3XGV4C+XV4', {}, typed(51.5073875, -0.127796875, LONDON, 9)],
    ['9c3xgv4c xv', {}, typed(51.5074375, -0.1278125, LONDON, 9)],
    ['9C3XGV4C%2BXV', {}, typed(51.5074375, -0.1278125, LONDON, 9)],
    ['GV4C+XV Londres', {}, typed(51.5074375, -0.1278125, LONDON, 9)],
    ['gv4c+xv, london, uk', {}, typed(51.5074375, -0.1278125, LONDON, 9)],
    ['GV4C+XV', { near: { latitude: 51.4, longitude: -0.2 } }, typed(51.5074375, -0.1278125, LONDON, 9)],
    ['GV4C+XV', { near: { latitude: 51.4, longitude: 359.8 } }, typed(51.5074375, -0.1278125, LONDON, 9)],
    ['9C3XGV4C+', {}, typed(51.50625, -0.12875, { precision: 'place' })],
    ['9C3X0000+', {}, typed(51.5, -0.5, { precision: 'region' })],
    // Coordinates.
    ['40,4169 -3,7035', {}, typed(40.4169, -3.7035, MADRID)],
    [`40°25'01"N 3°42'13"W`, {}, typed(40.41694, -3.70361, MADRID)],
    [`40°25'01"N 3°42'13"O`, {}, typed(40.41694, -3.70361, MADRID)],
    ['40.4169 N, 3.7035 O', {}, typed(40.4169, -3.7035, MADRID)],
    ['10, 540', {}, typed(10, -180, { remarks: ['place.atSea'] })],
    ['-16.8, 179.99', {}, typed(-16.8, 179.99, { country: 'FJ' })],
    ['-16.8, -179.99', {}, typed(-16.8, -179.99, { country: 'FJ' })],
    ['0,0', {}, typed(0, 0, { remarks: ['place.atSea', 'place.nullIsland'] })],
    ['-0 -0.0', {}, typed(0, 0, { remarks: ['place.atSea', 'place.nullIsland'] })],
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

  it.each(['', '   ', 'xqzzv wkk', 'Calle Inexistente 5, Xqzzvia', 'GV4C+XV', 'GV4C+XV Xqzzvia', '🏢'])(
    'has nothing to suggest for %j, and nothing to complain of',
    async (text) => expect(await world.suggest(text)).toEqual({ suggestions: [], unavailable: [] }),
  )

  it('offers a suspicious pair both ways, and only where the country tells', async () => {
    const titles = async (country?: string) =>
      (await world.suggest('-3.7035, 40.4169', { country })).suggestions.map(({ title }) => title)
    expect(await titles('ES')).toEqual(['40.4169, -3.7035', '-3.7035, 40.4169'])
    expect(await titles('KE')).toEqual(['-3.7035, 40.4169'])
    expect(await titles()).toEqual(['-3.7035, 40.4169'])
  })

  it('puts own sites first, keeps to the limit, and resolves what it suggested', async () => {
    const { suggestions } = await world.suggest('corrientes', { limit: 3, country: 'AR' })
    expect(suggestions).toHaveLength(3)
    expect(suggestions.map(({ source }) => source)).toEqual(['site', 'gazetteer', 'gazetteer'])
    for (const { id, place } of suggestions) expect(await world.resolve(id)).toEqual({ place })
    expect(await world.reply('resolve', { id: 'nobody:1', session: 'box-1', language: 'es' })).toMatchObject({
      ok: false,
      error: { code: 'geo/not-found' },
    })
  })

  it('leaves out sites of archived customers', async () => {
    world.changeCustomer({ archived: { at: '2026-02-01T09:00:00.000Z', by: 'person-1', batch: 'batch-1' } })
    try {
      expect((await world.suggest('Nave Sur')).suggestions.filter(({ source }) => source === 'site')).toEqual(
        [],
      )
      expect((await world.reverse(40.4168, -3.7038)).place.source).toBe('gazetteer')
    } finally {
      world.changeCustomer({})
    }
    expect((await world.suggest('Nave Sur')).suggestions[0]?.source).toBe('site')
  })

  it('drops a request when a newer one of the same box comes, and no other', async () => {
    const ask = (text: string, session: string) =>
      world.reply('suggest', { text, session, language: 'es', country: 'ES', limit: 5 })
    const [older, other, newer] = await Promise.all([
      ask('Madri', 'box-1'),
      ask('Sevi', 'box-2'),
      ask('Madrid', 'box-1'),
    ])
    expect(older).toMatchObject({ ok: false, error: { code: 'host/cancelled' } })
    expect(other).toMatchObject({ ok: true })
    if (!newer.ok) throw new Error(newer.error.code)
    expect(newer.value.suggestions.map(({ title }) => title)).toContain('Madrid')
  })
})

describe('the address at a point', () => {
  /** A point so many metres north of the site in the Calle Mayor. */
  const north = (metres: number) => world.reverse(40.4168 + metres / 111_040, -3.7038)

  it('is that of the own site at the door', async () => {
    for (const metres of [0, 8, 14]) {
      const { place } = await north(metres)
      expect(place).toMatchObject({
        source: 'site',
        precision: 'pin',
        addressLine1: 'Calle Mayor, 1',
        postcode: '28013',
        remarks: [],
      })
      expect(Math.abs((place.metres ?? NaN) - metres)).toBeLessThanOrEqual(1)
    }
  })

  it('is the street without the number a few doors on', async () => {
    const { place } = await north(40)
    expect(place).toMatchObject({
      source: 'site',
      precision: 'street',
      addressLine1: 'Calle Mayor',
      remarks: ['place.addressAway'],
    })
    expect(place).not.toHaveProperty('addressLine2')
  })

  it('is only the town farther away', async () => {
    const { place } = await north(160)
    expect(place).toMatchObject({ source: 'gazetteer', precision: 'place', ...MADRID })
    expect(place).not.toHaveProperty('addressLine1')
  })

  it('is not that of a site that was only placed in the middle of its town', async () => {
    const { place } = await world.reverse(36.9459, -3.1802)
    expect(place).toMatchObject({ source: 'gazetteer', city: 'Cádiar' })
    expect(place).not.toHaveProperty('addressLine1')
  })

  it('completes what a site lacks, and says that it is estimated', async () => {
    world.addSite({
      id: 'site-bare',
      name: 'Antena',
      addressLine1: 'Camino del Cerro, 3',
      city: undefined,
      state: undefined,
      postcode: undefined,
      latitude: 37.3886,
      longitude: -5.9823,
    })
    expect((await world.reverse(37.3886, -5.9823)).place).toMatchObject({
      source: 'site',
      addressLine1: 'Camino del Cerro, 3',
      city: 'Sevilla',
      state: 'Andalucía',
      country: 'ES',
      remarks: ['place.estimatedRegion'],
    })
  })

  it.each<[string, number, number, string[], string | undefined]>([
    ['the sea', 35, -40, ['place.atSea'], undefined],
    ['Null Island', 0, 0, ['place.atSea', 'place.nullIsland'], undefined],
    ['the North Pole', 90, 0, ['place.atSea'], undefined],
    ['Antarctica', -90, 0, ['place.remote'], 'AQ'],
    ['the desert', -24.5, -69.3, ['place.remote'], 'CL'],
  ])('is a normal answer where nobody lives: %s', async (_, latitude, longitude, remarks, country) => {
    const { place, unavailable } = await world.reverse(latitude, longitude)
    expect(place.remarks).toEqual(remarks)
    expect(place.country).toBe(country)
    expect(place).not.toHaveProperty('addressLine1')
    expect(unavailable).toEqual([])
  })

  it('is the same for a map that was panned round the globe', async () => {
    expect(await world.reverse(40.4168, -3.7038 + 720)).toEqual(await world.reverse(40.4168, -3.7038))
  })

  it('speaks the language asked for', async () => {
    expect((await world.reverse(51.5074, -0.1278, 'en')).place).toMatchObject({
      city: 'London',
      state: 'Greater London',
    })
    expect((await world.reverse(51.5074, -0.1278, 'es')).place).toMatchObject({
      city: 'Londres',
      state: 'Gran Londres',
    })
  })
})
