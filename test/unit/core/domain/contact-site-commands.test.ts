import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ContactSaved, ContactsArchived } from '#core/domain/contact/commands.ts'
import { seedId } from '#core/domain/seed-id.ts'
import type { SiteSaved } from '#core/domain/site/commands.ts'
import { plusCodeHolds } from '#core/domain/values/plus-code.ts'
import { contactOf, customerOf, siteOf } from '#test/support/builders.ts'
import { createReadyWorld, resultOf, sha256, type CommandWorld } from '#test/support/command-world.ts'

const contactType = (key: string) => seedId(sha256, 'contactType', key)

let world: CommandWorld
beforeEach(() => {
  world = createReadyWorld()
  world.put('customers', customerOf())
})

const codes = (name: string, input: unknown) => {
  const outcome = world.run(name, input)
  if (outcome.ok) return { code: 'ok', fields: [] }
  return {
    code: outcome.error.code,
    fields: (outcome.error.fields ?? []).map((issue) => `${issue.path} ${issue.code}`),
  }
}

describe('contacts', () => {
  it('are made with tidy emails, readable phones and warnings', () => {
    const saved = resultOf<ContactSaved>(
      world.run('contact.create', {
        customerId: 'customer-1',
        name: 'Luis Ñáñez',
        phones: [{ id: 'p1', typed: 'por las tardes' }],
        typeIds: [contactType('billing'), contactType('billing')],
      }),
    )
    expect(world.get('contacts', saved.id)).toMatchObject({
      sortName: 'luis n{an{ez',
      phones: [{ id: 'p1', typed: 'por las tardes' }],
      typeIds: [contactType('billing')],
      siteIds: [],
    })
    expect(saved.warnings.map((issue) => issue.code)).toEqual([
      'contact.phoneUnreadable',
      'contact.needsEmail',
    ])
  })

  it('are stored without characters that nobody sees', () => {
    const saved = resultOf<ContactSaved>(
      world.run('contact.create', {
        customerId: 'customer-1',
        name: 'Ana\u202E Ruiz\u200B',
        role: 'Jefa\nde obra',
        emails: [{ id: 'e1', address: 'mailto:\u200Bana@b.es ', label: '\u2066casa' }],
        phones: [{ id: 'p1', typed: '\u202A600 10 20 30\u202C' }],
        consent: { marketing: true, source: 'web\uFEFF', at: '2026-01-01T12:00:00.000Z' },
      }),
    )
    expect(world.get('contacts', saved.id)).toMatchObject({
      name: 'Ana Ruiz',
      role: 'Jefa de obra',
      emails: [{ address: 'ana@b.es', label: 'casa' }],
      phones: [{ typed: '600 10 20 30', e164: '+34600102030' }],
      consent: { source: 'web' },
    })
    resultOf(world.run('contact.update', { id: saved.id, changes: { name: 'Ana\u2067 R.' } }))
    expect(world.get('contacts', saved.id)?.name).toBe('Ana R.')
  })

  it('take only sites of their own customer', () => {
    world.put('sites', siteOf(), siteOf({ id: 'foreign', customerId: 'customer-2' }))
    const input = { customerId: 'customer-1', name: 'Luis', siteIds: ['site-1'] }
    expect(codes('contact.create', input).code).toBe('ok')
    expect(codes('contact.create', { ...input, siteIds: ['foreign'] }).fields).toContain(
      'siteIds contact.siteForeign',
    )
  })

  it('keep fields of a newer version when they are changed', () => {
    world.put('contacts', { ...contactOf(), nickname: 'Anita' } as never)
    resultOf(world.run('contact.update', { id: 'contact-1', changes: { phones: [], role: 'Gerente' } }))
    expect(world.get('contacts', 'contact-1')).toEqual({
      ...contactOf(),
      phones: [],
      role: 'Gerente',
      nickname: 'Anita',
    })
  })

  it('cannot be added to, changed or restored under an archived customer', () => {
    const archived = { at: '2026-01-01T00:00:00Z', by: 'p' }
    world.put('customers', customerOf({ archived }))
    world.put('contacts', contactOf(), contactOf({ id: 'gone', archived }))
    expect(codes('contact.create', { customerId: 'customer-1', name: 'X' }).code).toBe('customer.isArchived')
    expect(codes('contact.update', { id: 'contact-1', changes: { name: 'X' } }).code).toBe(
      'customer.isArchived',
    )
    expect(codes('contact.restore', { ids: ['gone'] }).code).toBe('customer.isArchived')
    expect(codes('contact.update', { id: 'none', changes: {} }).code).toBe('contact.notFound')
  })

  it('tell which messages nobody gets after archiving', () => {
    world.put('sites', siteOf(), siteOf({ id: 'site-2', name: 'Nave' }))
    world.put(
      'contacts',
      contactOf({ id: 'billing', typeIds: [contactType('billing')] }),
      contactOf({ id: 'tech-1', typeIds: [contactType('technical')], siteIds: ['site-1'] }),
      contactOf({ id: 'tech-2', typeIds: [contactType('technical')], siteIds: ['site-2'] }),
    )
    const archived = resultOf<ContactsArchived>(world.run('contact.archive', { ids: ['tech-2'] }))
    expect(archived.lost).toEqual(
      ['outages', 'works', 'visits'].map((kind) => ({ customerId: 'customer-1', kind, siteIds: ['site-2'] })),
    )
    resultOf(world.run('contact.restore', { ids: ['tech-2'] }))
    const family = contactOf({ id: 'second', typeIds: [contactType('technical')] })
    world.put('contacts', family)
    expect(resultOf<ContactsArchived>(world.run('contact.archive', { ids: ['second'] })).lost).toEqual([])
  })
})

describe('sites', () => {
  const madrid = { customerId: 'customer-1', name: 'Tienda', latitude: 40.4168, longitude: -3.7038 }

  it('get their Plus Code computed and the office’s country', () => {
    const saved = resultOf<SiteSaved>(world.run('site.create', { ...madrid, addressLine1: 'Calle Mayor, 1' }))
    expect(saved.plusCode).toBe(siteOf().plusCode)
    expect(world.get('sites', saved.id)).toMatchObject({
      country: 'ES',
      plusCode: saved.plusCode,
      origin: { source: 'user', precision: 'pin', at: '2026-03-10T10:00:00.000Z' },
      separateInvoice: false,
    })
    expect(saved.warnings).toEqual([])
  })

  it('need a position and a name', () => {
    const withoutPlace = { customerId: 'customer-1', name: ' ', longitude: -3.7, addressLine1: 'x' }
    expect(codes('site.create', withoutPlace).fields).toEqual([
      'name site.nameMissing',
      'latitude site.positionMissing',
    ])
    expect(codes('site.create', { ...madrid, latitude: 91 }).fields).toContain('latitude site.latitudeRange')
    expect(codes('site.create', { ...madrid, customerId: 'none' }).code).toBe('customer.notFound')
  })

  it('always carry a code that lies on their position, whatever was dragged where', () => {
    const latitude = fc.double({ min: -90, max: 90, noNaN: true })
    const longitude = fc.double({ min: -720, max: 720, noNaN: true })
    fc.assert(
      fc.property(latitude, longitude, latitude, longitude, (lat1, lng1, lat2, lng2) => {
        const { id } = resultOf<SiteSaved>(
          world.run('site.create', { ...madrid, latitude: lat1, longitude: lng1 }),
        )
        const check = () => {
          const site = world.get('sites', id)!
          expect(site.longitude).toBeGreaterThanOrEqual(-180)
          expect(site.longitude).toBeLessThan(180)
          expect(site.plusCode).toHaveLength(12)
          expect(plusCodeHolds(site.plusCode, site.latitude, site.longitude)).toBe(true)
        }
        check()
        resultOf(world.run('site.update', { id, changes: { latitude: lat2, longitude: lng2 } }))
        check()
      }),
      { numRuns: 60 },
    )
  })

  it('forget the place identifier when they are moved, not when they are renamed', () => {
    world.put('sites', siteOf({ placeId: 'ChIJ1' }))
    resultOf(world.run('site.update', { id: 'site-1', changes: { name: 'Otra', city: null } }))
    const renamed = world.get('sites', 'site-1')
    expect(renamed).toMatchObject({
      name: 'Otra',
      sortName: 'otra',
      placeId: 'ChIJ1',
      plusCode: siteOf().plusCode,
    })
    expect(renamed).not.toHaveProperty('city')
    resultOf(
      world.run('site.update', {
        id: 'site-1',
        changes: { latitude: 41.39, origin: { source: 'google', precision: 'rooftop' } },
      }),
    )
    const moved = world.get('sites', 'site-1')
    expect(moved).not.toHaveProperty('placeId')
    expect(moved?.plusCode).not.toBe(siteOf().plusCode)
    expect(moved?.origin).toEqual({ source: 'google', precision: 'rooftop', at: '2026-03-10T10:00:00.000Z' })
  })

  it('write nothing when nothing changed', () => {
    world.put('sites', siteOf())
    const outcome = world.run('site.update', {
      id: 'site-1',
      changes: { latitude: 40.4168, name: 'Sede central' },
    })
    expect(outcome.ok && outcome.value.writes).toEqual([])
  })

  it('are archived and restored on their own', () => {
    world.put('sites', siteOf())
    resultOf(world.run('site.archive', { ids: ['site-1'] }))
    expect(codes('site.update', { id: 'site-1', changes: { name: 'X' } }).code).toBe('site.isArchived')
    resultOf(world.run('site.restore', { ids: ['site-1'] }))
    expect(world.get('sites', 'site-1')).toEqual(siteOf())
  })
})
