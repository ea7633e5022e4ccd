import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import type { OnlineGeocoder, OnlineLimits } from '#main/services/geocoding/online-geocoder.ts'
import { gazetteerFiles } from '#test/support/gazetteer.ts'
import { createGeocodingWorld, handClock, type GeocodingWorld } from '#test/support/geocoding-world.ts'
import { startOnlineStandIn, type Fault } from '#test/support/online-geocoder-standin.ts'

/** Short limits of time, so that a server that hangs does not hold up the tests; rests as long as the real ones. */
const limits: OnlineLimits = {
  suggest: 300,
  place: 300,
  rest: { 'geo/offline': 10_000, 'geo/over-quota': 60_000, 'geo/bad-key': 300_000 },
}

const house: Place = {
  addressLine1: 'Calle Mayor, 5',
  city: 'Madrid',
  country: 'ES',
  latitude: 40.4167,
  longitude: -3.7045,
  source: 'gazetteer',
  precision: 'rooftop',
  remarks: [],
}
const suggestion: PlaceSuggestion = {
  id: 'online:1',
  title: 'Calle Mayor, 5',
  detail: 'Madrid',
  source: 'gazetteer',
  precision: 'rooftop',
}

const clock = handClock()
let standIn: Awaited<ReturnType<typeof startOnlineStandIn>>
let provider: OnlineGeocoder | undefined
let world: GeocodingWorld

beforeAll(async () => {
  standIn = await startOnlineStandIn()
  world = createGeocodingWorld({ ...gazetteerFiles(), clock, online: () => provider, onlineLimits: limits })
  world.addSite({ id: 'site-1', name: 'Nave Sur', latitude: 40.4168, longitude: -3.7038 })
  // Starts the gazetteer, so that no test waits for it.
  await world.suggest('Madrid')
}, 90_000)

beforeEach(() => {
  provider = standIn.provider()
  standIn.failWith(undefined)
  standIn.requests.length = 0
  standIn.abandoned.length = 0
  standIn.answers['/suggest'] = { suggestions: [suggestion] }
  standIn.answers['/resolve'] = { place: house }
  standIn.answers['/reverse'] = { place: { ...house, metres: 12 } }
})

afterEach(() => {
  provider = undefined
})

afterAll(async () => {
  await world.close()
  await standIn.close()
})

const sources = (found: { suggestions: PlaceSuggestion[] }) => found.suggestions.map(({ source }) => source)

describe('an online provider', () => {
  it('stands between own sites and the gazetteer, each answer with its name', async () => {
    const found = await world.suggest('Madrid')
    expect(sources(found).slice(0, 3)).toEqual(['site', 'online', 'gazetteer'])
    expect(found.suggestions[1]).toMatchObject({ title: 'Calle Mayor, 5', provider: 'Stand-in Maps' })
    expect(found.suggestions[0]).not.toHaveProperty('provider')
    const place = { source: 'online', provider: 'Stand-in Maps', precision: 'rooftop' }
    expect((await world.resolve('online:1')).place).toMatchObject({
      ...place,
      addressLine1: 'Calle Mayor, 5',
    })
    expect((await world.reverse(37.4, -5.99)).place).toMatchObject(place)
  })

  it('is named in the places that come with its suggestions, too', async () => {
    standIn.answers['/suggest'] = { suggestions: [{ ...suggestion, place: house }] }
    const found = await world.suggest('Mayor 5')
    const online = found.suggestions.find(({ source }) => source === 'online')
    expect(online?.place).toMatchObject({ source: 'online', provider: 'Stand-in Maps' })
    standIn.requests.length = 0
    expect((await world.resolve('online:1')).place).toEqual(online?.place)
    expect(standIn.requests).toEqual([])
  })

  it.each([
    '9C3XGV4C+XV',
    'GV4C+XV Londres',
    '40,4169 -3,7035',
    'geo:40.4,-3.7',
    'https://maps.app.goo.gl/x',
    '',
  ])('does not learn of %j', async (text) => {
    await world.suggest(text)
    expect(standIn.requests).toEqual([])
  })

  it('finds nothing: a normal answer', async () => {
    standIn.answers['/suggest'] = { suggestions: [] }
    standIn.answers['/reverse'] = {}
    standIn.answers['/resolve'] = {}
    expect((await world.suggest('Madrid')).unavailable).toEqual([])
    expect(await world.reverse(37.4, -5.99)).toMatchObject({
      place: { source: 'gazetteer', city: 'Sevilla' },
      unavailable: [],
    })
    expect(
      await world.reply('resolve', { id: 'online:gone', session: 'box-1', language: 'es' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'geo/not-found' },
    })
  })
})

describe('a provider that fails', () => {
  it.each<[Fault, string, boolean, number]>([
    ['hang', 'geo/offline', true, 10_000],
    ['reset', 'geo/offline', true, 10_000],
    ['html', 'geo/offline', true, 10_000],
    [{ slow: 2000 }, 'geo/offline', true, 10_000],
    ['over-quota', 'geo/over-quota', true, 60_000],
    ['bad-key', 'geo/bad-key', false, 300_000],
  ])('%j: is named, left alone for a while, and asked again', async (fault, code, retryable, rest) => {
    standIn.failWith(fault)
    const started = performance.now()
    const failed = await world.suggest('Madrid')
    expect(performance.now() - started).toBeLessThan(1500)
    expect(failed.unavailable).toEqual([{ source: 'online', code }])
    expect(sources(failed).slice(0, 2)).toEqual(['site', 'gazetteer'])
    expect(standIn.requests).toHaveLength(1)

    // Still resting, though the provider is well again: the answer comes at once.
    standIn.failWith(undefined)
    clock.advance(rest - 1)
    const resting = await world.suggest('Madrid')
    expect(resting.unavailable).toEqual([{ source: 'online', code }])
    const reverse = await world.reverse(37.4, -5.99)
    expect(reverse).toMatchObject({ place: { city: 'Sevilla' }, unavailable: [{ source: 'online', code }] })
    expect(await world.reply('resolve', { id: 'online:2', session: 'box-1', language: 'es' })).toMatchObject({
      ok: false,
      error: { code, retryable },
    })
    expect(standIn.requests).toHaveLength(1)

    clock.advance(1)
    const well = await world.suggest('Madrid')
    expect(well.unavailable).toEqual([])
    expect(sources(well)).toContain('online')
  })

  it('is asked at once when its key has been changed', async () => {
    standIn.failWith('bad-key')
    await world.suggest('Madrid')
    standIn.failWith(undefined)
    provider = standIn.provider('Other Maps')
    const found = await world.suggest('Madrid')
    expect(found.unavailable).toEqual([])
    expect(found.suggestions.find(({ source }) => source === 'online')?.provider).toBe('Other Maps')
  })

  it('is not asked any more when it has been taken out', async () => {
    provider = undefined
    expect(sources(await world.suggest('Madrid'))).not.toContain('online')
    expect(standIn.requests).toEqual([])
  })

  it('does not keep the pin from its town', async () => {
    for (const fault of ['hang', 'reset', 'over-quota'] as const) {
      provider = standIn.provider()
      standIn.failWith(fault)
      const found = await world.reverse(37.4, -5.99)
      expect(found.place).toMatchObject({
        source: 'gazetteer',
        city: 'Sevilla',
        state: 'Andalucía',
        country: 'ES',
      })
      expect(found.unavailable).toHaveLength(1)
    }
  })
})

describe('requests that nobody waits for any more', () => {
  const ask = (text: string) =>
    world.reply('suggest', { text, session: 'box-1', language: 'es', country: 'ES', limit: 5 })

  it('are ended at the server when more is typed, and count as no failure', async () => {
    standIn.failWith('hang')
    const older = ask('Madri')
    await standIn.until(() => standIn.requests.length === 1)
    standIn.failWith(undefined)
    const newer = await ask('Madrid')
    expect(await older).toMatchObject({ ok: false, error: { code: 'host/cancelled' } })
    await standIn.until(() => standIn.abandoned.length === 1)
    expect(standIn.abandoned).toEqual(['Madri'])
    expect(newer).toMatchObject({ ok: true, value: { unavailable: [] } })
    expect((await world.suggest('Madrid')).unavailable).toEqual([])
  })

  it('are ended at the server when the time is up', async () => {
    standIn.failWith('hang')
    await world.suggest('Madrid')
    await standIn.until(() => standIn.abandoned.length === 1)
    expect(standIn.abandoned).toEqual(['Madrid'])
  })

  it('are ended at the server when the pin is dragged on', async () => {
    standIn.failWith('hang')
    const older = world.reverse(37.4, -5.99)
    await standIn.until(() => standIn.requests.length === 1)
    standIn.failWith(undefined)
    const newer = await world.reverse(37.41, -5.99)
    expect((await older).place.source).toBe('gazetteer')
    await standIn.until(() => standIn.abandoned.length === 1)
    expect(standIn.abandoned).toEqual(['37.4,-5.99'])
    expect(newer.place.source).toBe('online')
  })
})

describe('the address at a point, with a provider', () => {
  it('remarks on an address more than 150 m away, and does not move the pin', async () => {
    for (const [metres, remarks] of [
      [150, []],
      [151, ['place.addressAway']],
    ] as const) {
      standIn.answers['/reverse'] = { place: { ...house, state: 'Comunidad de Madrid', metres } }
      const { place } = await world.reverse(40.43, -3.7)
      // The position is the address's own, to measure by; the form keeps its pin.
      expect(place).toMatchObject({ metres, remarks, latitude: 40.4167, longitude: -3.7045 })
    }
  })

  it('knows the house better than an own site down the street, but not better than the one at the door', async () => {
    expect((await world.reverse(40.4168, -3.7038)).place).toMatchObject({
      source: 'site',
      addressLine1: 'Calle Mayor, 1',
    })
    expect((await world.reverse(40.4168 + 40 / 111_040, -3.7038)).place).toMatchObject({
      source: 'online',
      addressLine1: 'Calle Mayor, 5',
    })
  })

  it('completes an answer without town and region', async () => {
    const { city: _, country: __, ...bare } = house
    standIn.answers['/reverse'] = { place: bare }
    expect((await world.reverse(37.3886, -5.9823)).place).toMatchObject({
      source: 'online',
      addressLine1: 'Calle Mayor, 5',
      city: 'Sevilla',
      state: 'Andalucía',
      country: 'ES',
      remarks: ['place.estimatedRegion'],
    })
  })
})
