import { afterEach, describe, expect, it } from 'vitest'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { FULL_SCOPE } from '#core/sync/scope.ts'
import { recordItem } from '#core/sync/feed-items.ts'
import {
  type FeedEntry,
  type StoredRecord,
  type SyncSnapshot,
  type SyncStore,
} from '#core/sync/server/sync-store.ts'
import type { Cursor, WireOp, WireRow } from '#core/sync/wire.ts'
import { migrate } from '#sync-server/store/schema.ts'
import type { SqlDatabase } from '#sync-server/store/sql.ts'
import { createSyncStore } from '#sync-server/store/sync-store.ts'

const ORG = 'org-1'
const NOW = '2026-03-01T10:00:00.000Z'

export interface SyncStoreWorld {
  /** Another server on the same database; `undefined` where only one may be. */
  open(): Promise<SqlDatabase>
  mayShare: boolean
}

/** What every database of the server must do. */
export function describeSyncStore(name: string, newWorld: () => Promise<SyncStoreWorld>): void {
  describe(`the server's store on ${name}`, () => {
    const opened: SqlDatabase[] = []
    afterEach(async () => {
      for (const database of opened.splice(0)) await database.close()
    })

    async function start() {
      const world = await newWorld()
      const database = await world.open()
      opened.push(database)
      await migrate(database)
      for (const org of [ORG, 'org-2'])
        await database.write((sql) =>
          sql.run('INSERT INTO streams (org, epoch, seq) VALUES (?, ?, 0)', [org, 'epoch-1']),
        )
      return { world, database, store: storeOf(database) }
    }

    it('keeps all of a transaction or nothing', async () => {
      const { store } = await start()
      await expect(
        store.write(async (transaction) => {
          await transaction.lock()
          await transaction.putRecord(record('a', 1))
          await transaction.putOp({ op: op('device', 1, [row(0, 'a')]), outcome: APPLIED, seq: 1 })
          await transaction.claim('number', '1', 'a')
          throw new Error('stop')
        }),
      ).rejects.toThrow('stop')
      expect(await feed(store, { seq: 0 }, 10)).toEqual([])
      expect(await store.read((snapshot) => snapshot.heads())).toEqual({})
      expect(await store.write((transaction) => transaction.claim('number', '1', 'b'))).toBeUndefined()
    })

    it('shows a reader one moment, whatever is written meanwhile', async () => {
      const { store } = await start()
      const seen = await store.read(async (snapshot) => {
        const before = await snapshot.stream()
        await put(store, [record('a', 1)])
        return { before, after: await snapshot.stream(), feed: await snapshot.feed({ seq: 0 }, 10, 100) }
      })
      expect(seen).toEqual({ before: seen.after, after: { epoch: 'epoch-1', seq: 0 }, feed: [] })
      expect(await feed(store, { seq: 0 }, 10)).toHaveLength(1)
    })

    it('keeps organisations apart', async () => {
      const { database, store } = await start()
      const other = storeOf(database, 'org-2')
      await put(store, [record('a', 1)])
      await store.write(async (transaction) => {
        await transaction.putOp({ op: op('device', 1, [row(0, 'a')]), outcome: APPLIED, seq: 2 })
        await transaction.putDevice(DEVICE)
        await transaction.claim('number', '1', 'a')
        await transaction.putLease({ kind: 'billing', key: 'office', device: 'device' })
      })
      const seen = await other.read(async (snapshot) => [
        await snapshot.feed({ seq: 0 }, 10, 100),
        await snapshot.heads(),
        await snapshot.device('device'),
        await snapshot.op('device', 1),
        await snapshot.leases(),
        (await snapshot.records([{ collection: 'customers', id: 'a' }])).size,
        await all(snapshot),
      ])
      expect(seen).toEqual([[], {}, undefined, undefined, [], 0, []])
      expect(await other.write((transaction) => transaction.claim('number', '1', 'b'))).toBeUndefined()
    })

    it('gives every record once, in parts between which others have their turn', async () => {
      const { store } = await start()
      const ids = Array.from({ length: 1100 }, (_, index) => `c${String(index).padStart(4, '0')}`)
      await put(
        store,
        ids.map((id, index) => record(id, 1 + index)),
      )
      let turns = 0
      let isReading = true
      const count = () => {
        turns++
        if (isReading) setImmediate(count)
      }
      setImmediate(count)
      const parts = await store.read(async (snapshot) => {
        const found: string[][] = []
        for await (const part of snapshot.allRecords()) {
          found.push(part.map(({ id }) => id))
          // Not part of what this reader sees.
          if (found.length === 1) await put(store, [record('c0500b', 2000)])
        }
        return found
      })
      isReading = false
      expect(parts.flat()).toEqual(ids)
      expect(parts.length).toBeGreaterThan(3)
      expect(turns).toBeGreaterThanOrEqual(parts.length - 1)
    })

    it('gives the feed in order of sequence and item, in pages of any size', async () => {
      const { store } = await start()
      // Names that languages sort otherwise than bytes do.
      const ids = ['b', 'B', 'a', 'ñ', 'n', 'z', 'Á', 'é', '_', '-']
      await store.write(async (transaction) => {
        for (const [index, id] of ids.entries()) {
          const seq = 1 + (index >> 2)
          await transaction.putRecord(record(id, seq))
        }
        for (const n of [1, 2, 3])
          await transaction.putOp({ op: op('device', n, [row(0, 'a')]), outcome: APPLIED, seq: n })
        await transaction.putStream({ epoch: 'epoch-1', seq: 3 })
      })
      const whole = await feed(store, { seq: 0 }, 100)
      const places = whole.map(({ seq, item }) => [seq, item] as const)
      const expected = [
        ...ids.map((id, index) => [1 + (index >> 2), recordItem({ collection: 'customers', id })] as const),
        ...[1, 2, 3].map((n) => [n, 'o'] as const),
      ].sort(([seqA, a], [seqB, b]) => seqA - seqB || (a < b ? -1 : 1))
      expect(places).toEqual(expected)
      for (const size of [1, 2, 3, 7]) {
        const paged: FeedEntry[] = []
        for (let after: Cursor = { seq: 0 }; ;) {
          const page = await feed(store, after, size)
          const last = page.at(-1)
          if (!last) break
          paged.push(...page)
          after = { seq: last.seq, item: last.item }
        }
        expect(paged).toEqual(whole)
      }
      expect(await feed(store, { seq: 1 }, 100)).toEqual(whole.filter(({ seq }) => seq > 1))
    })

    it('holds a record once, at its newest place', async () => {
      const { store } = await start()
      await put(store, [record('a', 1), record('b', 1)])
      await put(store, [{ ...record('a', 2), record: { clocks: {} } }])
      expect((await feed(store, { seq: 0 }, 10)).map(({ seq, item }) => [seq, item])).toEqual([
        [1, 'r/customers/b'],
        [2, 'r/customers/a'],
      ])
      const found = await store.read((snapshot) =>
        snapshot.records([
          { collection: 'customers', id: 'a' },
          { collection: 'customers', id: 'none' },
        ]),
      )
      expect([...found.values()]).toEqual([{ ...record('a', 2), record: { clocks: {} } }])
    })

    it('keeps an op of many rows with all of them, in their order', async () => {
      const { store } = await start()
      const rows = Array.from({ length: 25_000 }, (_, i) => row(i, `id-${i}`))
      await store.write((transaction) =>
        transaction.putOp({ op: op('device', 1, rows), outcome: APPLIED, seq: 1 }),
      )
      const stored = await store.read((snapshot) => snapshot.op('device', 1))
      expect(stored?.op.rows).toEqual(rows)
      expect(await store.read((snapshot) => snapshot.head('device'))).toEqual({ n: 1, hash: 'hash-1' })
    })

    it('gives some rows of an op, and says how many there are', async () => {
      const { store } = await start()
      const rows = Array.from({ length: 250 }, (_, i) => row(i, `id-${i}`))
      await store.write(async (transaction) => {
        await transaction.putOp({ op: op('device', 1, rows), outcome: APPLIED, seq: 1 })
        await transaction.putOp({ op: op('device', 2, []), outcome: APPLIED, seq: 2 })
      })
      const shown = (await feed(store, { seq: 0 }, 10)).map((entry) =>
        entry.type === 'op' ? [entry.rowCount, entry.op.rows.length] : [],
      )
      expect(shown).toEqual([
        [250, 100],
        [0, 0],
      ])
      const at = (seq: number, from: number) => store.read((snapshot) => snapshot.opAt(seq, from, 100))
      expect((await at(1, 200))?.op.rows).toEqual(rows.slice(200))
      expect(await at(1, 300)).toMatchObject({ rowCount: 250, op: { rows: [] } })
      expect(await at(2, 0)).toMatchObject({ rowCount: 0, outcome: APPLIED })
      expect(await at(3, 0)).toBeUndefined()
    })

    it('keeps parts of an op in any order until they are taken together', async () => {
      const { store } = await start()
      const { header } = op('device', 1, [])
      const put = (index: number, id = `id-${index}`) =>
        store.write((transaction) => transaction.putPart(header, index, [row(index, id)]))
      expect(await put(1)).toBe(0)
      expect(await put(0, 'old')).toBe(2)
      // Sent again because the answer got lost.
      expect(await put(0)).toBe(2)
      await store.write((transaction) => transaction.putPart({ ...header, hash: 'other' }, 0, [row(0, 'x')]))
      expect(await put(2)).toBe(3)
      const taken = await store.write((transaction) => transaction.takeParts(header))
      expect(taken.map(({ id }) => id)).toEqual(['id-0', 'id-1', 'id-2'])
      expect(await store.write((transaction) => transaction.takeParts(header))).toEqual([])
      expect(await store.write((transaction) => transaction.takeParts({ ...header, hash: 'other' }))).toEqual(
        [],
      )
    })

    it('makes one secret for an organisation and keeps it', async () => {
      const { store, database } = await start()
      const secret = (of: SyncStore) => of.write((transaction) => transaction.secret())
      // A desktop that asks again before the first answer is there must not get another token than that one says.
      const made = await Promise.all(Array.from({ length: 12 }, () => secret(store)))
      expect(made[0]).toMatch(/^[\w-]{43}$/)
      expect(new Set(made)).toEqual(new Set([made[0]]))
      expect(await secret(storeOf(database, 'org-2'))).not.toBe(made[0])
    })

    it('takes an op number once', async () => {
      const { store } = await start()
      const put = (seq: number) =>
        store.write((transaction) => transaction.putOp({ op: op('device', 1, []), outcome: APPLIED, seq }))
      await put(1)
      await expect(put(2)).rejects.toThrow()
    })

    it('finds the first of the ops that have one id', async () => {
      const { store } = await start()
      await store.write(async (transaction) => {
        const first = op('device', 1, [row(0, 'a')])
        await transaction.putOp({ op: first, outcome: APPLIED, seq: 1 })
        const again = op('renewed', 1, [row(0, 'b')])
        again.header.id = first.header.id
        await transaction.putOp({ op: again, outcome: APPLIED, seq: 2 })
      })
      const found = await store.read((snapshot) => snapshot.opById('op-device-1'))
      expect([found?.seq, found?.op.rows.map(({ id }) => id)]).toEqual([1, ['a']])
      expect(await store.read((snapshot) => snapshot.opById('none'))).toBeUndefined()
    })

    it('gives a claim to the first, and says to others who has it', async () => {
      const { store } = await start()
      const claim = (holder: string) =>
        store.write((transaction) => transaction.claim('number', 'MAD-1', holder))
      expect([await claim('a'), await claim('b'), await claim('a')]).toEqual([undefined, 'a', undefined])
    })

    it('uses a one-time code up, and knows none that is over or of another organisation', async () => {
      const { database, store } = await start()
      const code = (text: string, org: string, expires: string) =>
        database.write((sql) =>
          sql.run('INSERT INTO enrolments (code, org, scope, expires_at) VALUES (?, ?, ?, ?)', [
            `hash of ${text}`,
            org,
            JSON.stringify(FULL_SCOPE),
            expires,
          ]),
        )
      await code('good', ORG, '2026-03-01T10:00:00.001Z')
      await code('old', ORG, NOW)
      await code('foreign', 'org-2', '2027-01-01T00:00:00.000Z')
      const take = (text: string) => store.write((transaction) => transaction.takeEnrolment(text))
      expect(await take('old')).toBeUndefined()
      expect(await take('foreign')).toBeUndefined()
      expect(await take('good')).toEqual({ scope: FULL_SCOPE })
      expect(await take('good')).toBeUndefined()
    })

    it('takes the values of one record out of all stored ops, and leaves the others', async () => {
      const { store } = await start()
      await store.write(async (transaction) => {
        await transaction.putOp({ op: op('device', 1, [row(0, 'a'), row(1, 'b')]), outcome: APPLIED, seq: 1 })
        await transaction.putOp({ op: op('device', 2, [row(0, 'a')]), outcome: APPLIED, seq: 2 })
      })
      await store.write((transaction) =>
        transaction.rewriteRows({ collection: 'customers', id: 'a' }, ({ to: _, ...rest }) => rest),
      )
      const rows = (await feed(store, { seq: 0 }, 10)).flatMap((entry) =>
        entry.type === 'op' ? entry.op.rows : [],
      )
      expect(rows.map(({ id, to }) => [id, to])).toEqual([
        ['a', undefined],
        ['b', 'Vega'],
        ['a', undefined],
      ])
    })

    it('finds the issues about a record', async () => {
      const { store } = await start()
      const issue = (id: string, entityId: string): StoredRecord => ({
        collection: 'issues',
        id,
        seq: 1,
        record: { clocks: {}, body: { id, entity: 'customers', entityId } },
      })
      await put(store, [issue('i1', 'a'), issue('i2', 'b'), issue('i3', 'a')])
      const found = await store.read((snapshot) => snapshot.issuesOf({ collection: 'customers', id: 'a' }))
      expect(found.map(({ id }) => id).sort()).toEqual(['i1', 'i3'])
    })

    it('never lets a polling reader miss what several pushers write at once', async () => {
      const { world, database, store } = await start()
      const databases = [database]
      if (world.mayShare) {
        databases.push(await world.open())
        opened.push(...databases.slice(1))
      }
      const seed = Math.floor(Math.random() * 2 ** 32)
      console.info(`seed ${seed}`)
      const random = createSeededRandom(seed)
      const pushes = 60
      const pushers = Array.from({ length: 6 }, async (_, pusher) => {
        const own = storeOf(databases[pusher % databases.length] ?? database)
        for (let n = 0; n < pushes; n++) {
          await own.write(async (transaction) => {
            const { epoch, seq } = await transaction.lock()
            const count = random.int(1, 3)
            for (let i = 0; i < count; i++)
              await transaction.putRecord(record(`${pusher}-${n}-${i}`, seq + 1))
            await transaction.putOp({ op: op(`device-${pusher}`, n + 1, []), outcome: APPLIED, seq: seq + 1 })
            await transaction.putStream({ epoch, seq: seq + 1 })
          })
        }
      })
      let isDone = false
      const all = Promise.all(pushers).then(() => (isDone = true))
      const seen = new Set<string>()
      let after: Cursor = { seq: 0 }
      for (;;) {
        const wasDone = isDone
        const page = await feed(store, after, 7)
        for (const { seq, item } of page) seen.add(`${seq}/${item}`)
        const last = page.at(-1)
        if (last) after = { seq: last.seq, item: last.item }
        else if (wasDone) break
        else await new Promise((resolve) => setImmediate(resolve))
      }
      await all
      const whole = await feed(store, { seq: 0 }, 10_000)
      expect(whole.filter(({ type }) => type === 'op')).toHaveLength(6 * pushes)
      expect(whole.filter(({ seq, item }) => !seen.has(`${seq}/${item}`))).toEqual([])
    })

    it('is made once by several servers that start together, and refuses a newer one’s', async () => {
      const world = await newWorld()
      const databases = [await world.open()]
      if (world.mayShare) databases.push(await world.open(), await world.open())
      opened.push(...databases)
      await Promise.all(databases.map(migrate))
      const [database] = databases
      if (!database) throw new Error('none')
      await migrate(database)
      await database.write((sql) => sql.run('INSERT INTO migrations (step) VALUES (999)'))
      await expect(migrate(database)).rejects.toThrow('newer server')
    })

    it('tells every server of a poke', async () => {
      const { world, database } = await start()
      const other = world.mayShare ? await world.open() : database
      if (world.mayShare) opened.push(other)
      const heard = new Promise<string>((resolve) => other.onPoke(resolve))
      // Until the listener stands, a poke may be lost: that is why clients ask by themselves too.
      const again = setInterval(() => void database.poke(ORG), 20)
      expect(await heard).toBe(ORG)
      clearInterval(again)
    })
  })
}

const APPLIED = { result: 'applied' as const, issues: [] }
const DEVICE = {
  id: 'device',
  name: 'PC',
  code: '7Q',
  publicKey: 'key',
  scope: FULL_SCOPE,
  state: 'active' as const,
}

const storeOf = (database: SqlDatabase, org = ORG): SyncStore =>
  createSyncStore({ database, org, codeHash: (code) => `hash of ${code}`, now: () => NOW })

const feed = (store: SyncStore, after: Cursor, limit: number) =>
  store.read((snapshot) => snapshot.feed(after, limit, 100))

async function all(snapshot: SyncSnapshot): Promise<unknown[]> {
  const records: unknown[] = []
  for await (const part of snapshot.allRecords()) records.push(...part)
  return records
}

const put = (store: SyncStore, records: readonly StoredRecord[]) =>
  store.write(async (transaction) => {
    for (const one of records) await transaction.putRecord(one)
  })

const record = (id: string, seq: number): StoredRecord => ({
  collection: 'customers',
  id,
  seq,
  record: { clocks: {}, body: { id, name: `Customer ${id}` } },
})

const row = (i: number, id: string): WireRow => ({
  i,
  collection: 'customers',
  id,
  path: 'name',
  kind: 'set',
  to: 'Vega',
  salt: 'salt',
})

const op = (device: string, n: number, rows: WireRow[]): WireOp => ({
  header: {
    format: 1,
    id: `op-${device}-${n}`,
    device,
    n,
    person: 'person',
    office: 'office',
    at: 'at',
    command: 'customer.update',
    schema: 1,
    changesHash: 'changes',
    prevHash: 'previous',
    hash: `hash-${n}`,
    sig: 'sig',
  },
  rows,
})
