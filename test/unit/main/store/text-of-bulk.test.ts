import { describe, expect, it, onTestFinished } from 'vitest'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { catchUp, MANY_AT_ONCE, searchedTo } from '#main/store/first-load.ts'
import { createBenchData } from '#test/bench/store/data.ts'
import { contactOf, customerOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

type Write = Parameters<ReadStore['write']>[0][number]

function openStore(): ReadStore {
  const store = createReadStore()
  onTestFinished(() => store.close())
  // Somebody was there before.
  store.write([
    writeOf('customers', customerOf({ id: 'old', name: 'Clínica Vetusta', number: 'OLD-1' })),
    writeOf('contacts', contactOf({ id: 'old-contact', customerId: 'old', name: 'Ana Castaño' })),
  ])
  return store
}

const writeOf = (collection: CollectionName, after: { id: string }): Write => ({
  collection,
  id: after.id,
  after,
})

/** Customers of a provider with their contacts and sites, and a new contact of the customer that was there. */
function bulk(): Write[] {
  const data = createBenchData(700)
  return [
    ...data.customers.map((after) => writeOf('customers', after)),
    ...data.contacts.map((after) => writeOf('contacts', after)),
    ...data.sites.map((after) => writeOf('sites', after)),
    writeOf('contacts', contactOf({ id: 'late', customerId: 'old', name: 'Ana Zabala' })),
  ]
}

/** Whole words, beginnings, parts inside words, numbers however they are spaced, and words of several records. */
const TEXTS = [
  'castaño',
  'zaba',
  'ibañ',
  'MAD-7Q-000123',
  '000123',
  '123 45',
  'nogal 12',
  'óscar soto',
  'vetu zaba',
]

function answersOf(store: ReadStore): unknown[] {
  const value = (method: string, input: unknown) => {
    const reply = store.read[method]?.(input)
    if (!reply?.ok) throw new Error(JSON.stringify(reply))
    return reply.value
  }
  return TEXTS.map((text) => {
    const { hits } = value('search.find', { text, limit: 200 }) as { hits: { id: string; matched: object }[] }
    const found = hits.map(({ id, matched }) => JSON.stringify([id, matched])).sort()
    const rows = (method: string, filter: object) => {
      const input = { filter, sort: { field: 'sortName', direction: 'asc' }, skip: 0, limit: 200 }
      const list = value(method, input) as { total: number; rows: { id: string }[] }
      return [list.total, ...list.rows.map(({ id }) => id)]
    }
    const customers = rows('customers.list', { anywhere: text })
    return { text, found, customers, sites: rows('sites.list', { text }) }
  })
}

/** The same customers in one commit, and in parts that are searched by the indexes at once. */
function twice(): [left: ReadStore, indexed: ReadStore] {
  const left = openStore()
  const indexed = openStore()
  const writes = bulk()
  expect(writes.length).toBeGreaterThan(MANY_AT_ONCE)
  left.write(writes)
  for (let start = 0; start < writes.length; start += 500) indexed.write(writes.slice(start, start + 500))
  expect(searchedTo(left.db)).toBeLessThan(Infinity)
  expect(searchedTo(indexed.db)).toBe(Infinity)
  return [left, indexed]
}

function finish({ db }: ReadStore): void {
  while (catchUp(db, 300)) continue
  for (const index of ['fts_words', 'fts_inside'])
    db.exec(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`)
}

describe('the text of a bulk command', () => {
  it('is found before and after it is in the indexes, as if it had been there at once', () => {
    const [left, indexed] = twice()
    const answers = answersOf(indexed)
    expect(answers.some((answer) => (answer as { found: unknown[] }).found.length > 3)).toBe(true)
    expect(answersOf(left)).toEqual(answers)
    finish(left)
    expect(answersOf(left)).toEqual(answers)
  })

  it('is found as it is when records change before it is in the indexes', () => {
    const stores = twice()
    const [first, second, third] = createBenchData(700).customers
    const renamed: StoredDocument = {
      ...customerOf({ ...first, name: 'Bodegas Castaño', sortName: 'bodegas castano' }),
    }
    for (const store of stores)
      store.write([
        writeOf('customers', renamed),
        { collection: 'customers', id: second?.id ?? '', after: undefined },
        writeOf('contacts', contactOf({ id: 'newest', customerId: third?.id, name: 'Noa Castaño' })),
        writeOf('customers', customerOf({ id: 'old', name: 'Clínica Zabala', number: 'OLD-1' })),
      ])
    const [left, indexed] = stores
    const answers = answersOf(indexed)
    expect(answersOf(left)).toEqual(answers)
    finish(left)
    expect(answersOf(left)).toEqual(answers)
  })

  it('goes into the indexes at once where a commit is small', () => {
    const store = openStore()
    store.write(bulk().slice(0, 1000))
    expect(searchedTo(store.db)).toBe(Infinity)
  })
})
