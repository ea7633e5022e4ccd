import type { Observable } from 'rxjs'
import type { MangoQuery, RxDocument } from 'rxdb/plugins/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HostClient } from '#core/contract/host-client.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { openDatabase, type Database } from '#renderer/data/index.ts'
import { createRandom } from '#test/bench/store/data.ts'
import { customerOf } from '#test/support/builders.ts'
import { createReadHost } from '#test/support/read-host.ts'

let host: ReturnType<typeof createReadHost>
let database: Database
let stop: (() => void)[]
/** Answers of the host reach the window only then. */
let answersLeave: Promise<void>
let letThemGo: () => void

beforeEach(async () => {
  stop = []
  host = createReadHost()
  host.commit(...'abcdefgh'.split('').map((name) => put(name, { name })))
  answersLeave = Promise.resolve()
  const { client } = host
  const query: HostClient['store']['query'] = async (input) => {
    const reply = await client.store.query(input)
    await answersLeave
    return reply
  }
  database = await openDatabase({ ...client, store: { ...client.store, query } })
})

afterEach(async () => {
  for (const end of stop) end()
  await database.close()
  host.close()
})

const put = (id: string, fields: Partial<Customer> | undefined) => ({
  collection: 'customers' as const,
  id,
  after: fields && customerOf({ id, ...fields }),
})

/** What a live query shows now. */
function watch(query: MangoQuery<Customer>): () => readonly string[] {
  let shown: readonly string[] = []
  const live = database.collections.customers.find(query).$ as Observable<RxDocument<Customer>[]>
  const watching = live.subscribe((found) => {
    shown = found.map(({ id, name, notes }) => `${id} ${name} ${notes ?? ''}`.trim())
  })
  stop.push(() => watching.unsubscribe())
  return () => shown
}

const byName = [{ sortName: 'asc' as const }]
const queriesAsked = (): number => host.calls.filter((name) => name === 'store.query').length

describe('a live query after a commit', () => {
  it('shows a changed record without asking the host again', async () => {
    const page = watch({ sort: byName, limit: 3 })
    await expect.poll(page).toEqual(['a a', 'b b', 'c c'])
    // The first commit that this window hears tells it where it stands.
    host.commit(put('h', { name: 'h', notes: 'x' }))
    await expect.poll(queriesAsked).toBe(2)
    host.commit(put('b', { name: 'b', notes: 'called' }))
    await expect.poll(page).toEqual(['a a', 'b b called', 'c c'])
    host.commit(put('b', { name: 'b', notes: 'called twice' }), put('a', { name: 'a', notes: 'new' }))
    await expect.poll(page).toEqual(['a a new', 'b b called twice', 'c c'])
    expect(queriesAsked()).toBe(2)
  })

  it('asks nothing for records that it neither shows nor finds', async () => {
    const found = watch({ selector: { billDay: 7 }, sort: byName })
    await expect.poll(queriesAsked).toBe(1)
    const others = watch({ selector: { name: 'a' } })
    await expect.poll(others).toEqual(['a a'])
    for (const notes of ['1', '2', '3']) {
      host.commit(put('a', { name: 'a', notes }))
      await expect.poll(others).toEqual([`a a ${notes}`])
    }
    host.commit(put('d', { name: 'd', billDay: 7 }))
    await expect.poll(found).toEqual(['d d'])
    // Once each, and once more for the record that came in.
    expect(queriesAsked()).toBe(3)
  })

  it('trusts nothing that it knew before the connection was lost', async () => {
    const page = watch({ sort: byName, limit: 2 })
    await expect.poll(page).toEqual(['a a', 'b b'])
    host.commit(put('a', { name: 'a', notes: '1' }))
    await expect.poll(page).toEqual(['a a 1', 'b b'])
    host.disconnect()
    host.commit(put('b', { name: 'b', notes: 'missed' }))
    host.reconnect()
    await expect.poll(page).toEqual(['a a 1', 'b b missed'])
  })

  it('is never left with an answer that was overtaken by a commit', async () => {
    answersLeave = new Promise((done) => (letThemGo = done))
    const page = watch({ selector: { name: { $gte: 'c' } }, sort: byName, limit: 2 })
    await expect.poll(queriesAsked).toBe(1)
    // The answer on its way does not know of this.
    host.commit(put('c', { name: 'c', notes: 'newer' }))
    letThemGo()
    await expect.poll(page).toEqual(['c c newer', 'd d'])
  })

  it('shows what the host would answer, whatever changes', async () => {
    const seed = Date.now() % 2 ** 32
    const random = createRandom(seed)
    const below = (limit: number): number => Math.floor(random() * limit)
    const queries: MangoQuery<Customer>[] = [
      { sort: byName, limit: 4 },
      { sort: byName, skip: 2, limit: 3 },
      { sort: [{ billDay: 'desc' }, { sortName: 'asc' }], limit: 5 },
      { selector: { billDay: { $lt: 3 } }, sort: byName },
      { selector: { notes: { $exists: false }, name: { $regex: 'a' } }, sort: byName, limit: 3 },
      { selector: { tags: { $elemMatch: { $eq: 'vip' } } }, sort: byName },
    ]
    const shown = queries.map((query) => watch(query))
    for (let round = 0; round < 60; round++) {
      const writes = Array.from({ length: 1 + below(3) }, () => {
        const name = `${'abc'.charAt(below(3))}${below(9)}`
        const fields: Partial<Customer> = {
          name,
          billDay: 1 + below(4),
          tags: random() < 0.3 ? ['vip'] : [],
          ...(random() < 0.5 ? { notes: `n${round}` } : {}),
        }
        return put('abcdefghijkl'.charAt(below(12)), random() < 0.2 ? undefined : fields)
      })
      // One write for each record, as in a real commit.
      host.commit(...new Map(writes.map((write) => [write.id, write])).values())
      if (random() < 0.5) continue
      for (const [index, query] of queries.entries()) {
        const { query: asked } = database.collections.customers.find(query).getPreparedQuery()
        const reply = await host.client.store.query({
          collection: 'customers',
          selector: { ...asked.selector },
          sort: asked.sort.flatMap((part) =>
            Object.entries(part).map(([field, direction]) => ({ field, direction })),
          ),
          skip: asked.skip,
          limit: asked.limit ?? 100,
        })
        if (!reply.ok) throw new Error(reply.error.message)
        const expected = reply.value.rows.map(({ document: { id, name, notes } }) =>
          [id, name, notes].filter(Boolean).join(' '),
        )
        await expect.poll(shown[index] ?? (() => []), { message: `seed ${seed}` }).toEqual(expected)
      }
    }
  })
})
