import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { StoredDocument } from '#core/domain/entity.ts'
import {
  MATCHERS,
  matchCustomer,
  type MatchCandidate,
  type MatchSign,
} from '#core/domain/matching/match-customer.ts'
import { customersWith } from '#main/store/query/customers-with.ts'
import { createStatements } from '#main/store/query/statements.ts'
import { createDuplicateFinder } from '#main/store/query/duplicates/index.ts'
import { contactOf, customerOf, siteOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

type Input = MethodInput<'customers', 'duplicates'>
type Output = MethodOutput<'customers', 'duplicates'>

function setUp() {
  const store = createReadStore()
  onTestFinished(() => store.close())
  let steps = 0
  const later = (work: () => void) => {
    steps++
    queueMicrotask(work)
  }
  const finder = () => createDuplicateFinder(store.db, later)
  const kept = finder()
  const ask = async (input: Partial<Input> = {}, find = kept): Promise<Output> => {
    const reply = await find({ show: 'open', skip: 0, limit: 100, ...input })
    if (!reply.ok) throw new Error(reply.error.message)
    return reply.value as Output
  }
  return { store, finder, ask, steps: () => steps }
}

const customer = (id: string, fields: object = {}) => ({
  collection: 'customers' as const,
  id,
  after: customerOf({ id, number: `N-${id}`, name: `Cliente ${id}`, ...fields }),
})
const contact = (id: string, customerId: string, address: string) => ({
  collection: 'contacts' as const,
  id,
  after: contactOf({ id, customerId, emails: [{ id: 'e', address }], phones: [] }),
})
const members = ({ groups }: Output) => groups.map(({ customers }) => customers.map(({ id }) => id).sort())

describe('groups of duplicates in the file', () => {
  it('say who, why and how sure, with what a list shows', async () => {
    const { store, ask } = setUp()
    store.write([
      customer('a', { taxId: 'B1', name: 'Panadería Sol' }),
      customer('b', { taxId: 'b-1', name: 'Panaderia Sol, S.L.' }),
      customer('c'),
      contact('k1', 'c', 'ana@example.com'),
      customer('d', { archived: { at: '2026-02-01T00:00:00.000Z', by: 'x' } }),
      contact('k2', 'd', 'ANA@example.com'),
      { collection: 'sites', id: 's', after: siteOf({ id: 's', customerId: 'c', city: 'Ávila' }) },
    ])
    const answer = await ask()
    expect(members(answer)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(answer).toMatchObject({
      total: 2,
      signs: [
        { sign: 'taxId', count: 1 },
        { sign: 'email', count: 1 },
      ],
    })
    expect(answer.groups[1]).toMatchObject({
      by: ['email'],
      customers: [
        {
          id: 'c',
          number: 'N-c',
          name: 'Cliente c',
          archived: false,
          city: 'Ávila',
          balance: 0,
          currency: 'EUR',
        },
        { id: 'd', archived: true },
      ],
    })
    expect(members(await ask({ sign: 'email' }))).toEqual([['c', 'd']])
    expect(members(await ask({ customerId: 'b' }))).toEqual([['a', 'b']])
    expect(await ask({ skip: 1, limit: 1 })).toMatchObject({ total: 2, groups: [{ by: ['email'] }] })
  })

  it('follow changes without reading everything again', async () => {
    const { store, ask, steps } = setUp()
    store.write([customer('a', { taxId: 'B1' }), customer('b', { taxId: 'B2' })])
    expect(members(await ask())).toEqual([])
    const read = steps()
    store.write([customer('b', { taxId: 'B1' })])
    expect(members(await ask())).toEqual([['a', 'b']])
    store.write([contact('k1', 'a', 'x@example.com'), contact('k2', 'c', 'x@example.com'), customer('c')])
    expect(members(await ask())).toEqual([['a', 'b', 'c']])
    store.write([customer('b', { taxId: 'B3' })])
    expect(members(await ask())).toEqual([['a', 'c']])
    expect(steps()).toBe(read)
  })

  it('leave out merged customers, and those told apart until somebody asks for them', async () => {
    const { store, ask } = setUp()
    store.write(['a', 'b', 'c'].map((id) => customer(id, { taxId: 'B1' })))
    store.write([customer('c', { taxId: 'B1', mergedInto: 'a' })])
    expect(members(await ask())).toEqual([['a', 'b']])
    store.write([customer('a', { taxId: 'B1', notSameAs: ['b'] })])
    expect(members(await ask())).toEqual([])
    expect(members(await ask({ show: 'toldApart' }))).toEqual([['a', 'b']])
  })

  it.each<[MatchSign, object, Parameters<ReadStore['write']>[0], MatchCandidate]>([
    ['taxId', { taxId: 'B-12345674' }, [], { taxId: 'b12345674' }],
    ['email', {}, [contact('k', 'a', 'Ana@Example.com')], { emails: ['ana@example.com'] }],
    [
      'nameAddress',
      { name: 'Núñez Gil, Ana' },
      [{ collection: 'sites', id: 's', after: siteOf({ id: 's', customerId: 'a' }) }],
      {
        name: 'ANA NUNEZ GIL',
        addresses: [
          { addressLine1: siteOf().addressLine1, postcode: siteOf().postcode, city: siteOf().city },
        ],
      },
    ],
  ])(
    'never disagree with form and import about who is the same (%s)',
    async (sign, fields, records, candidate) => {
      const { store, ask } = setUp()
      const statements = createStatements(store.db)
      store.write([customer('a', fields), ...records])
      const byImport = matchCustomer(candidate, [...MATCHERS], {
        customersWith: (keys, limit) => customersWith(statements, keys, limit),
        taxIdOf: () => undefined,
      })
      expect(byImport).toEqual({ kind: 'one', customerId: 'a', by: sign })
      const byForm = store.read['customers.matches']?.({ candidate })
      expect(byForm).toMatchObject({ ok: true, value: { matches: [{ id: 'a', by: [sign] }] } })
      // Entered all the same.
      const { taxId, name = 'Otro', emails = [], addresses = [] } = candidate
      store.write([
        customer('b', { name, ...(taxId && { taxId }) }),
        ...emails.map((address) => contact('k2', 'b', address)),
        ...addresses.map((address) => ({
          collection: 'sites' as const,
          id: 's2',
          after: siteOf({ id: 's2', customerId: 'b', ...address }),
        })),
      ])
      expect(await ask()).toMatchObject({ groups: [{ by: [sign] }] })
    },
  )

  it('are the same whether kept up to date or read anew', async () => {
    const seed = Number(process.env.SEED ?? 20_261_126)
    const id = fc.nat(7).map((n) => `c${n}`)
    const change = fc.oneof(
      fc
        .record({
          id,
          taxId: fc.constantFrom('T1', 'T2', undefined),
          name: fc.constantFrom('Ana Gil', 'GIL, ANA', 'Luis'),
          mergedInto: fc.option(id, { nil: undefined, freq: 3 }),
          notSameAs: fc.option(fc.uniqueArray(id, { maxLength: 2 }), { nil: undefined }),
        })
        .map((fields) => customer(fields.id, fields)),
      fc
        .tuple(fc.nat(9), id, fc.constantFrom('a@example.com', 'b@example.com'))
        .map(([n, owner, address]) => contact(`k${n}`, owner, address)),
      fc.tuple(fc.nat(9), id).map(([n, customerId]) => ({
        collection: 'sites' as const,
        id: `s${n}`,
        after: siteOf({ id: `s${n}`, customerId }),
      })),
      fc.tuple(fc.nat(9), fc.constantFrom('contacts' as const, 'sites' as const)).map(([n, collection]) => ({
        collection,
        id: `${collection[0] === 'c' ? 'k' : 's'}${n}`,
        after: undefined as StoredDocument | undefined,
      })),
    )
    const unique = { selector: (one: { collection: string; id: string }) => `${one.collection}/${one.id}` }
    const commits = fc.array(fc.uniqueArray(change, { minLength: 1, maxLength: 4, ...unique }), {
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(commits, async (all) => {
        const { store, finder, ask } = setUp()
        for (const writes of all) {
          store.write(writes)
          expect(await ask()).toEqual(await ask({}, finder()))
        }
      }),
      { seed, numRuns: Number(process.env.RUNS ?? 30) },
    )
  })
})
