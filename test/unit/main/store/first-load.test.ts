import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { FULL_SCOPE } from '#core/sync/scope.ts'
import type { FeedItem } from '#core/sync/wire.ts'
import { catchUp, isLoading } from '#main/store/first-load.ts'
import { forgetAll } from '#main/store/projectors/memory.ts'
import { createReader } from '#main/store/query/reader.ts'
import { growSchema } from '#main/store/schema.ts'
import type { SqliteDatabase } from '#main/store/sqlite/port.ts'
import { demoRecords } from '#test/support/demo-records.ts'
import { checkWhole, indexes, tables } from '#test/support/file-tables.ts'
import { createWriterStore, type WriterStore } from '#test/support/writer-store.ts'

/** What the server tells of an organisation with so many records that some work pays to be left for the end. */
const MANY = 100_000
const PAGE = 150
const CUSTOMERS = 24

/** A demo as a feed: in no order, some records twice, as they change while pages are fetched. */
async function demoFeed(seed: number, customers = CUSTOMERS): Promise<FeedItem[]> {
  const random = createSeededRandom(seed)
  const bodies = await demoRecords(customers)
  const archived = { at: '2026-01-01T00:00:00.000Z', by: 'person-1' }
  const earlier = bodies
    .filter(({ collection }) => ['customers', 'sites', 'services'].includes(collection) && random.chance(0.2))
    .map((item) => {
      const { archived: was, ...open } = item.body
      return { ...item, body: was ? open : { ...open, archived } }
    })
  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => [random.next(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)
  return [...shuffled(earlier), ...shuffled(bodies)].map((item, index) => ({
    type: 'record',
    seq: index + 1,
    ...item,
  }))
}

/** Two copies of one desktop that has just joined. */
function joinedTwice(): [WriterStore, WriterStore] {
  const joined = createWriterStore()
  joined.writer.sync.begin()
  joined.writer.sync.join('epoch', FULL_SCOPE)
  const copy = (name: string) => {
    const file = `${joined.path}.${name}`
    joined.db.exec(`VACUUM INTO '${file}'`)
    return createWriterStore({ file })
  }
  return [copy('first'), copy('second')]
}

/** A first pull, page by page; `between` is called behind each page but the last one. */
async function pull(
  { writer: { sync } }: WriterStore,
  items: readonly FeedItem[],
  { total, between, size = PAGE }: { total?: number; between?: (page: number) => void; size?: number } = {},
): Promise<void> {
  for (let start = 0; start < items.length; start += size) {
    const state = await sync.state()
    if (!state) throw new Error('not joined')
    const more = start + size < items.length
    const page = {
      ...{ ok: true as const, epoch: 'epoch', items: items.slice(start, start + size), more },
      next: { seq: Math.min(start + size, items.length) },
      ...(start === 0 && total !== undefined && { total }),
    }
    expect(await sync.takePage(state.after, page)).toBe(true)
    if (more) between?.(start / size)
  }
}

/** What a first load asks of the full text indexes, and what they do of themselves. */
const gathering = (db: SqliteDatabase): unknown[] =>
  db.prepare(`SELECT k, v FROM fts_inside_config WHERE k <> 'version' ORDER BY k`).all()
const USUAL_GATHERING = [
  { k: 'automerge', v: 4 },
  { k: 'hashsize', v: 1_048_576 },
]

describe('the first pull of very many records', () => {
  it('comes to the same tables as the usual way', async () => {
    for (const seed of [1, 2]) {
      const items = await demoFeed(seed)
      const [usual, quick] = joinedTwice()
      await pull(usual, items)
      const whole = indexes(quick.db)
      await pull(quick, items, {
        total: MANY,
        between: () => expect(indexes(quick.db).length).toBeLessThan(whole.length),
      })
      expect(isLoading(quick.db)).toBe(false)
      expect(indexes(quick.db)).toEqual(whole)
      expect(tables(quick.db)).toEqual(tables(usual.db))
      expect(tables(quick.db).d_customers?.length).toBe(CUSTOMERS)
      checkWhole(quick.db)
    }
  })

  it('answers lists while it lasts, and as ever when all is there', async () => {
    const items = await demoFeed(6)
    const [store] = joinedTwice()
    const read = createReader(store.db)
    const page = { skip: 0, limit: 1000 }
    const countOf = (verb: string, input: object): unknown => {
      const reply = read[verb]?.(input)
      return reply?.ok ? (reply.value as { total: number }).total : reply
    }
    const by = (field: string) => ({ filter: {}, sort: { field, direction: 'asc' }, ...page })
    const counts = () => [
      countOf('sites.list', by('sortName')),
      countOf('services.list', by('name')),
      countOf('services.list', by('since')),
      countOf('customers.list', { ...by('sortName'), filter: { archived: 'with' } }),
    ]
    const there = () => {
      const inUse = (table: string) => store.count(`${table} WHERE archived = 0`)
      const services = inUse('r_service_list')
      return [inUse('r_site_list'), services, services, store.count('r_customer WHERE present = 1')]
    }
    await pull(store, items, { total: MANY, between: () => expect(counts()).toEqual(there()) })
    expect(counts()).toEqual(there())
    expect(there().every((count) => count > 0)).toBe(true)
  })

  it('leaves nothing to the end where there is little, or the file has customers already', async () => {
    const items = await demoFeed(1)
    const [small, used] = joinedTwice()
    const whole = indexes(small.db)
    await pull(small, items, { total: 9_999, between: () => expect(indexes(small.db)).toEqual(whole) })
    await pull(used, items.slice(0, 300))
    used.writer.sync.join('epoch', FULL_SCOPE)
    await pull(used, items, { total: MANY, between: () => expect(indexes(used.db)).toEqual(whole) })
  })

  it('may remember from one bulk commit to the next what it would find again', async () => {
    const items = await demoFeed(5, 60)
    const size = Math.ceil(items.length / 3)
    expect(size).toBeGreaterThan(500)
    const [forgetful, remembering] = joinedTwice()
    await pull(forgetful, items, { size, between: () => forgetAll(forgetful.db) })
    await pull(remembering, items, { size })
    expect(tables(remembering.db)).toEqual(tables(forgetful.db))
  })

  it('keeps up with what people do before, while and after the rest is made', async () => {
    const items = await demoFeed(3)
    const [store] = joinedTwice()
    const { sync } = store.writer
    const someCustomers = () =>
      store
        .documents('customers')
        .filter(({ archived }) => !archived)
        .slice(0, 12)
    const rename = (prefix: string, from: number) => {
      for (const [index, { id }] of someCustomers()
        .slice(from, from + 3)
        .entries())
        store.run('customer.update', { id, changes: { name: `${prefix} ${index}` } })
    }
    let hasSettled = false
    await pull(store, items, {
      total: MANY,
      between(page) {
        // The office has come with some page.
        hasSettled ||= sync.settleIn({ personName: 'Eva Gil', language: 'es' })
        if (!hasSettled) return
        if (page === 4) {
          rename('Antes', 0)
          store.run('customer.create', { name: 'Recién Llegada', type: 'business' })
        }
        if (page < 6) return
        // The pull was interrupted here, so the rest is made meanwhile.
        catchUp(store.db, 50)
        if (page === 7) rename('Durante', 3)
      },
    })
    expect(hasSettled).toBe(true)
    while (catchUp(store.db, 50)) rename('Al final', 6)
    rename('Después', 9)
    expect(isLoading(store.db)).toBe(false)
    checkWhole(store.db)
    expect(indexes(store.db)).toEqual(indexes(createWriterStore().db))
  })

  it('goes on where the program ended in the middle', async () => {
    const items = await demoFeed(4)
    const [usual, quick] = joinedTwice()
    await pull(usual, items)
    const half = Math.floor(items.length / PAGE / 2) * PAGE
    const stopped = new Error('killed')
    await expect(
      pull(quick, items, {
        total: MANY,
        between(page) {
          if (page === half / PAGE - 1) throw stopped
        },
      }),
    ).rejects.toBe(stopped)
    const file = `${quick.path}.after`
    quick.db.exec(`VACUUM INTO '${file}'`)
    const reopened = createWriterStore({ file })
    // Opening makes the indexes; the text waits.
    expect(indexes(reopened.db)).toEqual(indexes(usual.db))
    expect(isLoading(reopened.db)).toBe(true)
    catchUp(reopened.db, 50)
    expect(gathering(reopened.db)).not.toEqual(USUAL_GATHERING)
    growSchema(reopened.db)
    const state = await reopened.writer.sync.state()
    expect(state?.after.seq).toBe(half)
    for (let start = half; start < items.length; start += PAGE) {
      const after = (await reopened.writer.sync.state())?.after ?? { seq: 0 }
      const more = start + PAGE < items.length
      const next = { seq: Math.min(start + PAGE, items.length) }
      const page = { ok: true as const, epoch: 'epoch', items: items.slice(start, start + PAGE), more, next }
      await reopened.writer.sync.takePage(after, page)
    }
    expect(isLoading(reopened.db)).toBe(false)
    expect(gathering(reopened.db)).toEqual(USUAL_GATHERING)
    checkWhole(reopened.db)
    const { r_customer_touched: _touched, ...rest } = tables(reopened.db)
    const { r_customer_touched: _others, ...expected } = tables(usual.db)
    expect(rest).toEqual(expected)
  })
})
