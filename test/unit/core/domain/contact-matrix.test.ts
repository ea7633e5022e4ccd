import { describe, expect, it } from 'vitest'
import { contactMatrix } from '#core/domain/contact/matrix.ts'
import { contactOf, contactTypeOf, siteOf } from '#test/support/builders.ts'

const types = ['own', 'billing', 'technical', 'commercial', 'family'].map(contactTypeOf)
const sites = [siteOf({ id: 'site-1' }), siteOf({ id: 'site-2' })]
const archived = { at: '2026-01-01T00:00:00Z', by: 'p' }
const person = (id: string, type: string, more: Parameters<typeof contactOf>[0] = {}) =>
  contactOf({ id, name: id, typeIds: [`type-${type}`], ...more })

describe('contactMatrix', () => {
  it('has no gaps when one person gets everything for all sites', () => {
    const { rows, gaps, receivers } = contactMatrix([person('ana', 'own')], sites, types)
    expect(gaps).toEqual([])
    expect(rows[0]).toMatchObject({ contactId: 'ana', receives: { invoices: true, campaigns: true } })
    expect(receivers('outages', 'site-2')).toEqual(['ana'])
  })

  it('names the site for which nobody gets outage notices', () => {
    const people = [person('b', 'billing'), person('t', 'technical', { siteIds: ['site-1'] })]
    expect(contactMatrix(people, sites, types).gaps).toEqual([
      { kind: 'outages', siteIds: ['site-2'], everywhere: false },
      { kind: 'works', siteIds: ['site-2'], everywhere: false },
      { kind: 'visits', siteIds: ['site-2'], everywhere: false },
    ])
  })

  it('counts only people whom a message can reach', () => {
    const gapsOf = (more: object) =>
      contactMatrix([person('ana', 'own', more)], sites, types).gaps.map((gap) => gap.kind)
    const all = ['invoices', 'reminders', 'outages', 'works', 'visits']
    expect(gapsOf({ emails: [] })).toEqual(all)
    expect(gapsOf({ suppressed: { reason: 'bounced', at: archived.at } })).toEqual(all)
    expect(gapsOf({ archived })).toEqual(all)
    expect(gapsOf({ suppressed: { reason: 'unsubscribed', at: archived.at } })).toEqual([])
  })

  it('sends campaigns only to those who agreed and did not unsubscribe, and misses nobody for them', () => {
    const reach = (more: object) =>
      contactMatrix([person('ana', 'own', more)], sites, types).rows[0]?.reaches.campaigns
    const consent = { marketing: true, source: 'web', at: archived.at }
    expect(reach({})).toBe(false)
    expect(reach({ consent })).toBe(true)
    expect(reach({ consent, suppressed: { reason: 'unsubscribed', at: archived.at } })).toBe(false)
  })

  it('speaks of the customer as a whole while there are no sites', () => {
    expect(contactMatrix([person('b', 'billing')], [], types).gaps).toEqual(
      ['outages', 'works', 'visits'].map((kind) => ({ kind, siteIds: [], everywhere: true })),
    )
    expect(contactMatrix([], [siteOf({ archived })], types).gaps).toHaveLength(5)
  })

  it('lists people in the order of the lists', () => {
    const people = [person('Zoe', 'own'), person('Álvaro', 'own'), person('bea', 'own')]
    expect(contactMatrix(people, sites, types).rows.map((row) => row.name)).toEqual(['Álvaro', 'bea', 'Zoe'])
  })
})
