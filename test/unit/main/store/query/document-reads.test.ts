import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { documentTables } from '#main/store/query/document-table.ts'
import { queryDocuments } from '#main/store/query/query-documents.ts'
import type { Statements } from '#main/store/query/statements.ts'
import { contactOf, customerOf, siteOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

type Verb = 'query' | 'count' | 'byIds' | 'changes'

let store: ReadStore

const ask = <V extends Verb>(verb: V, input: MethodInput<'store', V>): MethodOutput<'store', V> => {
  const reply = store.read[`store.${verb}`]?.(input)
  if (!reply?.ok) throw new Error(JSON.stringify(reply))
  return reply.value as MethodOutput<'store', V>
}

beforeAll(() => {
  store = createReadStore()
  store.write(
    Array.from({ length: 25 }, (_, i) => ({
      collection: 'customers' as const,
      id: `c${String(i).padStart(2, '0')}`,
      after: customerOf({ id: `c${String(i).padStart(2, '0')}`, name: `Cliente ${24 - i}` }),
    })),
  )
  store.write([
    { collection: 'contacts', id: 'p1', after: contactOf({ id: 'p1', customerId: 'c01' }) },
    { collection: 'sites', id: 's1', after: siteOf({ id: 's1', customerId: 'c01' }) },
  ])
  store.write([{ collection: 'customers', id: 'c05', after: undefined }])
})

afterAll(() => store.close())

describe('store.query', () => {
  const sort = [{ field: 'sortName', direction: 'asc' as const }]

  it('answers one page with commit, write time and mark of each row', () => {
    const page = ask('query', { collection: 'customers', selector: {}, sort, skip: 23, limit: 10 })
    expect(page.commit).toBe(3)
    expect(page.rows).toEqual([
      {
        document: expect.objectContaining({ id: 'c15', name: 'Cliente 9' }) as unknown,
        commit: 1,
        lwt: 1,
        deleted: false,
      },
    ])
  })

  it('shows deleted documents only to those who ask', () => {
    const ids = (selector: Record<string, unknown>) =>
      ask('query', { collection: 'customers', selector, sort: [], skip: 0, limit: 100 }).rows.map(
        ({ document }) => document.id,
      )
    expect(ids({})).not.toContain('c05')
    expect(ids({ _deleted: { $eq: true } })).toEqual(['c05'])
  })

  it('sorts by fields that SQL does not know', () => {
    store.write([
      { collection: 'catalog', id: 'x', after: { id: 'x', kind: 'tag', rank: 'a', data: { name: 'Zeta' } } },
      { collection: 'catalog', id: 'y', after: { id: 'y', kind: 'tag', rank: 'b', data: { name: 'Alfa' } } },
    ])
    const { rows } = ask('query', {
      collection: 'catalog',
      selector: { kind: 'tag', 'data.name': { $regex: 'a$' } },
      sort: [{ field: 'data.name', direction: 'asc' }],
      skip: 0,
      limit: 10,
    })
    expect(rows.map(({ document }) => document.id)).toEqual(['y', 'x'])
  })

  it.each([
    { $bogus: [] },
    { name: { $bogus: 1 } },
    { name: { $regex: '(' } },
    { name: { $in: 'x' } },
    { $or: 'x' },
    { $and: [1] },
    { tags: { $elemMatch: 3 } },
    { '__proto__.x': 1 },
  ])('refuses the selector %o', (selector) => {
    const reply = store.read['store.query']?.({
      collection: 'customers',
      selector,
      sort: [],
      skip: 0,
      limit: 1,
    })
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'host/invalid-input', details: { issues: [{ path: 'selector' }] } },
    })
  })

  it.each([
    ['name', `x' OR '1'='1`],
    [`name') OR 1=1 --`, 'x'],
    ['name"; DROP TABLE d_customers; --', 'x'],
  ])('takes %s = %s as data', (field, value) => {
    expect(ask('count', { collection: 'customers', selector: { [field]: value } }).count).toBe(0)
    expect(
      ask('query', {
        collection: 'customers',
        selector: {},
        sort: [{ field, direction: 'asc' }],
        skip: 0,
        limit: 1,
      }).rows,
    ).toHaveLength(1)
    expect(ask('count', { collection: 'customers', selector: {} }).count).toBe(24)
  })

  describe('goes through a large table', () => {
    /** How SQLite finds the documents of a query. */
    const planOf = (selector: Record<string, unknown>, { skip, limit }: { skip: number; limit: number }) => {
      let plan = ''
      const explain: Statements['all'] = (sql, parameters = []) => {
        if (plan === '')
          plan = store.db
            .prepare(`EXPLAIN QUERY PLAN ${sql}`)
            .all(...parameters)
            .map(({ detail }) => detail)
            .join('; ')
        return []
      }
      const page = { selector, sort, skip, limit }
      queryDocuments({ all: explain, get: () => undefined }, documentTables.customers, page)
      return plan
    }
    // The bodies are read for the rows of the page alone.
    const bodies = 'SCAN page; SEARCH d USING INTEGER PRIMARY KEY (rowid=?)'

    // SQLite never calls an index over generated columns covering, yet puts off reading the row until a column needs it.
    it.each([
      [{ _deleted: { $eq: false } }, 'SCAN d_customers USING INDEX d_customers_by_sortName'],
      [
        { statusId: { $eq: 'x' } },
        'SEARCH d_customers USING INDEX d_customers_by_statusId_sortName (f_statusId=?)',
      ],
      [{ billDay: { $eq: 5 } }, 'SCAN d_customers USING INDEX d_customers_by_sortName'],
    ])(
      'along an index for a page, also a deep one, and for the usual filters, and sorts nothing: %j',
      (selector, plan) => {
        const page = { skip: 90_000, limit: 50 }
        expect(planOf(selector, page)).toBe(`CO-ROUTINE page; ${plan}; ${bodies}`)
      },
    )

    it('as it lies, and sorts what matches, for all documents that no index tells apart', () => {
      const all = { skip: 0, limit: 10_000 }
      const sorted = `USE TEMP B-TREE FOR ORDER BY; ${bodies}`
      const plan = planOf({ billDay: { $eq: 5 } }, all)
      expect(plan).not.toContain('d_customers_by_sortName')
      expect(plan).toContain(sorted)
      expect(planOf({ statusId: { $eq: 'x' } }, all)).not.toContain('TEMP B-TREE')
      // An index that leads to few is still taken.
      expect(planOf({ taxId: { $eq: 'x' }, billDay: { $eq: 5 } }, all)).toContain('d_customers_by_taxId')
    })
  })
})

describe('store.byIds', () => {
  it('keeps the order asked for and leaves unknown ids out', () => {
    const { rows } = ask('byIds', {
      collection: 'customers',
      ids: ['c07', 'nobody', 'c05', 'c01'],
      withDeleted: false,
    })
    expect(rows.map(({ document }) => document.id)).toEqual(['c07', 'c01'])
    const all = ask('byIds', { collection: 'customers', ids: ['c05'], withDeleted: true })
    expect(all.rows).toMatchObject([{ deleted: true, document: { id: 'c05' } }])
  })
})

describe('store.changes', () => {
  it('pages through one commit that is larger than a page, each row once', () => {
    const seen: string[] = []
    let after = 0
    let afterRow: MethodInput<'store', 'changes'>['afterRow']
    for (let pages = 0; pages < 20; pages++) {
      const page = ask('changes', { after, afterRow, limit: 7 })
      seen.push(...page.rows.map(({ collection, row }) => `${row.commit} ${collection}/${row.document.id}`))
      const last = page.rows.at(-1)
      if (!page.more || !last) break
      after = last.row.commit
      afterRow = { collection: last.collection, id: last.row.document.id }
    }
    expect(seen).toHaveLength(25 + 2 + 2)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual([...seen].sort())
    expect(seen).toContain('3 customers/c05')
  })

  it('answers what came after a commit, of one collection if asked', () => {
    expect(ask('changes', { after: 1, limit: 10, collection: 'sites' }).rows).toMatchObject([
      { row: { document: { id: 's1' } } },
    ])
    expect(ask('changes', { after: 4, limit: 10 })).toEqual({ commit: 4, rows: [], more: false })
  })
})
