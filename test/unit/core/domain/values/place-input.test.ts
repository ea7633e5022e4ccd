import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePlaceInput, type PlaceInput } from '#core/domain/values/place-input.ts'

const seed = 5870

const near = (latitude: number, longitude: number, more: object = {}) =>
  expect.objectContaining({
    kind: 'coordinates',
    latitude: expect.closeTo(latitude, 6) as number,
    longitude: expect.closeTo(longitude, 6) as number,
    exact: true,
    swapped: false,
    ...more,
  }) as PlaceInput
const text = (value: string): PlaceInput => ({ kind: 'text', text: value })
const code = (value: string) => expect.objectContaining({ kind: 'plusCode', code: value }) as PlaceInput
const short = (value: string, locality: string): PlaceInput => ({ kind: 'shortCode', code: value, locality })
const not = (reason: string) => ({ kind: 'notUnderstood', reason })

describe('parsePlaceInput', () => {
  it.each<[string, unknown]>([
    // Codes.
    ['9C3XGV4C+XV', code('9C3XGV4C+XV')],
    ['9c3xgv4c+xv8', code('9C3XGV4C+XV8')],
    ['9c3xgv4c xv', code('9C3XGV4C+XV')],
    ['9C3XGV4C%2BXV', code('9C3XGV4C+XV')],
    ['  9C3XGV4C+XV, London  ', code('9C3XGV4C+XV')],
    ['9C3X0000+', code('9C3X0000+')],
    ['8CGR C78W + 5V', code('8CGRC78W+5V')],
    ['8cgr c78w+5v2, Madrid', code('8CGRC78W+5V2')],
    ['Madrid 8CGR C78W+5V', code('8CGRC78W+5V')],
    ['8cgrc78w+5v', code('8CGRC78W+5V')],
    ['8CGRC78W5V', code('8CGRC78W+5V')],
    ['8cgrc78w5v2', code('8CGRC78W+5V2')],
    ['8CGR C78W 5V', code('8CGRC78W+5V')],
    ['8CGRC78W', code('8CGRC78W+')],
    ['8CGR C78W', code('8CGRC78W+')],
    // Not on the globe, a digit short, no letters at all.
    ['XXGRC78W5V', text('XXGRC78W5V')],
    ['8CGRC78W5', text('8CGRC78W5')],
    ['2345678923', text('2345678923')],
    ['2345 6789 23', text('2345 6789 23')],
    ['Calle 2345 6789', text('Calle 2345 6789')],
    ['GV4C+XV Londres', short('GV4C+XV', 'Londres')],
    ['gv4c+xv, Londres, Reino Unido', short('GV4C+XV', 'Londres, Reino Unido')],
    ['Londres GV4C+XV', short('GV4C+XV', 'Londres')],
    ['GV4C+XV', short('GV4C+XV', '')],
    ['CX222222+22', text('CX222222+22')],
    ['22345678 99', text('22345678 99')],
    // Coordinates.
    ['40,4169 -3,7035', near(40.4169, -3.7035)],
    [`40°25'01"N 3°42'13"W`, near(40.4169444, -3.7036111)],
    ['-99.1332, 19.4326', near(19.4326, -99.1332, { swapped: true })],
    ['0,0', near(0, 0)],
    ['179.99 W, 10 N', near(10, -179.99)],
    // geo: addresses.
    ['geo:40.4169,-3.7035', near(40.4169, -3.7035)],
    ['GEO:40.4169,-3.7035,667;u=35', near(40.4169, -3.7035)],
    ['geo:40.4169,-3.7035;crs=wgs84;u=5', near(40.4169, -3.7035)],
    ['geo:0,0?q=40.4169,-3.7035(Puerta+del+Sol)', near(40.4169, -3.7035, { name: 'Puerta del Sol' })],
    ['geo:0,0?q=Calle%20Mayor%201,%20Madrid', text('Calle Mayor 1, Madrid')],
    ['geo:40.4169,-3.7035?z=17', near(40.4169, -3.7035)],
    ['geo:40.4169,-3.7035?q=Bar%20Sol', near(40.4169, -3.7035, { name: 'Bar Sol', exact: false })],
    ['geo:40.4169,-3.7035?q=41.5,2.1', near(41.5, 2.1)],
    ['geo:323482,4306480;crs=EPSG:32618', not('link')],
    ['geo:nowhere', not('link')],
    // Google.
    ['https://www.google.com/maps/@40.4169,-3.7035,17z', near(40.4169, -3.7035, { exact: false })],
    ['https://maps.google.com/?q=40.4169,-3.7035', near(40.4169, -3.7035)],
    ['https://www.google.es/maps?q=loc:40.4169,-3.7035', near(40.4169, -3.7035)],
    ['https://www.google.com/maps/search/?api=1&query=40.4169%2C-3.7035', near(40.4169, -3.7035)],
    ['https://www.google.com/maps/search/40.4169,+-3.7035?entry=tts', near(40.4169, -3.7035)],
    [
      'https://www.google.com/maps/place/Puerta+del+Sol/@40.41,-3.71,15z/data=!3m1!4b1!4m6!3m5!1s0xd!8m2!3d40.4169!4d-3.7035!16s',
      near(40.4169, -3.7035, { name: 'Puerta del Sol' }),
    ],
    [
      `https://www.google.com/maps/place/40%C2%B025'01.0%22N+3%C2%B042'12.6%22W/@40.41,-3.71,17z/data=!4m4!3m3!8m2!3d40.4169!4d-3.7035`,
      near(40.4169, -3.7035),
    ],
    [
      'https://www.google.com/maps/place/Calle+Mayor,+1,+28013+Madrid/@40.4165,-3.7038,17z',
      near(40.4165, -3.7038, { exact: false, name: 'Calle Mayor, 1, 28013 Madrid' }),
    ],
    ['https://www.google.com/maps/place/Calle+Mayor,+1,+28013+Madrid', text('Calle Mayor, 1, 28013 Madrid')],
    ['https://www.google.com/maps/place/9C3XGV4C%2BXV', code('9C3XGV4C+XV')],
    ['https://www.google.com/maps/dir/Sevilla/40.4169,-3.7035/', near(40.4169, -3.7035)],
    ['https://www.google.com/maps/dir/?api=1&destination=40.4169,-3.7035', near(40.4169, -3.7035)],
    ['https://maps.google.com/maps?ll=40.4169,-3.7035&z=12', near(40.4169, -3.7035)],
    ['Nos vemos aquí: https://maps.google.com/?q=40.4169,-3.7035', near(40.4169, -3.7035)],
    ['www.google.com/maps/@40.4169,-3.7035,17z', near(40.4169, -3.7035, { exact: false })],
    ['https://maps.app.goo.gl/AbCdEf', not('shortLink')],
    ['https://goo.gl/maps/AbCdEf', not('shortLink')],
    ['https://www.google.com/maps', not('link')],
    // Others.
    ['https://plus.codes/9C3XGV4C+XV', code('9C3XGV4C+XV')],
    ['https://www.openstreetmap.org/?mlat=40.4169&mlon=-3.7035#map=17/40.4/-3.7', near(40.4169, -3.7035)],
    ['https://www.openstreetmap.org/#map=17/40.4169/-3.7035', near(40.4169, -3.7035, { exact: false })],
    ['https://www.openstreetmap.org/search?query=C%C3%A1diar', text('Cádiar')],
    ['https://osm.org/go/b8Q3', not('shortLink')],
    ['https://maps.apple.com/?ll=40.4169,-3.7035&q=Oficina', near(40.4169, -3.7035, { name: 'Oficina' })],
    ['https://maps.apple.com/?address=Calle%20Mayor%201', text('Calle Mayor 1')],
    ['https://www.bing.com/maps?cp=40.4169~-3.7035&lvl=16', near(40.4169, -3.7035, { exact: false })],
    [
      'https://www.bing.com/maps?sp=point.40.4169_-3.7035_Oficina',
      near(40.4169, -3.7035, { name: 'Oficina' }),
    ],
    ['https://waze.com/ul?ll=40.4169,-3.7035&navigate=yes', near(40.4169, -3.7035)],
    ['https://share.here.com/l/40.4169,-3.7035,Oficina', near(40.4169, -3.7035)],
    ['///cargo.mesa.lápiz', not('what3words')],
    ['https://w3w.co/cargo.mesa.lapiz', not('what3words')],
    ['https://example.org/contact', not('link')],
    ['https://www.google.com/maps/place/%E0%A4%A', text('%E0%A4%A')],
    // Addresses stay text.
    ...[
      'Calle Mayor, 1, 28013 Madrid',
      'C/ Alcalá nº 45 3º izq.',
      's/n',
      'Km 23,5 Ctra. A-4130, Cádiar',
      'Av. Hidalgo 400, Col. Centro, Guadalajara',
      'Av. Corrientes 1, C1043 CABA',
      'Cra. 7 # 32-16, Bogotá',
      '10 Downing St, SW1A 2AA',
      'Ceuta',
      '28013',
      'www.empresa.es',
    ].map((line): [string, PlaceInput] => [line, text(line)]),
    ['', not('empty')],
    ['   ', not('empty')],
    ['x'.repeat(2001), not('tooLong')],
  ])('%s', (input, expected) => expect(parsePlaceInput(input)).toEqual(expected))

  it('joins lines of a pasted address', () => {
    expect(parsePlaceInput('Calle Mayor, 1\n28013  Madrid')).toEqual(text('Calle Mayor, 1 28013 Madrid'))
  })

  it(`never throws and never takes long (seed ${seed})`, () => {
    const pieces = fc.constantFrom(
      'https://',
      'www.google.com/maps',
      '/place/',
      '@',
      '!3d',
      '!4d',
      '?q=',
      '&',
      '%',
      '%2',
      '+',
      ' ',
      ',',
      '-',
      '.',
      '4',
      '40.4',
      'geo:',
      ';',
      '(',
      ')',
      '22222222',
      'N',
      '°',
      "'",
      '///',
      'a.b.c',
      '#map=1/',
      '\n',
      'é',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
        const started = performance.now()
        const input = parsePlaceInput(parts.join(''))
        expect(performance.now() - started).toBeLessThan(250)
        if ('latitude' in input) {
          expect(Math.abs(input.latitude)).toBeLessThanOrEqual(90)
          expect(input.longitude >= -180 && input.longitude < 180).toBe(true)
        }
      }),
      { seed, numRuns: 3000 },
    )
  })

  it.each([
    'a ,'.repeat(660),
    '2 '.repeat(999),
    `https://${'a.'.repeat(900)}`,
    '+'.repeat(2000),
    `${'22'.repeat(990)}+`,
    ' ,'.repeat(900) + 'x',
  ])('does not stumble over repetitions (%#)', (input) => {
    const started = performance.now()
    parsePlaceInput(input)
    expect(performance.now() - started).toBeLessThan(250)
  })
})
