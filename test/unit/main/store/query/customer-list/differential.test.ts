import { describe, expect, it, onTestFinished } from 'vitest'
import { hostContract } from '#core/contract/host-contract.ts'
import { CUSTOMER_FACETS } from '#core/domain/customer/list-columns.ts'
import { createSeededRandom, type SeededRandom } from '#core/lib/seeded-random.ts'
import { validate } from '#core/lib/validate.ts'
import { moveToDay } from '#main/store/projectors/index.ts'
import { rebuildReadModels } from '#main/store/rebuild.ts'
import { createCustomerList } from '#main/store/query/customer-list/index.ts'
import { createStatements, inSnapshot } from '#main/store/query/statements.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'
import { customerOf, siteOf } from '#test/support/builders.ts'
import { createRandomCustomers } from '#test/support/random-customers.ts'
import { randomFilter, randomSort } from '#test/support/random-filter.ts'
import { createReadStore } from '#test/support/read-store.ts'

const seed = process.env.SEED ?? String(Date.now())

/** The list from the tables and from memory, over one file; steps are run by hand. */
function openBoth() {
  const store = createReadStore()
  onTestFinished(store.close)
  const statements = createStatements(store.db)
  const later: (() => void)[] = []
  const tables = createCustomerList(statements, undefined)
  const memory = createCustomerList(statements, (work) => void later.push(work))
  const settle = (): void => {
    for (let work = later.shift(); work; work = later.shift()) work()
  }
  const ask = <K extends 'list' | 'position' | 'summary' | 'selected'>(
    method: K,
    input: Parameters<(typeof tables)[K]>[1],
  ): unknown => {
    // Both take what the contract of one method says.
    const [a, b] = [tables, memory].map((source) =>
      inSnapshot(store.db, () => (source[method] as (s: unknown, i: unknown) => unknown)(statements, input)),
    )
    expect(b, `seed ${seed}: ${method} ${JSON.stringify(input)}`).toEqual(a)
    expect(validate(hostContract.customers[method].output, b)).toMatchObject({ ok: true })
    return b
  }
  return { store, later, settle, ask, isInMemory: memory.isInMemory }
}

type Both = ReturnType<typeof openBoth>

function askAnything({ ask }: Both, random: SeededRandom, customers: number): void {
  const filter = randomFilter(random)
  const sort = randomSort(random)
  const skip = random.int(0, 30)
  const except = [`c${random.int(1, customers)}`, 'nobody']
  ask('list', { filter, sort, skip: 0, limit: 10_000 })
  ask('list', { filter, sort, skip, limit: random.int(1, 20) })
  ask('position', { filter, sort, id: `c${random.int(1, customers + 3)}` })
  ask('summary', { filter, facets: CUSTOMER_FACETS.map((facet) => ({ facet })) })
  ask('summary', { filter, facets: [{ facet: 'cities', text: 'ma', limit: 1 }] })
  ask('selected', { filter, except })
}

const CUSTOMERS = 120

describe('the customer list in memory', () => {
  it('answers every question as the tables do, also after every change', () => {
    const random = createSeededRandom(`${seed}/changes`)
    const both = openBoth()
    const { store } = both
    const documents = createRandomCustomers(random, CUSTOMERS)
    store.write([...documents.catalog(), ...documents.all()], Array.from({ length: 60 }, documents.entry))
    both.settle()
    both.isInMemory()
    both.settle()
    expect(both.isInMemory()).toBe(true)
    for (let i = 0; i < 40; i++) askAnything(both, random, CUSTOMERS)
    for (let i = 0; i < 60; i++) {
      const writes = Array.from({ length: random.int(1, 4) }, documents.change)
      const unique = [...new Map(writes.map((write) => [write.collection + write.id, write])).values()]
      store.write(
        [...unique, ...(random.chance(0.2) ? documents.catalog() : [])],
        random.chance(0.5) ? [documents.entry()] : [],
      )
      expect(both.isInMemory()).toBe(true)
      askAnything(both, random, CUSTOMERS)
    }
    // Nothing was left to steps: the changes were read when the next question came.
    expect(both.later).toEqual([])
  })

  it('knows every place, however many there are', () => {
    const { store, settle, ask, isInMemory } = openBoth()
    const customer = { collection: 'customers' as const, id: 'c1', after: customerOf({ id: 'c1' }) }
    const sites = Array.from({ length: 1200 }, (_, i) => ({
      collection: 'sites' as const,
      id: `s${i}`,
      after: siteOf({ id: `s${i}`, customerId: 'c1', city: `Aldea ${i}` }),
    }))
    store.write([customer, ...sites])
    isInMemory()
    settle()
    const found = ask('summary', { filter: {}, facets: [{ facet: 'cities', text: 'aldea 1199', limit: 5 }] })
    expect(found).toMatchObject({ facets: [{ values: [{ name: 'Aldea 1199' }] }] })
  })

  it('follows the day and a rebuild of the read models', () => {
    const random = createSeededRandom(`${seed}/rebuild`)
    const both = openBoth()
    const { store } = both
    const documents = createRandomCustomers(random, CUSTOMERS)
    store.write([...documents.catalog(), ...documents.all()])
    both.isInMemory()
    both.settle()
    inTransaction(store.db, () => moveToDay(store.db, '2026-02-01'))
    for (let i = 0; i < 10; i++) askAnything(both, random, CUSTOMERS)
    inTransaction(store.db, () => rebuildReadModels(store.db))
    askAnything(both, random, CUSTOMERS)
    both.settle()
    expect(both.isInMemory()).toBe(true)
    for (let i = 0; i < 10; i++) askAnything(both, random, CUSTOMERS)
  })

  it('is right at every step of building and of catching up with a large commit', () => {
    const random = createSeededRandom(`${seed}/steps`)
    const both = openBoth()
    const { store, later } = both
    const many = 2500
    const documents = createRandomCustomers(random, many)
    store.write([...documents.catalog(), ...documents.customers(many)])
    expect(both.isInMemory()).toBe(false)
    let steps = 0
    const stepThrough = (): void => {
      for (let work = later.shift(); work; work = later.shift()) {
        work()
        if (++steps % 7 === 0) store.write([documents.change()])
        if (steps % 5 === 0)
          both.ask('list', { filter: randomFilter(random), sort: randomSort(random), skip: 5, limit: 50 })
      }
    }
    stepThrough()
    expect(steps).toBeGreaterThan(8)
    expect(both.isInMemory()).toBe(true)
    store.write(documents.customers(many))
    expect(both.isInMemory()).toBe(false)
    stepThrough()
    expect(both.isInMemory()).toBe(true)
    for (let i = 0; i < 10; i++) askAnything(both, random, many)
  })
})
