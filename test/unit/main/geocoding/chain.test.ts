import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gazetteerFiles } from '#test/support/gazetteer.ts'
import { addKnownSites, createGeocodingWorld, type GeocodingWorld } from '#test/support/geocoding-world.ts'

let world: GeocodingWorld

beforeAll(() => {
  world = createGeocodingWorld(gazetteerFiles())
  addKnownSites(world)
}, 90_000)

afterAll(() => world.close())

const MADRID = {
  city: 'Madrid',
  state: 'Comunidad de Madrid',
  country: 'ES',
  remarks: ['place.estimatedRegion'],
}

describe('suggestions', () => {
  it('offers a suspicious pair both ways, and only where the country tells', async () => {
    const titles = async (country?: string) =>
      (await world.suggest('-3.7035, 40.4169', { country })).suggestions.map(({ title }) => title)
    expect(await titles('ES')).toEqual(['40.4169, -3.7035', '-3.7035, 40.4169'])
    expect(await titles('KE')).toEqual(['-3.7035, 40.4169'])
    expect(await titles()).toEqual(['-3.7035, 40.4169'])
    const { suggestions } = await world.suggest('-3.7035, 40.4169', { country: 'ES' })
    expect(suggestions.map(({ place }) => place?.remarks.includes('place.swapped'))).toEqual([true, false])
  })

  it('says the country of what a code or numbers mean', async () => {
    const details = async (text: string, near?: { latitude: number; longitude: number }) =>
      (await world.suggest(text, { near })).suggestions.map(({ detail }) => detail)
    expect(await details('GV4C+XV', { latitude: 51.4, longitude: -0.2 })).toEqual([
      'Londres, Gran Londres, Reino Unido',
    ])
    expect(await details('40.4169, -3.7035')).toEqual(['Madrid, Comunidad de Madrid, España'])
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
    ['the sea', 35, -40, ['place.atSea', 'place.noTown'], undefined],
    ['Null Island', 0, 0, ['place.atSea', 'place.noTown', 'place.nullIsland'], undefined],
    ['the North Pole', 90, 0, ['place.atSea', 'place.noTown'], undefined],
    ['Antarctica', -90, 0, ['place.noTown'], 'AQ'],
    ['the desert', -24.5, -69.3, ['place.noTown'], 'CL'],
    ['off the coast', 36.2, -3.5, ['place.estimatedRegion', 'place.remote'], 'ES'],
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
