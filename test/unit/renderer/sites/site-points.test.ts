import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createApp, effectScope, shallowRef } from 'vue'
import { MOST_LISTED_SITES } from '#core/contract/methods/sites.ts'
import { customerOf, siteOf } from '../../../support/builders.ts'
import { createReadHost } from '../../../support/read-host.ts'
import { openDatabase, provideDatabase } from '#renderer/data/index.ts'
import type { SiteQuery } from '#renderer/features/sites/site-query.ts'
import { useSitePoints } from '#renderer/features/sites/useSitePoints.ts'
import { provideHost } from '#renderer/host/index.ts'

const SPAIN = { south: 36, north: 44, west: -10, east: 4, zoom: 6 }

async function makePoints() {
  const host = createReadHost()
  host.commit(
    { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1' }) },
    {
      collection: 'sites',
      id: 's1',
      after: siteOf({ id: 's1', customerId: 'c1', name: 'Nave', latitude: 40, longitude: -3 }),
    },
    {
      collection: 'sites',
      id: 's2',
      after: siteOf({ id: 's2', customerId: 'c1', name: 'Chacra', latitude: -34, longitude: -58 }),
    },
  )
  const database = await openDatabase(host.client)
  const app = createApp({ render: () => null })
  provideHost(app, host.client)
  provideDatabase(app, database)
  const query = shallowRef<SiteQuery>({ filter: {}, sort: { field: 'sortName', direction: 'asc' } })
  const scope = effectScope()
  const points = app.runWithContext(() => scope.run(() => useSitePoints(query)))
  if (!points) throw new Error('no points')
  onTestFinished(async () => {
    scope.stop()
    await database.close()
    host.close()
  })
  return { host, points, query }
}

describe('the points of the map', () => {
  it('are asked for without their documents: the whole view in one answer of columns', async () => {
    const { host, points } = await makePoints()
    points.show(SPAIN)
    await vi.waitFor(() => expect(points.points.value).toHaveLength(1))
    expect(points.points.value).toEqual([{ id: 's1', label: 'Nave', latitude: 40, longitude: -3 }])
    expect(points.pointsOf(['s1', 's2'])).toHaveLength(1)
    expect(points.isCut.value).toBe(false)
    expect(host.calls.filter((method) => method === 'sites.inBoxes')).toHaveLength(1)
    expect(host.calls).not.toContain('store.query')
  })

  it('follow a commit', async () => {
    const { host, points } = await makePoints()
    points.show(SPAIN)
    await vi.waitFor(() => expect(points.points.value).toHaveLength(1))
    const site = siteOf({ id: 's3', customerId: 'c1', latitude: 41, longitude: -4 })
    host.commit({ collection: 'sites', id: 's3', after: site })
    await vi.waitFor(() => expect(points.points.value).toHaveLength(2))
  })

  it('are those that a search found, wherever they lie', async () => {
    const { points, query } = await makePoints()
    points.show(SPAIN)
    await vi.waitFor(() => expect(points.points.value).toHaveLength(1))
    query.value = { ...query.value, filter: { text: 'chacra' } }
    await vi.waitFor(() => expect(points.points.value.map(({ id }) => id)).toEqual(['s2']))
    expect(points.named.value).toEqual([{ id: 's2', label: 'Chacra', latitude: -34, longitude: -58 }])
    expect(points.isCut.value).toBe(false)
  })

  it('are counts of the squares of the map where a view holds very many, each with how many it stands for', async () => {
    const { host, points } = await makePoints()
    host.commit(
      ...Array.from({ length: MOST_LISTED_SITES }, (_, i) => ({
        collection: 'sites' as const,
        id: `m${i}`,
        after: siteOf({ id: `m${i}`, customerId: 'c1', latitude: 40 + (i % 2), longitude: -3 }),
      })),
    )
    points.show(SPAIN)
    await vi.waitFor(() => expect(points.points.value.length).toBeGreaterThan(0))
    const counts = points.points.value.map(({ count = 0 }) => count)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(MOST_LISTED_SITES + 1)
    expect(counts.length).toBeLessThan(5)
    expect(points.isCut.value).toBe(false)
    expect(points.zoom()).toBe(SPAIN.zoom)
  })
})
