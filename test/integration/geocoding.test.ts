import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import type { PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { ensureBuilt } from '../support/built.ts'
import { valueOf } from '../support/geocoding-world.ts'
import { startOnlineStandIn } from '../support/online-geocoder-standin.ts'
import { openMemory, type OpenedTransport } from '../support/transports.ts'
import { setUpInput } from '../support/writer-store.ts'

/* The whole chain as a window asks it: a real host with its store, its gazetteer thread and a provider over HTTP. */

let opened: OpenedTransport
let client: HostClient
let online: Awaited<ReturnType<typeof startOnlineStandIn>>

beforeAll(async () => {
  await ensureBuilt()
  online = await startOnlineStandIn()
  // A client of its own for each call, as after a change of the key: a fault of one test pauses no other.
  opened = await openMemory({ onlineGeocoder: () => online.provider() })
  client = createHostClient(opened.transport)
  expect(await client.app.setUp(setUpInput)).toMatchObject({ ok: true })
  const run = async (command: string, input: object) =>
    valueOf(await client.command.run({ command, input })).result as { id: string }
  const { id: customerId } = await run('customer.create', { name: 'Panadería Sol', type: 'business' })
  await run('site.create', {
    ...{ customerId, name: 'Obrador Lavapiés', addressLine1: 'Calle del Olmo, 7', city: 'Madrid' },
    ...{ postcode: '28012', country: 'ES', latitude: 40.4101, longitude: -3.6999 },
  })
}, 120_000)

afterAll(async () => {
  await opened.close()
  await online.close()
})

let box = 0
const suggest = async (text: string, near?: { latitude: number; longitude: number }) =>
  valueOf(
    await client.geo.suggest({
      ...{ text, session: `box-${++box}`, language: 'es', country: 'ES', limit: 8 },
      ...(near && { near }),
    }),
  )
const first = async (text: string): Promise<PlaceSuggestion | undefined> =>
  (await suggest(text)).suggestions[0]

describe('places asked of the host', () => {
  it('come from own sites first, with how far they are', async () => {
    const { suggestions } = await suggest('obrador lavapies', { latitude: 40.4168, longitude: -3.7038 })
    expect(suggestions[0]).toMatchObject({ source: 'site', precision: 'pin' })
    expect(suggestions[0]?.title).toContain('Obrador Lavapiés')
    expect(suggestions[0]?.metres).toBeGreaterThan(700)
    expect(suggestions[0]?.metres).toBeLessThan(900)
    const { place } = valueOf(
      await client.geo.resolve({ id: suggestions[0]?.id ?? '', session: `box-${box}`, language: 'es' }),
    )
    expect(place).toMatchObject({ addressLine1: 'Calle del Olmo, 7', latitude: 40.4101, source: 'site' })
  })

  it.each([
    ['a Plus Code', '8CGRC78W+PF'],
    ['coordinates', '40.4168, -3.7038'],
    ['degrees, minutes and seconds', `40°25'00.5"N 3°42'13.7"W`],
    ['a map link', 'https://www.google.com/maps/@40.4168,-3.7038,17z'],
    ['a geo: address', 'geo:40.4168,-3.7038'],
  ])('come from %s as it was typed, without asking anybody', async (_, text) => {
    online.requests.length = 0
    const found = await first(text)
    expect(found?.source).toBe('typed')
    expect(found?.place?.latitude).toBeCloseTo(40.4168, 3)
    expect(found?.place?.longitude).toBeCloseTo(-3.7038, 3)
    expect(found?.place?.country).toBe('ES')
    expect(online.requests).toEqual([])
  })

  it('come from the gazetteer when the provider has nothing', async () => {
    online.answers['/suggest'] = { suggestions: [] }
    const found = await suggest('Alcobendas')
    expect(found.suggestions.find(({ source }) => source === 'gazetteer')).toMatchObject({
      title: expect.stringContaining('Alcobendas') as string,
      precision: 'place',
    })
  })

  it('come from the online provider by its name, and resolve to an address', async () => {
    const place = {
      ...{ name: 'Teatro Real', addressLine1: 'Plaza de Isabel II, s/n', city: 'Madrid', country: 'ES' },
      ...{ latitude: 40.4184, longitude: -3.7101, source: 'online' as const, precision: 'rooftop' as const },
      ...{ provider: 'Stand-in Maps', remarks: [] },
    }
    online.answers['/suggest'] = {
      suggestions: [
        {
          ...{ id: 'real-1', title: 'Teatro Real', detail: 'Madrid', source: 'online', precision: 'rooftop' },
          provider: 'Stand-in Maps',
        },
      ],
    }
    online.answers['/resolve'] = { place }
    const found = (await suggest('teatro real')).suggestions.find(({ source }) => source === 'online')
    expect(found).toMatchObject({ provider: 'Stand-in Maps', precision: 'rooftop' })
    const resolved = valueOf(
      await client.geo.resolve({ id: found?.id ?? '', session: `box-${box}`, language: 'es' }),
    )
    expect(resolved.place).toMatchObject({ addressLine1: 'Plaza de Isabel II, s/n', source: 'online' })
  })

  it.each([
    ['over-quota', 'geo/over-quota'],
    ['bad-key', 'geo/bad-key'],
    ['html', 'geo/offline'],
    ['reset', 'geo/offline'],
  ] as const)('still come from here when the provider fails (%s), and say so', async (fault, code) => {
    online.failWith(fault)
    try {
      const { suggestions, unavailable } = await suggest(`Alcobendas`)
      expect(suggestions.some(({ source }) => source === 'gazetteer')).toBe(true)
      expect(unavailable).toEqual([{ source: 'online', code }])
    } finally {
      online.failWith(undefined)
    }
  })

  it('name the town at a point, and never move the point', async () => {
    online.answers['/reverse'] = {}
    const { place } = valueOf(
      await client.geo.reverse({ latitude: 40.5475, longitude: -3.642, language: 'es' }),
    )
    expect(place).toMatchObject({
      city: 'Alcobendas',
      country: 'ES',
      source: 'gazetteer',
      precision: 'place',
    })
    expect(place.metres).toBeLessThan(5000)
  })
})
