import { describe, expect, it } from 'vitest'
import type { Place } from '#core/contract/methods/geo.ts'
import { fillFromPin, fillFromSearch, isTyped } from '#renderer/features/sites/place-fill.ts'
import { newSiteForm, PLACE_TEXTS, type SiteForm } from '#renderer/features/sites/site-form.ts'

const mayor: Place = {
  name: 'Mercado de San Miguel',
  addressLine1: 'Calle Mayor, 1',
  city: 'Madrid',
  state: 'Comunidad de Madrid',
  postcode: '28013',
  country: 'ES',
  latitude: 40.4168,
  longitude: -3.7038,
  placeId: 'place-1',
  source: 'online',
  precision: 'rooftop',
  remarks: [],
}
const cadiar: Place = {
  city: 'Cádiar',
  state: 'Andalucía',
  country: 'ES',
  latitude: 36.9469,
  longitude: -3.1806,
  metres: 2100,
  source: 'gazetteer',
  precision: 'place',
  remarks: [],
}
const formOf = (fields: Partial<SiteForm> = {}): SiteForm => ({ ...newSiteForm('ES'), ...fields })

describe('fillFromSearch', () => {
  it('fills every text of an empty form, and sets the pin', () => {
    const { form, offers } = fillFromSearch(formOf(), mayor)
    expect(form).toMatchObject({
      name: 'Mercado de San Miguel',
      addressLine1: 'Calle Mayor, 1',
      city: 'Madrid',
      postcode: '28013',
      latitude: 40.4168,
      longitude: -3.7038,
      placeId: 'place-1',
      source: 'google',
      precision: 'rooftop',
    })
    expect(offers).toEqual([])
  })

  it('never overwrites a typed text: what differs is offered', () => {
    const typed = formOf({ name: 'Almacén norte', city: 'Alcorcón' })
    const { form, offers } = fillFromSearch(typed, mayor)
    expect(form).toMatchObject({ name: 'Almacén norte', city: 'Alcorcón', postcode: '28013' })
    expect(offers).toEqual([
      { field: 'name', value: 'Mercado de San Miguel' },
      { field: 'city', value: 'Madrid' },
    ])
  })

  it('offers nothing for a text that differs only by accents, case or blanks', () => {
    const { form, offers } = fillFromSearch(formOf({ city: ' MADRÍD ' }), mayor)
    expect(form.city).toBe(' MADRÍD ')
    expect(offers).toEqual([])
  })

  it('replaces what a place had filled, and empties what the next place does not know', () => {
    const first = fillFromSearch(formOf(), mayor).form
    const { form, offers } = fillFromSearch(first, cadiar)
    expect(form).toMatchObject({
      addressLine1: '',
      city: 'Cádiar',
      postcode: '',
      placeId: '',
      source: 'offline',
    })
    expect(offers).toEqual([])
  })

  it('keeps a filled text that a person has changed since', () => {
    const first = fillFromSearch(formOf(), mayor).form
    const { form, offers } = fillFromSearch({ ...first, addressLine1: 'Calle Mayor, 1, bajo' }, cadiar)
    expect(form).toMatchObject({ addressLine1: 'Calle Mayor, 1, bajo', city: 'Cádiar' })
    expect(offers).toEqual([])
  })

  it('replaces the preset country, keeps one that the place does not know', () => {
    expect(fillFromSearch(formOf(), { ...cadiar, country: 'PT' }).form.country).toBe('PT')
    const { country: _country, ...nowhere } = cadiar
    expect(fillFromSearch(formOf(), nowhere).form.country).toBe('ES')
  })

  it('leaves the pin where it is when the place has no position', () => {
    const { latitude: _latitude, longitude: _longitude, ...vague } = mayor
    const before = formOf({ latitude: 37, longitude: -3 })
    const { form } = fillFromSearch(before, vague)
    expect(form).toMatchObject({
      latitude: 37,
      longitude: -3,
      source: 'user',
      precision: 'pin',
      city: 'Madrid',
    })
  })

  it('changes nothing of the form it was given', () => {
    const before = formOf({ name: 'Almacén' })
    const copy = structuredClone(before)
    fillFromSearch(before, mayor)
    expect(before).toEqual(copy)
  })
})

describe('fillFromPin', () => {
  const pinned = formOf({ latitude: 36.93, longitude: -3.19 })

  it('never moves the pin, whatever the position of the address', () => {
    for (const place of [mayor, cadiar]) {
      const { form } = fillFromPin(pinned, place)
      expect(form).toMatchObject({ latitude: 36.93, longitude: -3.19, source: 'user', precision: 'pin' })
    }
  })

  it('keeps a typed name and note, and fills the town', () => {
    const { form } = fillFromPin({ ...pinned, name: 'Finca La Loma', addressNote: 'Granero rojo' }, cadiar)
    expect(form).toMatchObject({ name: 'Finca La Loma', addressNote: 'Granero rojo', city: 'Cádiar' })
  })

  it('takes no town as the name of a site', () => {
    expect(fillFromPin(pinned, cadiar).form.name).toBe('')
    expect(fillFromPin(pinned, mayor).form.name).toBe('Mercado de San Miguel')
  })

  it('refills what an earlier search had filled', () => {
    const searched = fillFromSearch(formOf(), mayor).form
    const { form } = fillFromPin({ ...searched, latitude: 36.93, longitude: -3.19 }, cadiar)
    expect(form).toMatchObject({ city: 'Cádiar', addressLine1: '', postcode: '', state: 'Andalucía' })
  })
})

describe('a pin moved by hand after a search, with only towns to ask', () => {
  /** What the offline chain knows of an address: the middle of its town. */
  const alcala: Place = {
    name: 'Calle Alcalá 20',
    addressLine1: 'Calle Alcalá 20',
    city: 'Madrid',
    state: 'Comunidad de Madrid',
    postcode: '28014',
    country: 'ES',
    latitude: 40.4165,
    longitude: -3.7026,
    source: 'gazetteer',
    precision: 'place',
    remarks: ['place.approximate'],
  }
  const madrid: Place = {
    city: 'Madrid',
    state: 'Comunidad de Madrid',
    country: 'ES',
    latitude: 40.4165,
    longitude: -3.7026,
    source: 'gazetteer',
    precision: 'place',
    remarks: ['place.estimatedRegion'],
  }
  const texts = {
    name: 'Calle Alcalá 20',
    addressLine1: 'Calle Alcalá 20',
    city: 'Madrid',
    postcode: '28014',
    country: 'ES',
  }
  const metre = 1 / 111_320
  const moved = (place: Place, metres: number, around: Place) => {
    const { form } = fillFromSearch(formOf(), place)
    return fillFromPin({ ...form, latitude: (place.latitude ?? 0) + metres * metre }, around)
  }

  it.each([2, 172, 9000])('keeps the address %d m from where the search put it', (metres) => {
    const { form, offers, isKept } = moved(alcala, metres, madrid)
    expect(form).toMatchObject(texts)
    expect(offers).toEqual([])
    expect(isKept).toBe(true)
  })

  it('keeps it over several moves, and measures from where it was found', () => {
    const { form: first } = moved(mayor, 200, madrid)
    expect(first).toMatchObject({ addressLine1: 'Calle Mayor, 1', postcode: '28013' })
    const { form: second } = fillFromPin({ ...first, latitude: 40.4168 + 400 * metre }, madrid)
    expect(second).toMatchObject({ addressLine1: '', postcode: '', name: 'Madrid', city: 'Madrid' })
  })

  it('offers the neighbouring town near the edge, and takes it farther away', () => {
    const leganes: Place = { ...madrid, city: 'Leganés' }
    const near = moved(alcala, 1500, leganes)
    expect(near.form).toMatchObject(texts)
    expect(near.offers).toEqual([{ field: 'city', value: 'Leganés' }])
    const { form } = moved(alcala, 12_000, leganes)
    expect(form).toMatchObject({ city: 'Leganés', addressLine1: '', postcode: '', name: 'Leganés' })
  })

  it('keeps the number when only the street is known, and takes a house that is known', () => {
    const street: Place = { ...madrid, addressLine1: 'Calle Alcalá', precision: 'street' }
    expect(moved(alcala, 172, street)).toMatchObject({ form: texts, offers: [] })
    const house: Place = { ...street, addressLine1: 'Calle Alcalá, 22', precision: 'rooftop' }
    expect(moved(alcala, 172, house).form.addressLine1).toBe('Calle Alcalá, 22')
  })

  it('keeps what an earlier pin has found only as near as a house', () => {
    const pinned = fillFromPin(formOf({ latitude: 40.4168, longitude: -3.7038 }), mayor).form
    expect(fillFromPin({ ...pinned, latitude: 40.4168 + 2 * metre }, madrid).form.postcode).toBe('28013')
    expect(fillFromPin({ ...pinned, latitude: 40.4168 + 60 * metre }, madrid).form.postcode).toBe('')
  })

  it('lets a code or coordinates move the pin as a hand does', () => {
    const { form } = fillFromSearch(formOf(), alcala)
    const typed: Place = { ...madrid, latitude: 40.419, longitude: -3.699, source: 'typed', precision: 'pin' }
    expect(fillFromSearch(form, typed).form).toMatchObject({
      ...texts,
      latitude: 40.419,
      source: 'user',
      precision: 'pin',
    })
  })
})

describe('the name of the site', () => {
  const coded: Place = { ...cadiar, source: 'typed', precision: 'pin' }

  it('follows the place until a person types one', () => {
    const first = fillFromSearch(formOf(), mayor).form
    expect(fillFromSearch(first, { ...cadiar, name: 'Cádiar' }).form.name).toBe('Cádiar')
    expect(fillFromSearch(first, coded).form.name).toBe('Cádiar')
    expect(fillFromSearch(formOf(), coded).form.name).toBe('')
    expect(fillFromSearch({ ...first, name: 'Mi finca' }, coded).form.name).toBe('Mi finca')
  })
})

describe('a place at sea', () => {
  const sea: Place = {
    latitude: 10,
    longitude: -180,
    source: 'typed',
    precision: 'pin',
    remarks: ['place.atSea'],
  }

  it('clears the country and the town of the place before', () => {
    const { form } = fillFromSearch(fillFromSearch(formOf(), mayor).form, sea)
    expect(form).toMatchObject({ country: '', city: '', name: '', addressLine1: '', longitude: -180 })
  })

  it('leaves a typed country', () => {
    const typed = formOf({ country: 'FJ', filled: {} })
    expect(fillFromSearch(typed, sea).form.country).toBe('FJ')
  })
})

describe('isTyped', () => {
  it('is false for blanks and for what a machine put there', () => {
    const form = formOf({ name: '  ', city: 'Madrid', filled: { city: 'Madrid', country: 'ES' } })
    expect(PLACE_TEXTS.filter((field) => isTyped(form, field))).toEqual([])
    expect(isTyped({ ...form, city: 'Getafe' }, 'city')).toBe(true)
  })
})
