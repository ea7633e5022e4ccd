import { describe, expect, it } from 'vitest'
import type { HostReply } from '#core/contract/envelope.ts'
import { createDemoLoader, type DemoPlan, type DemoProgress } from '#main/services/demo/index.ts'
import { createReadyWorld } from '#test/support/command-world.ts'
import { COASTAL_TOWNS, readLand } from '#test/support/demo-towns.ts'

const plan: DemoPlan = {
  customers: 1100,
  seed: 1,
  language: 'es',
  office: { id: 'office-madrid', country: 'ES', prefix: 'MAD' },
  personId: 'person-1',
}

function setUp() {
  const world = createReadyWorld()
  let ids = 0
  const loader = createDemoLoader({
    run(command, input): Promise<HostReply> {
      const outcome = world.run(command, input)
      if (!outcome.ok) throw new Error(outcome.error.code)
      return Promise.resolve({ ok: true, value: outcome.value.result })
    },
    towns: () => Promise.resolve(COASTAL_TOWNS),
    clock: { now: () => world.now },
    ids: { next: () => `demo-${++ids}` },
    land: () => Promise.resolve(readLand()),
  })
  return { world, loader }
}

describe('demo loader', () => {
  it('stores everything in batches, numbered by this desktop, with progress', async () => {
    const { world, loader } = setUp()
    const progress: DemoProgress[] = []
    const loaded = await loader.load(plan, { onProgress: (step) => progress.push(step) })
    expect(loaded.ok && loaded.value.customers).toBe(1100)
    expect(progress.map((step) => step.done)).toEqual([0, 500, 1000, 1100])
    const customers = world.all('customers')
    expect(customers).toHaveLength(1100)
    expect(new Set(customers.map((customer) => customer.number)).size).toBe(1100)
    expect(customers.every((customer) => /^(MAD|SVQ|BCN|CDMX|BUE|LON)-7Q-\d{6}$/.test(customer.number))).toBe(
      true,
    )
  })

  it('stops between batches when it is cancelled', async () => {
    const { world, loader } = setUp()
    const cancel = new AbortController()
    const loaded = await loader.load(plan, {
      signal: cancel.signal,
      onProgress: ({ done }) => {
        if (done > 0) cancel.abort()
      },
    })
    expect(loaded).toMatchObject({ ok: false, error: { code: 'host/cancelled' } })
    expect(world.all('customers')).toHaveLength(500)
  })

  it('passes on what the store answers', async () => {
    const full = { code: 'store/disk-full', message: 'disk full', retryable: true } as const
    const loader = createDemoLoader({
      run: () => Promise.resolve({ ok: false, error: full }),
      towns: () => Promise.resolve(COASTAL_TOWNS),
      clock: { now: () => 0 },
      ids: { next: () => 'x' },
      land: () => Promise.resolve(readLand()),
    })
    expect(await loader.load(plan)).toEqual({ ok: false, error: full })
  })
})
