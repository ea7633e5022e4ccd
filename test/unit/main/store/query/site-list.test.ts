import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { SiteFilter } from '#core/domain/site/filter.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { fold } from '#core/lib/fold.ts'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { customerOf, siteOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

let store: ReadStore
const ARCHIVED = { at: '2026-01-01T00:00:00.000Z', by: 'p1', batch: 'b1' }

beforeEach(() => {
  store = createReadStore()
  store.write([
    { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', name: 'Panadería Núñez' }) },
    { collection: 'customers', id: 'c2', after: customerOf({ id: 'c2', name: 'Ana Ruiz' }) },
  ])
})
afterEach(() => store.close())

const put = (...sites: Site[]) =>
  store.write(sites.map((site) => ({ collection: 'sites' as const, id: site.id, after: site })))

function ask<V extends 'list' | 'points'>(verb: V, input: MethodInput<'sites', V>) {
  const reply = store.read[`sites.${verb}`]?.(input)
  if (!reply?.ok) throw new Error('no answer')
  return reply.value as MethodOutput<'sites', V>
}
const BY_NAME = { field: 'sortName', direction: 'asc' } as const
const list = (filter: SiteFilter = {}, more: Partial<MethodInput<'sites', 'list'>> = {}) =>
  ask('list', { filter, sort: BY_NAME, skip: 0, limit: 50, ...more })
const ids = (filter: SiteFilter = {}, more: Partial<MethodInput<'sites', 'list'>> = {}) =>
  list(filter, more).rows.map(({ id }) => id)
const exactly = (precision: Site['origin']['precision']) => ({ ...siteOf().origin, precision })

describe('the list of sites', () => {
  it('tells what a row shows, with the name of its customer', () => {
    put(siteOf({ id: 's1', customerId: 'c1', name: 'Obrador', city: 'Sigüenza', origin: exactly('street') }))
    expect(list()).toMatchObject({
      total: 1,
      inexact: 1,
      isPartial: false,
      rows: [
        {
          id: 's1',
          name: 'Obrador',
          customerName: 'Panadería Núñez',
          city: 'Sigüenza',
          precision: 'street',
          archived: false,
        },
      ],
    })
  })

  it('is of sites in use: not archived themselves, nor by their customer, until both are back', () => {
    put(
      siteOf({ id: 's1', customerId: 'c1', sortName: 'a' }),
      siteOf({ id: 's2', customerId: 'c1', sortName: 'b', archived: ARCHIVED }),
      siteOf({ id: 's3', customerId: 'c2', sortName: 'c' }),
    )
    expect([ids(), ids({ archived: true })]).toEqual([['s1', 's3'], ['s2']])
    const before = customerOf({ id: 'c1', name: 'Panadería Núñez' })
    const archived = { ...before, archived: ARCHIVED }
    store.write([{ collection: 'customers', id: 'c1', after: archived }])
    expect([ids(), ids({ archived: true })]).toEqual([['s3'], ['s1', 's2']])
    expect([list().total, list({ archived: true }).total]).toEqual([1, 2])
    store.write([{ collection: 'customers', id: 'c1', after: before }])
    expect([ids(), ids({ archived: true })]).toEqual([['s1', 's3'], ['s2']])
    expect([list().total, list({ archived: true }).total]).toEqual([2, 1])
  })

  it('finds sites by their own words, by their customer’s, and with one slip', () => {
    put(
      siteOf({ id: 's1', customerId: 'c1', name: 'Obrador' }),
      siteOf({ id: 's2', customerId: 'c2', name: 'Casa' }),
    )
    expect(ids({ text: 'obra' })).toEqual(['s1'])
    expect(ids({ text: 'nuñez' })).toEqual(['s1'])
    expect(ids({ text: 'obrodor' })).toEqual(['s1'])
    expect(list({ text: 'obrador', archived: true })).toMatchObject({ total: 0, rows: [] })
    expect(ask('points', { filter: { text: 'casa' }, sort: BY_NAME })).toMatchObject({
      ids: ['s2'],
      names: ['Casa'],
      customerIds: ['c2'],
    })
  })

  it('never hides a site without a usable position among the others, and loses it once it has one (pain 31)', () => {
    const vague = siteOf({ id: 's1', customerId: 'c1', origin: exactly('none') })
    put(vague, siteOf({ id: 's2', customerId: 'c2', origin: exactly('rooftop') }))
    expect([ids({ inexact: true }), list().inexact]).toEqual([['s1'], 1])
    put({ ...vague, origin: exactly('pin') })
    expect([ids({ inexact: true }), list().inexact]).toEqual([[], 0])
  })

  it('moves with its customer and leaves nothing behind', () => {
    const site = siteOf({ id: 's1', customerId: 'c1' })
    put(site)
    store.write([{ collection: 'sites', id: 's1', after: { ...site, customerId: 'c2' } }])
    expect(list().rows.map(({ customerName }) => customerName)).toEqual(['Ana Ruiz'])
    store.write([{ collection: 'sites', id: 's1', after: undefined }])
    expect(list()).toMatchObject({ total: 0, rows: [] })
  })

  it.each([7, 8, 9])('is in the order that sorting by hand gives, page by page (seed %i)', (seed) => {
    const random = createSeededRandom(seed)
    const some = <T>(values: readonly T[]): T => values[Math.floor(random.next() * values.length)] as T
    const sites = Array.from({ length: 60 }, (_, i) =>
      siteOf({
        id: `s${String(i).padStart(2, '0')}`,
        customerId: some(['c1', 'c2']),
        sortName: some(['a', 'b', 'ñ', 'z']),
        city: some([undefined, 'Ávila', 'Madrid', 'avila']),
        origin: exactly(some(['pin', 'street', 'none'])),
        ...(random.next() < 0.2 && { archived: ARCHIVED }),
      }),
    )
    put(...sites)
    for (const archived of [false, true])
      for (const inexact of [false, true])
        for (const field of ['sortName', 'city'] as const)
          for (const direction of ['asc', 'desc'] as const) {
            const keyOf = (site: Site) => (field === 'city' ? fold(site.city ?? '') : site.sortName)
            const wanted = sites
              .filter((site) => Boolean(site.archived) === archived)
              .filter(({ origin }) => !inexact || origin.precision !== 'pin')
              .map(keyOf)
              .sort()
            if (direction === 'desc') wanted.reverse()
            const filter = { ...(archived && { archived }), ...(inexact && { inexact }) }
            const pages = [0, 20, 40, 60].flatMap((skip) =>
              ids(filter, { sort: { field, direction }, skip, limit: 20 }),
            )
            const found = pages.map((id) => keyOf(sites.find((site) => site.id === id) as Site))
            expect(found, `${field} ${direction} ${archived} ${inexact}`).toEqual(wanted)
            expect(new Set(pages).size).toBe(wanted.length)
            expect(list(filter).total).toBe(wanted.length)
          }
  })
})
