import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Issue } from '#core/sync/issue.ts'
import { FULL_SCOPE } from '#core/sync/scope.ts'
import { revokeStep } from '#core/sync/server/device-steps.ts'
import { createDesktop, type Desktop } from './world/desktop.ts'
import { createSimServer, type SimServer } from './world/server.ts'
import { workOnce } from './world/workload.ts'
import { createWorld, HOUR, type World } from './world/world.ts'

const MINUTE = 60_000
const SECOND = 1_000

let world: World
let server: SimServer
let a: Desktop
let b: Desktop

const pass = (milliseconds: number) => world.scheduler.runUntil(world.scheduler.now() + milliseconds)

async function enrol(desktop: Desktop): Promise<void> {
  server.store.data.enrolments.set(desktop.name, { scope: FULL_SCOPE })
  const done = desktop.enrol(desktop.name)
  await pass(MINUTE)
  await done
  desktop.person = { personId: 'person-A', officeId: 'office-A' }
  desktop.open()
}

beforeEach(async () => {
  world = createWorld(1, new Set(), undefined)
  server = createSimServer(world)
  a = createDesktop(world, server, 'A')
  b = createDesktop(world, server, 'B')
  a.act('setup.initialise', {
    ...{
      language: 'es',
      personName: 'Ana',
      companyName: 'Enlace',
      officeName: 'Madrid',
      officePrefix: 'MAD',
    },
    ...{ timeZone: 'Europe/Madrid', country: 'ES' },
  })
  await enrol(a)
  await enrol(b)
  await pass(HOUR)
})

afterEach(() => expect(world.violations).toEqual([]))

const createCustomer = (desktop: Desktop) =>
  desktop.act('customer.create', { name: 'Bar Sol', type: 'business' })
const customersOf = (desktop: Desktop) => [...(desktop.file().records.get('customers')?.values() ?? [])]
const issues = (): Issue[] =>
  // Only the merger writes issues.
  [...server.store.data.records.values()].flatMap(({ collection, record }) =>
    collection === 'issues' ? [record.body as Issue] : [],
  )

describe('two desktops and a server', () => {
  it('raise no conflict as long as people take turns', async () => {
    const random = world.random('turns')
    for (let turn = 0; turn < 60; turn++) {
      workOnce(world, turn % 2 ? a : b, random)
      await pass(10 * MINUTE)
    }
    expect(customersOf(a).length).toBeGreaterThan(2)
    expect(customersOf(a)).toEqual(customersOf(b))
    expect(issues().filter(({ kind }) => kind !== 'billedTwice' && kind !== 'claim')).toEqual([])
  })

  it('keep their identities, whatever is written and sent while a page is on its way', async () => {
    const random = world.random('meanwhile')
    for (let turn = 0; turn < 100; turn++) {
      a.client()?.poke()
      await pass(random.int(1, 400))
      createCustomer(a)
      await pass(10 * SECOND)
    }
    const { devices } = server.store.data
    expect([...devices.values()].map(({ name, state }) => [name, state])).toEqual([
      ['A', 'active'],
      ['B', 'active'],
    ])
  })

  it('show a change on the other side soon after a poke, and at the latest at the safety pull', async () => {
    createCustomer(a)
    await pass(5 * SECOND)
    b.client()?.poke()
    await pass(2 * SECOND)
    expect(customersOf(b)).toHaveLength(1)
    createCustomer(a)
    await pass(5 * MINUTE)
    expect(customersOf(b)).toHaveLength(2)
  })

  it('go on offline, say since when, and lose nothing', async () => {
    a.isOnline = false
    createCustomer(a)
    const began = world.scheduler.now()
    await pass(6 * HOUR)
    const since = a.client()?.status().offlineSince ?? 0
    expect(since - began).toBeLessThan(10 * SECOND)
    expect(customersOf(a)).toHaveLength(1)
    a.isOnline = true
    await pass(11 * MINUTE)
    expect(a.client()?.status().offlineSince).toBeUndefined()
    expect(customersOf(b)).toHaveLength(1)
  })

  it('pause with the reason when the program is too old, keep the queue, and go on after the update', async () => {
    a.schema = 1
    a.close()
    a.open()
    server.options.minSchema = 2
    createCustomer(a)
    await pass(HOUR)
    expect(a.client()?.status().paused).toBe('update')
    expect(customersOf(a)).toHaveLength(1)
    expect(customersOf(b)).toEqual([])
    a.close()
    a.schema = 2
    a.open()
    await pass(HOUR)
    expect(a.client()?.status().paused).toBeUndefined()
    expect(customersOf(b)).toHaveLength(1)
  })

  it('leave a revoked desktop its file, and take nothing more of it', async () => {
    const revoked = server.run((store) => revokeStep(store, a.file().identity.id))
    await pass(SECOND)
    await revoked
    createCustomer(a)
    await pass(HOUR)
    expect(a.client()?.status().paused).toBe('revoked')
    expect(customersOf(a)).toHaveLength(1)
    expect(customersOf(b)).toEqual([])
  })

  it('keep the server’s version beside pending changes, and lay them over a new one', async () => {
    createCustomer(a)
    await pass(HOUR)
    const [customer] = customersOf(b)
    a.isOnline = false
    b.act('customer.update', { id: customer?.id, changes: { billDay: 5 } })
    a.act('customer.update', { id: customer?.id, changes: { name: 'Bar Luna' } })
    expect(a.file().bases.size).toBe(1)
    await pass(HOUR)
    a.isOnline = true
    await pass(HOUR)
    expect(a.file().bases.size).toBe(0)
    expect(customersOf(a)).toMatchObject([{ name: 'Bar Luna', billDay: 5 }])
    expect(customersOf(b)).toEqual(customersOf(a))
  })

  it.each([0, 20 * HOUR])(
    'find a record that changed by itself within a day, also when a clock was %i ms off',
    async (off) => {
      createCustomer(a)
      // Long enough for a comparison by the clock as it is, which somebody then puts right.
      b.skew = off
      await pass(5 * HOUR)
      b.skew = 0
      const [customer] = customersOf(b)
      b.file()
        .records.get('customers')
        ?.set(String(customer?.id), { id: String(customer?.id), name: 'dañado' })
      world.damaged.add(`customers/${customer?.id}`)
      await pass(25 * HOUR)
      expect(customersOf(b)).toEqual([customer])
    },
  )
})
