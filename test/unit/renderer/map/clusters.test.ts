import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterPoints, clusterRadius } from '#renderer/map/overlay/clusters.ts'

const point = (id: string, latitude: number, longitude: number) => ({ id, label: id, latitude, longitude })
const madrid = point('madrid', 40.4168, -3.7038)
const getafe = point('getafe', 40.3083, -3.7327)
const lisbon = point('lisbon', 38.7223, -9.1393)

describe('clusterPoints', () => {
  it('gathers neighbours from afar and parts them near by', () => {
    const far = clusterPoints([madrid, getafe, lisbon], 3)
    expect(far.map(({ ids }) => ids).sort()).toContainEqual(['madrid', 'getafe'])
    expect(clusterPoints([madrid, getafe, lisbon], 12)).toHaveLength(3)
  })

  it('stands in the middle of its members', () => {
    const [pair] = clusterPoints([point('a', 10, 20), point('b', 10, 20.0002)], 10)
    expect(pair?.ids).toEqual(['a', 'b'])
    expect(((pair?.x ?? 0) - 0.5) * 360).toBeCloseTo(20.0001, 6)
  })

  it('loses no point and doubles none, at any zoom', () => {
    const points = fc.array(
      fc.tuple(
        fc.double({ min: -85, max: 85, noNaN: true }),
        fc.double({ min: -180, max: 179.9, noNaN: true }),
      ),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(points, fc.integer({ min: 2, max: 21 }), (places, zoom) => {
        const all = places.map(([latitude, longitude], index) => point(String(index), latitude, longitude))
        const ids = clusterPoints(all, zoom).flatMap((cluster) => [...cluster.ids])
        expect(ids.sort()).toEqual(all.map(({ id }) => id).sort())
      }),
    )
  })

  it('keeps its clusters when other points come and go: squares are fixed to the world', () => {
    const before = clusterPoints([madrid, getafe], 3)
    const after = clusterPoints([lisbon, madrid, getafe], 3)
    expect(after).toEqual(expect.arrayContaining(before))
  })

  it('counts what a point stands for, and stands in the middle of all of it', () => {
    const [pair] = clusterPoints([{ ...point('a', 10, 20), count: 3 }, point('b', 10, 20.0004)], 8)
    expect(pair?.count).toBe(4)
    expect(((pair?.x ?? 0) - 0.5) * 360).toBeCloseTo(20.0001, 6)
  })

  it('names a cluster by its first member', () => {
    expect(clusterPoints([getafe, madrid], 3)[0]?.label).toBe('getafe')
  })
})

describe('clusterRadius', () => {
  it('grows with the digits inside', () => {
    const radii = [1, 2, 10, 100, 1000].map(clusterRadius)
    expect(radii).toEqual([...new Set(radii)].sort((a, b) => a - b))
  })
})
