import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { openGazetteer, type GazetteerCalls } from '#main/services/geocoding/gazetteer.ts'
import { readGazetteer } from '#main/services/geocoding/gazetteer-format.ts'
import type { TownQuery } from '#main/services/geocoding/gazetteer-search.ts'
import { gazetteerFiles } from '#test/support/gazetteer.ts'
import { createGeocodingWorld, handClock } from '#test/support/geocoding-world.ts'
import { tempFolder } from '#test/support/temp-folder.ts'

interface Head {
  version: number
  sections: [name: string, bytes: number][]
}

/** The asset with another head, or with another content of one section. */
function repacked(asset: Buffer, change: (head: Head) => Head, cut = (body: Buffer) => body): Buffer {
  const content = brotliDecompressSync(asset)
  const end = content.indexOf('\n')
  const head = change(JSON.parse(content.toString('utf8', 0, end)) as Head)
  const body = cut(content.subarray(end + 1))
  // The quickest compression: what is tested comes after it.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 0 }
  return brotliCompressSync(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]), { params })
}

function withSection(asset: Buffer, name: string, text: string): Buffer {
  let start = 0
  let length = 0
  const change = (head: Head): Head => {
    const index = head.sections.findIndex((section) => section[0] === name)
    start = head.sections.slice(0, index).reduce((sum, section) => sum + section[1], 0)
    length = head.sections[index]?.[1] ?? 0
    return { ...head, sections: head.sections.with(index, [name, text.length]) }
  }
  return repacked(asset, change, (body) =>
    Buffer.concat([body.subarray(0, start), Buffer.from(text), body.subarray(start + length)]),
  )
}

let files: ReturnType<typeof gazetteerFiles>
let gazetteer: GazetteerCalls

beforeAll(() => {
  files = gazetteerFiles()
  gazetteer = openGazetteer(readFileSync(files.assetFile))
}, 90_000)

const search = (text: string, more: Partial<TownQuery> = {}) =>
  gazetteer.search({ text, limit: 5, language: 'es', ...more })
const first = (text: string, more: Partial<TownQuery> = {}) => {
  const [town] = search(text, more)
  return town && [town.name, town.state, town.country]
}

describe('towns by name', () => {
  it.each<[string, Partial<TownQuery>, string[]]>([
    ['Londres', {}, ['Londres', 'Gran Londres', 'GB']],
    ['london', { language: 'en' }, ['London', 'Greater London', 'GB']],
    ['nueva york', {}, ['Nueva York', 'Nueva York', 'US']],
    ['New York', {}, ['Nueva York', 'Nueva York', 'US']],
    ['córdoba', { country: 'AR' }, ['Córdoba', 'Córdoba', 'AR']],
    ['CORDOBA', { country: 'ES' }, ['Córdoba', 'Andalucía', 'ES']],
    ['cordoba argentina', { country: 'ES' }, ['Córdoba', 'Córdoba', 'AR']],
    ['Córdoba, Veracruz', { country: 'ES' }, ['Córdoba', 'Veracruz', 'MX']],
    ['San Sebastián', { country: 'ES' }, ['Donostia-San Sebastián', 'País Vasco', 'ES']],
    ['donostia', { country: 'ES' }, ['Donostia-San Sebastián', 'País Vasco', 'ES']],
    ['Guadalajara', { country: 'MX' }, ['Guadalajara', 'Jalisco', 'MX']],
    ['Guadalajara', { country: 'ES' }, ['Guadalajara', 'Castilla-La Mancha', 'ES']],
    ['CABA', { country: 'AR' }, ['Buenos Aires', 'Ciudad Autónoma de Buenos Aires', 'AR']],
    ['CDMX', { country: 'MX' }, ['Ciudad de México', 'Ciudad de México', 'MX']],
    ['La Coruña', { country: 'ES' }, ['A Coruña', 'Galicia', 'ES']],
    ['Springfield, IL', { country: 'US' }, ['Springfield', 'Illinois', 'US']],
    ['madr', { country: 'ES' }, ['Madrid', 'Comunidad de Madrid', 'ES']],
    ['ciudad juarez', {}, ['Ciudad Juárez', 'Chihuahua', 'MX']],
    ['Las Palmas de Gran Canaria', {}, ['Las Palmas de Gran Canaria', 'Canarias', 'ES']],
    ['Lodz', {}, ['Łódź', 'Łódź Voivodeship', 'PL']],
  ])('%j %o', (text, more, expected) => expect(first(text, more)).toEqual(expected))

  it('says by which other name a place was found, but not what the name itself says', () => {
    expect(search('Ginebra', { language: 'en', country: 'CH' })[0]).toMatchObject({
      name: 'Genève',
      otherName: 'Ginebra',
    })
    for (const hit of [search('cordoba argentina')[0], search('Londres')[0]]) {
      expect(hit).toBeDefined()
      expect(hit).not.toHaveProperty('otherName')
    }
  })

  it('prefers what is near, and the province of the postcode', () => {
    expect(first('Guadalajara', { near: { latitude: 40.6, longitude: -3.2 } })?.[2]).toBe('ES')
    expect(first('Guadalajara', { near: { latitude: 20.7, longitude: -103.4 } })?.[2]).toBe('MX')
    expect(
      search('Guadalajara', { near: { latitude: 40.6286, longitude: -3.1618 } })[0]?.metres,
    ).toBeLessThan(10)
    for (const hit of search('Villanueva de', { country: 'ES', province: '14', limit: 2 }))
      expect(hit.province).toBe('14')
  })

  it('takes a beginning for no whole name', () => {
    expect(search('Madr', { only: 'whole' })).toEqual([])
    expect(search('Madrid', { only: 'whole', country: 'ES' })[0]?.name).toBe('Madrid')
  })

  it.each(['', ' ', 'a', 's/n', 'a b c', ',', '|=', 'xqzzv wkk', '🏢', '='.repeat(200)])(
    'finds nothing for %j',
    (text) => expect(search(text)).toEqual([]),
  )

  it('never finds the same place twice, and no more than asked', () => {
    for (const text of ['san', 'santa maria', 'villa', 'new']) {
      const hits = search(text, { limit: 20 })
      expect(hits.length).toBe(20)
      expect(new Set(hits.map((hit) => `${hit.latitude},${hit.longitude}`)).size).toBe(20)
    }
  })
})

describe('what lies at a point', () => {
  const nearby = (latitude: number, longitude: number) =>
    gazetteer.nearby({ latitude, longitude, language: 'es' })

  it.each<[string, number, number, string, string]>([
    ['La Línea', 36.1657, -5.3476, 'ES', 'La Línea de la Concepción'],
    ['Gibraltar', 36.1408, -5.3536, 'GI', 'Gibraltar'],
    ['Tijuana', 32.5331, -117.0382, 'MX', 'Tijuana'],
    ['San Diego side', 32.5521, -117.043, 'US', 'Chula Vista'],
    ['Ciudad Juárez', 31.7383, -106.4868, 'MX', 'Ciudad Juárez'],
    ['El Paso', 31.7619, -106.485, 'US', 'El Paso'],
    ['Ceuta', 35.8894, -5.3198, 'ES', 'Ceuta'],
    ['Melilla', 35.2923, -2.9381, 'ES', 'Melilla'],
    ['Andorra', 42.5078, 1.5211, 'AD', 'Andorra la Vieja'],
    ['Las Palmas', 28.12, -15.43, 'ES', 'Las Palmas de Gran Canaria'],
    ['Bogotá, not its quarter', 4.6533, -74.0836, 'CO', 'Bogotá'],
    ['Mexico City, not Benito Juárez', 19.4195, -99.162, 'MX', 'Ciudad de México'],
    ['Alpujarra', 36.96, -3.19, 'ES', 'Cádiar'],
    ['Fiji at 179.99', -16.8, 179.99, 'FJ', 'Labasa'],
    ['Fiji at -179.99', -16.8, -179.99, 'FJ', 'Labasa'],
  ])('%s', (_, latitude, longitude, country, town) => {
    const found = nearby(latitude, longitude)
    expect([found.country, found.town?.country, found.town?.name]).toEqual([country, country, town])
  })

  it.each([
    ['Atlantic', 35, -40],
    ['Null Island', 0, 0],
    ['North Pole', 90, 0],
    ['the 180th meridian', 10, -180],
  ])('has no country in the middle of the sea: %s', (_, latitude, longitude) =>
    expect(nearby(latitude, longitude).country).toBeUndefined(),
  )

  it('measures across the 180th meridian', () => {
    const [east, west] = [nearby(-16.8, -179.99), nearby(-16.8, 179.99)]
    expect(east.town?.metres).toBeLessThan(100_000)
    expect(Math.abs((east.town?.metres ?? 0) - (west.town?.metres ?? 0))).toBeLessThan(3000)
  })

  it('finds almost every Spanish province capital at its own centre', () => {
    const capitals = gazetteer.towns(['ES']).filter(({ population }) => population > 70_000)
    const wrong = capitals.filter((town) => nearby(town.latitude, town.longitude).town?.name !== town.name)
    expect(capitals.length).toBeGreaterThan(80)
    expect(wrong.map(({ name }) => name).length).toBeLessThan(capitals.length / 10)
  })

  it('knows the region of towns that it has not seen, by their neighbours', () => {
    const towns = gazetteer.towns(['ES']).filter((_, i) => i % 40 === 7)
    const right = towns.filter(({ latitude, longitude, state }) => {
      // 1.5 km off the town's own centre.
      const { nearest } = nearby(latitude + 0.0135, longitude)
      return nearest?.state === state
    })
    expect(right.length / towns.length).toBeGreaterThan(0.95)
  })
})

describe('labels', () => {
  const spain = { west: -10, south: 35, east: 5, north: 44, zoom: 6, limit: 100 }

  it('names the largest places, with room between them, in the language of the screen', () => {
    const labels = gazetteer.labels(spain)
    expect(labels[0]).toMatchObject({ name: 'Madrid', capital: true })
    expect(labels.map(({ rank }) => rank)).toEqual(labels.map(({ rank }) => rank).sort((a, b) => b - a))
    expect(labels.length).toBeGreaterThan(20)
    expect(labels.map(({ name }) => name)).toContain('Argel')
    expect(gazetteer.labels({ ...spain, language: 'en' }).map(({ name }) => name)).toContain('Algiers')
    for (const { latitude, longitude } of labels) {
      expect(latitude >= 35 && latitude <= 44 && longitude >= -10 && longitude <= 5).toBe(true)
    }
  })

  it('follows a map that was panned round the globe', () => {
    const box = { ...spain, west: 350, east: 365 }
    const [panned, home] = [gazetteer.labels(box), gazetteer.labels(spain)]
    expect(panned[0]?.name).toBe('Madrid')
    expect(panned[0]?.longitude).toBeCloseTo((home[0]?.longitude ?? 0) + 360, 9)
    const fiji = gazetteer.labels({ west: 176, east: 184, south: -20, north: -15, zoom: 7, limit: 50 })
    expect(fiji.some(({ longitude }) => longitude > 180)).toBe(true)
    expect(fiji.some(({ longitude }) => longitude < 180)).toBe(true)
  })

  it('gives no more than asked, and nothing for a box without a size', () => {
    expect(gazetteer.labels({ ...spain, limit: 3 })).toHaveLength(3)
    expect(gazetteer.labels({ ...spain, east: -10 })).toEqual([])
    expect(gazetteer.labels({ ...spain, north: NaN })).toEqual([])
  })
})

describe('an asset that cannot be read', () => {
  const noGazetteer = [{ source: 'gazetteer', code: 'geo/no-gazetteer' }]

  it.each<[string, (whole: Buffer) => Buffer | undefined, RegExp]>([
    ['missing', () => undefined, /ENOENT/],
    ['empty', () => Buffer.alloc(0), /./],
    ['cut off', (whole) => whole.subarray(0, whole.length / 2), /./],
    ['not packed', () => Buffer.from('no gazetteer'), /./],
    [
      'of another version',
      (whole) => repacked(whole, (head) => ({ ...head, version: 3 })),
      /not a gazetteer of this version/,
    ],
    ['of an older version', () => brotliCompressSync('enlace-gazetteer 1 0 2\nMadrid\n'), /this version/],
    [
      'without its end',
      (whole) =>
        repacked(
          whole,
          (head) => head,
          (body) => body.subarray(0, -1),
        ),
      /cut off/,
    ],
    ['short of lines', (whole) => withSection(whole, 'names', '\n'), /short of lines/],
    ['with too many lines', (whole) => withSection(whole, 'names', '\n'.repeat(250_000)), /too many lines/],
    ['with a column too short', (whole) => withSection(whole, 'regions', 'xx'), /differ in length/],
  ])(
    '%s: says so once, and the chain goes on',
    async (_, damage, reason) => {
      const assetFile = join(tempFolder(), 'gazetteer.br')
      const content = damage(readFileSync(files.assetFile))
      if (content) writeFileSync(assetFile, content)
      const reasons: string[] = []
      const world = createGeocodingWorld({
        ...files,
        assetFile,
        clock: handClock(),
        onUnreadable: (why) => reasons.push(why),
      })
      world.addSite({ id: 'site-1', name: 'Nave Sur', latitude: 40.4168, longitude: -3.7038 })
      try {
        const own = await world.suggest('Nave Sur')
        expect(own.suggestions.map(({ title }) => title)).toEqual(['Nave Sur'])
        expect(own.unavailable).toEqual(noGazetteer)
        const typed = await world.suggest('40,4169 -3,7035')
        expect(typed.suggestions[0]?.place).toMatchObject({
          latitude: 40.4169,
          longitude: -3.7035,
          precision: 'pin',
        })
        const at = await world.reverse(40.4168, -3.7038)
        expect(at).toMatchObject({ place: { addressLine1: 'Calle Mayor, 1' }, unavailable: noGazetteer })
        const nowhere = await world.reverse(0, 0)
        expect(nowhere.place).toMatchObject({ precision: 'none', remarks: ['place.nullIsland'] })
        expect(
          await world.reply('labels', { west: -10, south: 35, east: 5, north: 44, zoom: 6, limit: 9 }),
        ).toMatchObject({
          ok: false,
          error: { code: 'geo/no-gazetteer' },
        })
        expect(await world.towns(['ES'])).toEqual([])
        expect(reasons).toHaveLength(1)
        expect(reasons[0]).toMatch(reason)
      } finally {
        await world.close()
      }
    },
    30_000,
  )

  it('is tried again after a minute', async () => {
    const assetFile = join(tempFolder(), 'gazetteer.br')
    const clock = handClock()
    const reasons: string[] = []
    const world = createGeocodingWorld({
      ...files,
      assetFile,
      clock,
      onUnreadable: (why) => reasons.push(why),
    })
    try {
      expect((await world.suggest('Madrid')).unavailable).toEqual(noGazetteer)
      writeFileSync(assetFile, readFileSync(files.assetFile))
      clock.advance(59_000)
      expect((await world.suggest('Madrid')).unavailable).toEqual(noGazetteer)
      clock.advance(2000)
      const found = await world.suggest('Madrid')
      expect(found.unavailable).toEqual([])
      expect(found.suggestions[0]?.title).toBe('Madrid')
      expect(reasons).toHaveLength(1)
    } finally {
      await world.close()
    }
  }, 30_000)

  it('is read before the first question when the program has time', async () => {
    const reasons: string[] = []
    const world = createGeocodingWorld({
      ...files,
      assetFile: join(tempFolder(), 'gazetteer.br'),
      onUnreadable: (why) => reasons.push(why),
    })
    await world.prepare()
    expect(reasons).toHaveLength(1)
    await world.close()
  })

  it('ends while it is being read', async () => {
    const world = createGeocodingWorld(files)
    const preparing = world.prepare()
    await world.close()
    await preparing
    expect(await world.towns(['ES'])).toEqual([])
  })

  it('answers nothing more after the end', async () => {
    const world = createGeocodingWorld(files)
    await world.suggest('Madrid')
    await world.close()
    expect(await world.towns(['ES'])).toEqual([])
  }, 30_000)
})

describe('the asset', () => {
  it('holds the places of the data package, each where it is', () => {
    const { count } = readGazetteer(brotliDecompressSync(readFileSync(files.assetFile)))
    expect(count).toBeGreaterThan(190_000)
    const madrid = gazetteer.towns(['ES'])[0]
    expect(madrid).toMatchObject({ name: 'Madrid', latitude: 40.4165, longitude: -3.7026, province: '28' })
  })
})
