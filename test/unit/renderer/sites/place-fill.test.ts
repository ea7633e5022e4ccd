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

describe('isTyped', () => {
  it('is false for blanks and for what a machine put there', () => {
    const form = formOf({ name: '  ', city: 'Madrid', filled: { city: 'Madrid', country: 'ES' } })
    expect(PLACE_TEXTS.filter((field) => isTyped(form, field))).toEqual([])
    expect(isTyped({ ...form, city: 'Getafe' }, 'city')).toBe(true)
  })
})
