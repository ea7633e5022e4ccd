import fc from 'fast-check'
import geographiclib from 'geographiclib-geodesic'
import { describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { customerOf, siteOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

const near = (store: ReadStore, input: MethodInput<'sites', 'near'>) => {
  const reply = store.read['sites.near']?.(input)
  if (!reply?.ok) throw new Error('no answer')
  return (reply.value as MethodOutput<'sites', 'near'>).sites
}

function storeWith(positions: readonly (readonly [latitude: number, longitude: number])[]): ReadStore {
  const store = createReadStore()
  store.write([
    { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1' }) },
    ...positions.map(([latitude, longitude], i) => ({
      collection: 'sites' as const,
      id: `s${i}`,
      after: siteOf({ id: `s${i}`, customerId: 'c1', latitude, longitude }),
    })),
  ])
  return store
}

const seed = Number(process.env.SEED ?? 11)

describe('sites near a point', () => {
  it('measures on the ellipsoid: a degree at the equator is longer eastwards than northwards', () => {
    const store = storeWith([
      [1, 0],
      [0, 1],
    ])
    const found = near(store, { latitude: 0, longitude: 0, radiusKm: 112, limit: 5 })
    // WGS 84: the meridian's first degree, and a 360th of the equator.
    expect(found.map(({ id, metres }) => [id, metres.toFixed(2)])).toEqual([
      ['s0', '110574.39'],
      ['s1', '111319.49'],
    ])
    store.close()
  })

  it('crosses the antimeridian and the poles', () => {
    const store = storeWith([
      [-17, 179.99],
      [-17, -179.99],
      [89.9, 10],
      [89.9, -170],
    ])
    const ids = (latitude: number, longitude: number, radiusKm: number) =>
      near(store, { latitude, longitude, radiusKm, limit: 9 }).map(({ id }) => id)
    expect(ids(-17, 179.995, 10)).toEqual(['s0', 's1'])
    expect(ids(-17, -179.995, 10)).toEqual(['s1', 's0'])
    expect(ids(-17, 180.005, 10)).toEqual(['s1', 's0'])
    expect(ids(89.95, 10, 20)).toEqual(['s2', 's3'])
    store.close()
  })

  it('leaves out archived sites and sites of archived customers', () => {
    const store = storeWith([[40, -3]])
    const archived = { at: '2026-01-20T00:00:00.000Z', by: 'person-1' }
    const count = () => near(store, { latitude: 40, longitude: -3, radiusKm: 1, limit: 9 }).length
    expect(count()).toBe(1)
    store.write([{ collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', archived }) }])
    expect(count()).toBe(0)
    store.write([{ collection: 'customers', id: 'c1', after: customerOf({ id: 'c1' }) }])
    store.write([
      {
        collection: 'sites',
        id: 's0',
        after: siteOf({ id: 's0', customerId: 'c1', latitude: 40, longitude: -3, archived }),
      },
    ])
    expect(count()).toBe(0)
    store.close()
  })

  it(`finds what measuring every site finds (seed ${seed})`, () => {
    const latitude = fc.oneof(
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.constantFrom(-90, 0, 89.999, 90),
    )
    const longitude = fc.oneof(
      fc.double({ min: -180, max: 179.999, noNaN: true }),
      fc.constantFrom(-180, 179.9999, 0),
    )
    const geodesic = geographiclib.Geodesic.WGS84
    fc.assert(
      fc.property(
        fc.array(fc.tuple(latitude, longitude), { minLength: 1, maxLength: 40 }),
        fc.array(
          fc.tuple(
            latitude,
            longitude,
            fc.oneof(fc.double({ min: 0, max: 20_100, noNaN: true }), fc.constantFrom(0, 1, 50)),
          ),
          { minLength: 1, maxLength: 10 },
        ),
        fc.integer({ min: 1, max: 50 }),
        (positions, centres, limit) => {
          const store = storeWith(positions)
          for (const [lat, lng, radiusKm] of centres) {
            const expected = positions
              .map(([a, b], i) => ({ id: `s${i}`, metres: geodesic.Inverse(lat, lng, a, b).s12 ?? 0 }))
              .filter(({ metres }) => metres <= radiusKm * 1000)
              .sort((a, b) => a.metres - b.metres)
              .slice(0, limit)
            const found = near(store, { latitude: lat, longitude: lng, radiusKm, limit })
            expect(found.map(({ metres }) => metres.toFixed(6))).toEqual(
              expected.map(({ metres }) => metres.toFixed(6)),
            )
          }
          store.close()
        },
      ),
      { seed, numRuns: 60 },
    )
  })
})
