import { beforeEach, describe, expect, it } from 'vitest'
import type { Issue } from '#core/sync/issue.ts'
import { replaceIdentity } from '#core/sync/client/identity.ts'
import { historyOnce, pullOnce, repairOnce } from '#core/sync/client/pull-loop.ts'
import { pushOnce } from '#core/sync/client/push-loop.ts'
import {
  createBareServer,
  joinServer,
  NOON,
  settle,
  type BareServer,
  type Office,
  type OpenOffice,
} from '../support/sync-office.ts'

/** What the sync client needs of the file of a desktop. Run once for each kind of file. */
export function clientStoreSuite(name: string, open: OpenOffice): void {
  describe(`the client's store in ${name}`, () => {
    let server: BareServer
    let a: Office
    let b: Office

    beforeEach(async () => {
      server = createBareServer()
      a = open('a', server)
      b = open('b', server)
      joinServer(a, server)
      joinServer(b, server)
      await settle(a)
      await settle(b)
      await settle(a)
    })

    /** Fetches the activity that the first pull left out. */
    const fetchHistory = async ({ store, network }: Office): Promise<void> => {
      while (await historyOnce(store, network, { pageSize: 50 }));
    }
    const customers = (office: Office) => office.documents('customers')
    const addCustomer = (office: Office, customerName: string) =>
      office.act('customer.create', { name: customerName, type: 'business' })
    const issues = () =>
      [...server.store.data.records.values()].flatMap(({ collection, record }) =>
        // Only the merger writes issues.
        collection === 'issues' ? [record.body as unknown as Issue] : [],
      )

    it('brings what one desktop wrote to the other, once', async () => {
      addCustomer(a, 'Bar Sol')
      await settle(a)
      await settle(b)
      expect(customers(b)).toHaveLength(1)
      expect(customers(b)).toEqual(customers(a))
      await settle(b)
      expect(customers(b)).toEqual(customers(a))
      expect(await b.store.nextOps(10, new Set())).toEqual([])
    })

    it('shows nothing of a pull before its last page', async () => {
      for (let index = 0; index < 5; index++) addCustomer(a, `Bar ${index}`)
      await settle(a)
      const state = await b.store.state()
      if (!state) throw new Error('not joined')
      const page = await b.network.pull({ ...state, limit: 3 })
      if (!page.ok) throw new Error(page.refusal)
      expect(await b.store.stage(state.after, page)).toBe(true)
      expect(customers(b)).toEqual([])
      expect((await b.store.state())?.after).toEqual(page.next)
      // The same page again does not follow any more.
      expect(await b.store.stage(state.after, page)).toBe(false)
      await settle(b)
      expect(customers(b)).toHaveLength(5)
    })

    it('keeps own edits on top of what comes in, and lets fields that others changed through', async () => {
      addCustomer(a, 'Bar Sol')
      await settle(a)
      await settle(b)
      const [customer] = customers(b)
      a.act('customer.update', { id: customer?.id, changes: { name: 'Bar Luna' } })
      b.act('customer.update', { id: customer?.id, changes: { billDay: 5 } })
      await settle(b)
      const state = await a.store.state()
      if (!state) throw new Error('not joined')
      const page = await a.network.pull({ ...state, limit: 100 })
      if (!page.ok) throw new Error(page.refusal)
      await a.store.stage(state.after, page)
      await a.store.applyStaged({ next: page.next, applied: page.applied })
      expect(customers(a)).toMatchObject([{ name: 'Bar Luna', billDay: 5 }])
      await settle(a)
      await settle(b)
      expect(customers(a)).toMatchObject([{ name: 'Bar Luna', billDay: 5 }])
      expect(customers(b)).toEqual(customers(a))
      expect(issues()).toEqual([])
    })

    it('settles on the server’s version after a conflict, with the other one in an issue', async () => {
      addCustomer(a, 'Bar Sol')
      await settle(a)
      await settle(b)
      const [customer] = customers(b)
      a.act('customer.update', { id: customer?.id, changes: { name: 'Bar Luna' } })
      b.act('customer.update', { id: customer?.id, changes: { name: 'Bar Mar' } })
      await settle(a)
      await settle(b)
      await settle(a)
      expect(customers(b)).toEqual(customers(a))
      expect(issues().map(({ kind }) => kind)).toEqual(['conflict'])
    })

    it('takes off what the server refused', async () => {
      server.options.refuses = (header) => (header.command === 'customer.create' ? 'role' : undefined)
      addCustomer(a, 'Bar Sol')
      expect(customers(a)).toHaveLength(1)
      await settle(a)
      expect(customers(a)).toEqual([])
      expect(issues()).toMatchObject([{ kind: 'rejected', reason: 'role' }])
      // A bad op does not block the next one.
      server.options.refuses = undefined
      addCustomer(a, 'Bar Luna')
      await settle(a)
      await settle(b)
      expect(customers(b)).toMatchObject([{ name: 'Bar Luna' }])
    })

    it('is asked for the rest after a gap, and forgets what was acknowledged', async () => {
      addCustomer(a, 'Bar Sol')
      addCustomer(a, 'Bar Luna')
      const [first, second] = await a.store.nextOps(10, new Set())
      if (!first || !second) throw new Error('two ops wait')
      expect(second.header.prevHash).toBe(first.header.hash)
      const state = await a.store.state()
      if (!state) throw new Error('not joined')
      const { device, epoch, schema } = state
      const answer = await a.network.push({ device, epoch, schema, ops: [second] })
      if (!answer.ok) throw new Error(answer.refusal)
      await a.store.acknowledge(epoch, answer.results)
      expect(await a.store.nextOps(10, new Set())).toHaveLength(2)
      await settle(a)
      expect(await a.store.nextOps(10, new Set())).toEqual([])
    })

    it('offers what a restored server lost, of any device, and loses nothing', async () => {
      addCustomer(a, 'Bar Sol')
      await settle(a)
      await settle(b)
      const backup = structuredClone(server.store.data)
      addCustomer(a, 'Bar Luna')
      await settle(a)
      await settle(b)
      addCustomer(b, 'Bar Mar')
      await settle(b)
      server.store.data = { ...backup, stream: { ...backup.stream, epoch: 'epoch-2' } }
      // The author is gone for good: the other one brings what it holds of it.
      for (let round = 0; round < 3; round++) await enter(b)
      expect(customers(b)).toHaveLength(3)
      await enter(a)
      expect(customers(a)).toEqual(customers(b))
    })

    it('begins its first pull again when the server was put back before all ops had come', async () => {
      const backup = structuredClone(server.store.data)
      addCustomer(a, 'Bar Sol')
      await settle(a)
      const c = open('c', server)
      joinServer(c, server)
      await settle(c)
      // Records are there, and the ops that made them are not.
      expect(customers(c)).toHaveLength(1)
      expect((await c.store.state())?.history).toBeDefined()
      addCustomer(c, 'Bar Luna')
      server.store.data = { ...backup, stream: { ...backup.stream, epoch: 'epoch-2' } }
      server.register(c.introduction())
      // The author is gone for good.
      await enter(c)
      await enter(b)
      expect(customers(c).map(({ name }) => name)).toEqual(['Bar Luna'])
      expect(customers(b)).toEqual(customers(c))
      expect(c.documents('catalog')).toEqual(b.documents('catalog'))
    })

    it('offers own ops in their order when a server that was put back had not told of the first ones yet', async () => {
      const backup = structuredClone(server.store.data)
      const c = open('c', server)
      joinServer(c, server)
      addCustomer(c, 'Bar Sol')
      // A file, or a push whose answer was lost, has brought them before the first pull, which takes records alone.
      const state = await c.store.state()
      if (!state) throw new Error('not joined')
      const { device, epoch, schema } = state
      const brought = await c.network.push({
        ...{ device, epoch, schema },
        ops: await c.store.nextOps(100, new Set()),
      })
      expect(brought.ok).toBe(true)
      await settle(c)
      expect((await c.store.state())?.history).toBeDefined()
      // These ones the feed brings at once, with their place in it.
      addCustomer(c, 'Bar Luna')
      await settle(c)
      server.store.data = { ...backup, stream: { ...backup.stream, epoch: 'epoch-2' } }
      server.register(c.introduction())
      await enter(c)
      expect(await c.store.nextOps(10, new Set())).toEqual([])
      await enter(b)
      expect(customers(b).map(({ name }) => name)).toEqual(['Bar Sol', 'Bar Luna'])
      expect(customers(c)).toEqual(customers(b))
    })

    it('keeps own edits over what it writes anew of a desktop that was put back, and loses neither', async () => {
      addCustomer(a, 'Bar Sol')
      await settle(a)
      await settle(b)
      const [customer] = customers(a)
      const rename = (office: Office, name: string) =>
        office.act('customer.update', { id: customer?.id, changes: { name } })
      for (const office of [a, b]) await fetchHistory(office)
      const backup = structuredClone(server.store.data)
      const earlier = b.copy()
      rename(b, 'Bar Luna')
      await settle(b)
      await settle(a)
      // Made on top of what the server is about to lose, and not sent yet.
      rename(a, 'Bar Estrella')
      server.store.data = { ...backup, stream: { ...backup.stream, epoch: 'epoch-2' } }
      // The file was put back as well, and goes another way from there.
      earlier.act('customer.update', { id: customer?.id, changes: { billDay: 5 } })
      await enter(earlier)
      for (let more = true; more;) {
        more = (await pullOnce(a.store, a.network, { pageSize: 50 })).kind === 'again'
        expect(customers(a)).toMatchObject([{ name: 'Bar Estrella' }])
      }
      await enter(a)
      await enter(earlier)
      expect(customers(a)).toMatchObject([{ name: 'Bar Estrella', billDay: 5 }])
      expect(customers(earlier)).toEqual(customers(a))
      expect(issues().flatMap(({ mine, theirs }) => [mine, theirs])).toContainEqual(
        expect.objectContaining({ name: 'Bar Luna' }),
      )
    })

    it('shows what it writes anew of another desktop at once, over the version of the server', async () => {
      addCustomer(a, 'Bar Sol')
      await settle(a)
      await settle(b)
      const [customer] = customers(b)
      const update = (office: Office, changes: object) =>
        office.act('customer.update', { id: customer?.id, changes })
      for (const office of [a, b]) await fetchHistory(office)
      const backup = structuredClone(server.store.data)
      const earlier = b.copy()
      update(b, { name: 'Bar Luna' })
      await settle(b)
      await settle(a)
      server.store.data = { ...backup, stream: { ...backup.stream, epoch: 'epoch-2' } }
      while ((await pullOnce(a.store, a.network, { pageSize: 50 })).kind === 'again');
      expect(customers(a)).toMatchObject([{ name: 'Bar Sol' }])
      // The file of the other one was put back as well, and goes another way from there.
      update(earlier, { billDay: 5 })
      await enter(earlier)
      await pushOnce(a.store, a.network, { parked: new Set() })
      expect(customers(a)).toMatchObject([{ name: 'Bar Luna' }])
      update(a, { billDay: 9 })
      while ((await pullOnce(a.store, a.network, { pageSize: 50 })).kind === 'again');
      expect(customers(a)).toMatchObject([{ name: 'Bar Luna', billDay: 9 }])
      await enter(a)
      await enter(earlier)
      expect(customers(a)).toMatchObject([{ name: 'Bar Luna' }])
      expect(customers(earlier)).toEqual(customers(a))
    })

    const enter = async (office: Office): Promise<void> => {
      for (let round = 0; round < 4; round++) {
        const end = await settle(office)
        if (end.kind === 'idle') return
      }
    }

    it('goes on under a new identity when a copy of the file wrote meanwhile', async () => {
      const copy = a.copy()
      addCustomer(a, 'Bar Sol')
      await settle(a)
      addCustomer(copy, 'Bar Luna')
      const end = await settle(copy)
      expect(end.kind).toBe('forked')
      if (end.kind !== 'forked') return
      const former = copy.id()
      const device = server.store.data.devices.get(former)
      // A person released it.
      if (device?.state === 'quarantined')
        server.store.data.devices.set(former, { ...device, state: 'closed' })
      expect(await replaceIdentity(copy.store, copy.network, end.state)).toMatchObject({ ok: true })
      expect(copy.id()).not.toBe(former)
      await settle(copy)
      await settle(b)
      expect(customers(copy).map(({ name: of }) => of)).toEqual(
        expect.arrayContaining(['Bar Sol', 'Bar Luna']),
      )
      expect(customers(b)).toEqual(customers(copy))
      addCustomer(copy, 'Bar Mar')
      await settle(copy)
      await settle(b)
      expect(customers(b)).toHaveLength(3)
    })

    it('starts afresh in another scope and keeps its own ops', async () => {
      addCustomer(a, 'Bar Sol')
      await settle(a)
      await settle(b)
      const device = server.store.data.devices.get(b.id())
      if (!device) throw new Error('not enrolled')
      const scope = { version: 2, collections: ['catalog'] }
      server.store.data.devices.set(b.id(), { ...device, scope })
      await settle(b)
      expect(customers(b)).toEqual([])
      expect(b.documents('catalog').map(({ id }) => id)).toEqual(a.documents('catalog').map(({ id }) => id))
    })

    it('compares digests once a day, and takes the server’s version of what differs', async () => {
      addCustomer(a, 'Bar Sol')
      await settle(a)
      await settle(b)
      await repairOnce(b.store, b.network, NOON)
      expect((await b.store.state())?.checkedAt).toBe(NOON)
      const theirs = await b.network.digests({ device: b.id(), schema: 1 })
      if (!theirs.ok) throw new Error(theirs.refusal)
      expect(await b.store.digests()).toEqual(theirs.digests)
      const [customer] = customers(a)
      const record = server.store.data.records.get(`customers/${customer?.id}`)
      if (!record?.record.body) throw new Error('no record')
      // The file was bent: the server has another version at the same place of the feed.
      record.record = { ...record.record, body: { ...record.record.body, name: 'Bar Sol SL' } }
      await repairOnce(b.store, b.network, NOON + 25 * 3_600_000)
      expect(customers(b)).toMatchObject([{ name: 'Bar Sol SL' }])
    })

    it('makes digests of many records in pieces, and gives up when somebody changes one in between', async () => {
      a.act('inventory.createMany', { kind: 'sim', range: { from: 'SN1000', to: 'SN2100' } })
      addCustomer(a, 'Bar Sol')
      await settle(a)
      const theirs = await a.network.digests({ device: a.id(), schema: 1 })
      if (!theirs.ok) throw new Error(theirs.refusal)
      expect(await a.store.digests()).toEqual(theirs.digests)
      let given = 0
      for (let moment = 0; moment < 12; moment++) {
        const begun = a.store.digests()
        for (let step = 0; step < moment; step++) await Promise.resolve()
        addCustomer(a, `Bar ${moment}`)
        const made = await begun
        if (made) expect(made).toEqual(theirs.digests)
        else given++
      }
      expect(given).toBeGreaterThan(0)
      // A changed record counts as the server has it.
      a.act('customer.update', { id: customers(a)[0]?.id, changes: { billDay: 5 } })
      expect(await a.store.digests()).toEqual(theirs.digests)
      // Of another place of the feed the server makes none.
      const elsewhere = { device: a.id(), schema: 1, at: theirs.seq - 1 }
      expect(await a.network.digests(elsewhere)).toMatchObject({ ok: true, seq: theirs.seq, digests: [] })
    })

    it('takes out of everything what was erased elsewhere', async () => {
      addCustomer(a, 'Bar Secreto')
      await settle(a)
      await settle(b)
      const [customer] = customers(a)
      a.act('customer.archive', { ids: [customer?.id] })
      a.act('customer.erase', { id: customer?.id, number: customer?.number })
      await settle(a)
      await settle(b)
      expect(customers(b)).toEqual([])
      const ops = await Promise.all([1, 2, 3, 4].map((n) => a.store.hashOf(n)))
      expect(ops.filter((hash) => hash !== undefined)).toHaveLength(4)
    })
  })
}
