import { describe, expect, it, onTestFinished } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { customerOf, siteOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

type Site = Parameters<typeof siteOf>[0]

function storeWith(sites: readonly NonNullable<Site>[]): ReadStore {
  const store = createReadStore()
  onTestFinished(() => store.close())
  store.write([
    { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1' }) },
    ...sites.map((site, i) => {
      const id = `s${i}`
      return { collection: 'sites' as const, id, after: siteOf({ customerId: 'c1', ...site, id }) }
    }),
  ])
  return store
}

function ask(
  store: ReadStore,
  input: Partial<MethodInput<'sites', 'inBoxes'>>,
): MethodOutput<'sites', 'inBoxes'> {
  const reply = store.read['sites.inBoxes']?.({ limit: 10_000, boxes: [], ...input })
  if (!reply?.ok) throw new Error('no answer')
  return reply.value as MethodOutput<'sites', 'inBoxes'>
}

const IBERIA = { south: 36, north: 44, west: -10, east: 4 }

describe('sites for a map', () => {
  it('come in columns, with their exact position', () => {
    const store = storeWith([{ name: 'Nave «Sur»', latitude: 40.416775, longitude: -3.70379 }])
    expect(ask(store, { boxes: [IBERIA] })).toEqual({
      ids: ['s0'],
      names: ['Nave «Sur»'],
      latitudes: [40.416775],
      longitudes: [-3.70379],
    })
    expect(ask(store, {}).ids).toEqual([])
  })

  it('are those that comparing every position finds (seed 5)', () => {
    const random = createSeededRandom(5)
    const sites = Array.from({ length: 400 }, () => ({
      latitude: Number((35 + random.next() * 10).toFixed(3)),
      longitude: Number((-11 + random.next() * 16).toFixed(3)),
    }))
    const store = storeWith(sites)
    const wanted = sites.flatMap(({ latitude, longitude }, i) =>
      latitude >= 36 && latitude <= 44 && longitude >= -10 && longitude <= 4 ? [`s${i}`] : [],
    )
    expect(ask(store, { boxes: [IBERIA] }).ids.toSorted()).toEqual(wanted.toSorted())
  })

  it('include one that lies on the edge, and none just outside it', () => {
    const store = storeWith([
      { latitude: 44, longitude: -10 },
      { latitude: 44.000001, longitude: -10 },
      { latitude: 44, longitude: -10.000001 },
    ])
    expect(ask(store, { boxes: [IBERIA] }).ids).toEqual(['s0'])
  })

  it('come from both sides of ±180', () => {
    const store = storeWith([
      { latitude: -17, longitude: 179.9 },
      { latitude: -17, longitude: -179.9 },
      { latitude: -17, longitude: 170 },
    ])
    const boxes = [
      { south: -20, north: -10, west: 175, east: 180 },
      { south: -20, north: -10, west: -180, east: -175 },
    ]
    expect(ask(store, { boxes }).ids).toEqual(['s0', 's1'])
    expect(ask(store, { boxes, limit: 1 }).ids).toHaveLength(1)
  })

  it('leave out archived ones, and keep to the precisions asked for', () => {
    const archived = { at: '2026-01-01T00:00:00.000Z', by: 'p1' }
    const origin = (precision: 'pin' | 'street') => ({
      source: 'user' as const,
      precision,
      at: '2026-01-01T00:00:00.000Z',
    })
    const store = storeWith([
      { latitude: 40, longitude: 0, origin: origin('pin') },
      { latitude: 40, longitude: 0, origin: origin('street') },
      { latitude: 40, longitude: 0, origin: origin('street'), archived },
    ])
    expect(ask(store, { boxes: [IBERIA] }).ids).toEqual(['s0', 's1'])
    expect(ask(store, { boxes: [IBERIA], precisions: ['street', 'none'] }).ids).toEqual(['s1'])
  })

  it('stop at the limit', () => {
    const store = storeWith(Array.from({ length: 9 }, () => ({ latitude: 40, longitude: 0 })))
    expect(ask(store, { boxes: [IBERIA], limit: 4 }).ids).toHaveLength(4)
  })
})
