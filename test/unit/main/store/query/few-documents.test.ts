import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { createFewDocuments, type FewDocuments } from '#main/store/query/few-documents.ts'
import { contactOf, customerOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'
import { removeFolder, temporaryFolder } from '#test/support/browser-host.ts'

type Query = MethodInput<'store', 'query'>

let store: ReadStore
let few: FewDocuments
const folder = temporaryFolder()

beforeAll(() => {
  const file = join(folder, 'few.sqlite')
  store = createReadStore(file)
  const customers = ['c1', 'c2', 'c3', 'gone'].map((id, i) =>
    customerOf({ id, name: `Cliente ${9 - i}`, number: `N-${id}`, ...(i < 2 ? { taxId: 'B1' } : {}) }),
  )
  store.write(customers.map((after) => ({ collection: 'customers', id: after.id, after })))
  const contacts = [
    ...Array.from({ length: 20 }, (_, i) => contactOf({ id: `p${i}`, customerId: 'c1', name: `Z ${i % 7}` })),
    ...Array.from({ length: 21 }, (_, i) => contactOf({ id: `q${i}`, customerId: 'c2' })),
  ]
  store.write(contacts.map((after) => ({ collection: 'contacts', id: after.id, after })))
  store.write([{ collection: 'customers', id: 'gone', after: undefined }])
  few = createFewDocuments(file)
})

afterAll(() => {
  few.close()
  store.close()
  removeFolder(folder)
})

const question = (given: Partial<Query>): Query => ({
  collection: 'customers',
  selector: {},
  sort: [],
  skip: 0,
  limit: 10_000,
  ...given,
})
const read = (verb: 'query' | 'byIds', input: unknown) => store.read[`store.${verb}`]?.(input)

describe('a few documents, on the own thread of the host', () => {
  it.each<[string, Partial<Query>]>([
    ['by number', { selector: { number: 'N-c2' } }],
    ['by number, as RxDB asks', { selector: { number: { $eq: 'N-c2' }, _deleted: { $eq: false } } }],
    ['by a number that nobody has', { selector: { number: 'N-none' } }],
    ['by the number of a deleted one', { selector: { number: 'N-gone' } }],
    ['by the tax id of two', { selector: { taxId: 'B1' }, sort: [{ field: 'sortName', direction: 'desc' }] }],
    ['by two fields', { selector: { sortName: 'cliente 8', statusId: 'status-active' } }],
    [
      'in the order of a field outside the index',
      {
        collection: 'contacts',
        selector: { customerId: 'c1' },
        sort: [{ field: 'createdAt', direction: 'asc' }],
      },
    ],
    [
      'a part of the page',
      {
        collection: 'contacts',
        selector: { customerId: 'c1' },
        sort: [
          { field: 'sortName', direction: 'asc' },
          { field: 'id', direction: 'desc' },
        ],
        skip: 3,
        limit: 6,
      },
    ],
  ])('are what the reader answers: %s', (_, given) => {
    const answer = few.answer('store', 'query', question(given))
    expect(answer).toBeDefined()
    expect(answer).toEqual(read('query', question(given)))
  })

  it.each([true, false])('are what the reader answers by ids, deleted ones: %s', (withDeleted) => {
    const input = { collection: 'customers', ids: ['c3', 'none', 'gone', 'c1', 'c3'], withDeleted }
    expect(few.answer('store', 'byIds', input)).toEqual(read('byIds', input))
  })

  it.each<[string, Partial<Query>]>([
    ['of more documents', { collection: 'contacts', selector: { customerId: 'c2' } }],
    ['of all', {}],
    ['that no index leads to', { selector: { name: 'Cliente 9' } }],
    ['that an index leads to only in part', { selector: { number: 'N-c1', billDay: 1 } }],
    ['of a later field of an index', { collection: 'services', selector: { status: 'x', customerId: 'c1' } }],
    ['that compares in another way', { selector: { number: { $regex: '^N' } } }],
    ['that says more of a field', { selector: { number: { $eq: 'N-c1', $ne: 'N-c2' } } }],
    ['of deleted documents', { selector: { number: 'N-gone', _deleted: { $eq: true } } }],
    ['of a text that SQLite compares in another way', { selector: { number: 'N-\0' } }],
    [
      'whose order SQL does not know',
      { selector: { number: 'N-c1' }, sort: [{ field: 'tags', direction: 'asc' }] },
    ],
  ])('leave to the reader a question %s', (_, given) => {
    expect(few.answer('store', 'query', question(given))).toBeUndefined()
  })

  it('leave to the reader many ids, and other methods', () => {
    const ids = Array.from({ length: 21 }, (_, i) => `p${i}`)
    expect(few.answer('store', 'byIds', { collection: 'contacts', ids, withDeleted: false })).toBeUndefined()
    expect(few.answer('store', 'count', { collection: 'customers', selector: {} })).toBeUndefined()
    expect(few.answer('sites', 'list', {})).toBeUndefined()
  })

  it('leave every question to the reader where the file cannot be opened, and once they are closed', () => {
    const missing = createFewDocuments(join(folder, 'missing.sqlite'))
    expect(missing.answer('store', 'query', question({ selector: { number: 'N-c1' } }))).toBeUndefined()
    const closed = createFewDocuments(join(folder, 'few.sqlite'))
    closed.close()
    expect(closed.answer('store', 'query', question({ selector: { number: 'N-c1' } }))).toBeUndefined()
  })

  it('show the newest commit, and leave the question to the reader while the index is missing', () => {
    const byTaxId = question({ selector: { taxId: 'B9' } })
    store.write([{ collection: 'customers', id: 'c9', after: customerOf({ id: 'c9', taxId: 'B9' }) }])
    const value = { commit: 4, rows: [{ document: { id: 'c9' } }] }
    expect(few.answer('store', 'query', byTaxId)).toMatchObject({ ok: true, value })
    const made = store.db
      .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'd_customers_by_taxId'`)
      .get()?.sql
    store.db.exec('DROP INDEX d_customers_by_taxId')
    expect(few.answer('store', 'query', byTaxId)).toBeUndefined()
    store.db.exec(String(made))
    expect(few.answer('store', 'query', byTaxId)).toMatchObject({ ok: true, value })
  })
})
