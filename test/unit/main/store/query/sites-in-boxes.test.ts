import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { clusterPoints } from '#renderer/map/overlay/clusters.ts'
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

  it('are listed one by one while the limit holds them all, whatever the zoom', () => {
    const store = storeWith(Array.from({ length: 3 }, () => ({ latitude: 40, longitude: 0 })))
    const answer = ask(store, { boxes: [IBERIA], limit: 3, zoom: 5 })
    expect(answer.counts).toBeUndefined()
    expect(answer.ids).toHaveLength(3)
  })
})

describe('more sites than a map is given one by one', () => {
  const random = createSeededRandom(7)
  const places = Array.from({ length: 600 }, () => ({
    latitude: Number((-89 + random.next() * 178).toFixed(4)),
    longitude: Number((-180 + random.next() * 360).toFixed(4)),
  }))
  const edges = [
    { latitude: 90, longitude: 0 },
    { latitude: -90, longitude: 0 },
    { latitude: 0, longitude: -180 },
    { latitude: 0, longitude: 179.999999 },
    { latitude: 86, longitude: 10 },
    { latitude: -86, longitude: 10 },
  ]
  const sites = [...places, ...edges]
  const points = sites.map((place, i) => ({ id: `s${i}`, label: '', ...place }))
  const store = createReadStore()
  afterAll(() => store.close())
  store.write([
    { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1' }) },
    ...points.map(({ id, latitude, longitude }) => ({
      collection: 'sites' as const,
      id,
      after: siteOf({ id, customerId: 'c1', latitude, longitude }),
    })),
  ])
  const WORLD = { south: -90, north: 90, west: -180, east: 180 }
  const sum = (counts: readonly number[] = []) => counts.reduce((total, count) => total + count, 0)

  it.each([2, 3, 4])('are counted by the squares that the window draws (zoom %i)', (zoom) => {
    const answer = ask(store, { boxes: [WORLD], limit: 10, zoom })
    expect(sum(answer.counts)).toBe(sites.length)
    const drawn = answer.ids.map((id, i) => ({
      id,
      label: '',
      latitude: answer.latitudes[i] ?? NaN,
      longitude: answer.longitudes[i] ?? NaN,
      count: answer.counts?.[i] ?? 0,
    }))
    const counts = (all: Parameters<typeof clusterPoints>[0]) =>
      clusterPoints(all, zoom)
        .map(({ count }) => count)
        .sort((a, b) => a - b)
    expect(counts(drawn)).toEqual(counts(points))
  })

  it('are counted by whole squares, so that a view that is moved a little changes no figure', () => {
    const at = (shift: number) => {
      const box = { south: 20 + shift, north: 50 + shift, west: -20 + shift, east: 30 + shift }
      const { ids, counts } = ask(store, { boxes: [box], limit: 5, zoom: 4 })
      return new Map(ids.map((id, i) => [id, counts?.[i]]))
    }
    const [before, after] = [at(0), at(0.5)]
    const both = [...before.keys()].filter((id) => after.has(id))
    expect(both.length).toBeGreaterThan(10)
    for (const id of both) expect(after.get(id)).toBe(before.get(id))
  })

  it('are counted once where a view that crosses ±180 goes nearly all round', () => {
    const boxes = [
      { ...WORLD, west: -170 },
      { ...WORLD, east: -171 },
    ]
    const answer = ask(store, { boxes, limit: 10, zoom: 2 })
    expect(sum(answer.counts)).toBe(sites.length)
  })

  it('are few rows of squares however small those would be', () => {
    expect(sum(ask(store, { boxes: [WORLD], limit: 10, zoom: 22 }).counts)).toBe(sites.length)
  })

  it('carry the name of the one where there is no other', () => {
    const alone = storeWith([
      { name: 'Sola', latitude: 10, longitude: 10 },
      { latitude: 40, longitude: 0 },
      { latitude: 40, longitude: 0 },
    ])
    const answer = ask(alone, { boxes: [WORLD], limit: 2, zoom: 6 })
    expect(answer.names[answer.counts?.indexOf(1) ?? -1]).toBe('Sola')
    expect(answer.counts?.toSorted()).toEqual([1, 2])
  })

  it('keep to the precisions asked for', () => {
    const answer = ask(store, { boxes: [WORLD], limit: 1, zoom: 3, precisions: ['none'] })
    expect(answer.ids).toEqual([])
  })
})
