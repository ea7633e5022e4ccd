import { describe, expect, it } from 'vitest'
import type { Place } from '#core/contract/methods/geo.ts'
import { plusCodeHolds } from '#core/domain/values/plus-code.ts'
import {
  checkSiteForm,
  formToChanges,
  formToCreate,
  newSiteForm,
  originOf,
  plusCodeOf,
  siteToForm,
} from '#renderer/features/sites/site-form.ts'
import { siteOf } from '#test/support/builders.ts'

describe('a new site', () => {
  it('sends what was given and nothing empty', () => {
    const filledFrom = { latitude: 36.9, longitude: -3.2, precision: 'place' as const, chosen: true }
    const form = {
      ...newSiteForm('ES'),
      name: 'Finca',
      latitude: 36.93,
      longitude: -3.19,
      city: 'Cádiar',
      filledFrom,
    }
    expect(formToCreate(form, 'customer-1')).toEqual({
      customerId: 'customer-1',
      name: 'Finca',
      city: 'Cádiar',
      country: 'ES',
      latitude: 36.93,
      longitude: -3.19,
      separateInvoice: false,
      origin: { source: 'user', precision: 'pin' },
    })
  })

  it('sends a position of zero: the equator is no absent number', () => {
    const form = { ...newSiteForm('GA'), name: 'Línea', latitude: 0, longitude: 0 }
    expect(formToCreate(form, 'customer-1')).toMatchObject({ latitude: 0, longitude: 0 })
  })

  it('lacks a name and a position at first', () => {
    const errors = checkSiteForm(newSiteForm('ES'), {}).filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code }) => code)).toEqual(['site.nameMissing', 'site.positionMissing'])
  })

  it('needs no address at all: that is a warning', () => {
    const form = { ...newSiteForm('ES'), name: 'Finca', latitude: 36.93, longitude: -3.19 }
    expect(checkSiteForm(form, {})).toEqual([
      expect.objectContaining({ code: 'site.addressMissing', severity: 'warning' }),
    ])
    expect(checkSiteForm({ ...form, addressNote: 'Granero rojo' }, {})).toEqual([])
  })
})

describe('changes of a site', () => {
  const site = siteOf({ addressLine2: '3.º B' })

  it('are none when nothing was changed', () => {
    expect(formToChanges(site, siteToForm(site))).toEqual({})
  })

  it('are the changed fields only', () => {
    expect(formToChanges(site, { ...siteToForm(site), city: 'Getafe', separateInvoice: true })).toEqual({
      city: 'Getafe',
      separateInvoice: true,
    })
  })

  it('clear an emptied optional text by null, and hand an emptied name over for the rules to refuse', () => {
    expect(formToChanges(site, { ...siteToForm(site), addressLine2: '', name: '' })).toEqual({
      addressLine2: null,
      name: '',
    })
  })

  it('tell the origin with a moved pin, though it was placed by hand before too', () => {
    expect(formToChanges(site, { ...siteToForm(site), latitude: 40.42 })).toEqual({
      latitude: 40.42,
      origin: { source: 'user', precision: 'pin' },
    })
  })

  it('tell the origin alone when the same point is confirmed by hand', () => {
    const found = siteOf({ origin: { source: 'google', precision: 'street', at: site.createdAt } })
    const form = { ...siteToForm(found), source: 'user' as const, precision: 'pin' as const }
    expect(formToChanges(found, form)).toEqual({ origin: { source: 'user', precision: 'pin' } })
  })

  it('do not tell what a machine filled: that is for the form only', () => {
    expect(formToChanges(site, { ...siteToForm(site), filled: { city: 'Madrid' } })).toEqual({})
  })
})

describe('plusCodeOf', () => {
  it('has 12 characters and holds the point', () => {
    const code = plusCodeOf({ latitude: 40.4168, longitude: -3.7038 })
    expect(code).toHaveLength(12)
    expect(plusCodeHolds(code ?? '', 40.4168, -3.7038)).toBe(true)
  })

  it('is none while half a position is known', () => {
    expect(plusCodeOf({ latitude: 40 })).toBeUndefined()
  })
})

describe('originOf', () => {
  const place = (fields: Pick<Place, 'source' | 'precision'>): Place => ({ remarks: [], ...fields })

  it('names sources and precisions as the store does', () => {
    expect(originOf(place({ source: 'online', precision: 'rooftop' }))).toEqual({
      source: 'google',
      precision: 'rooftop',
    })
    expect(originOf(place({ source: 'typed', precision: 'pin' }))).toEqual({
      source: 'user',
      precision: 'pin',
    })
    expect(originOf(place({ source: 'gazetteer', precision: 'region' }))).toEqual({
      source: 'offline',
      precision: 'none',
    })
  })
})
