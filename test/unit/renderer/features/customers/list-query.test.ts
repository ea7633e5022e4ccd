import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  emptyListQuery,
  isNarrowed,
  listQueryToInput,
  listQueryToRoute,
  nextSort,
  parseListQuery,
  type ListQuery,
} from '#renderer/features/customers/list/list-query.ts'
import { hostContract } from '#core/contract/host-contract.ts'
import { validate } from '#core/lib/validate.ts'

const id = fc.stringMatching(/^[a-z0-9-]{1,36}$/)
const anyQuery: fc.Arbitrary<ListQuery> = fc.record({
  text: fc.string({ maxLength: 60 }).map((text) => text.trim()),
  statusIds: fc.uniqueArray(id, { maxLength: 4 }),
  types: fc.subarray(['individual', 'business'] as const),
  tagIds: fc.uniqueArray(id, { maxLength: 4 }),
  officeIds: fc.uniqueArray(id, { maxLength: 4 }),
  archived: fc.constantFrom('without', 'with', 'only'),
  sort: fc.record({
    field: fc.constantFrom('sortName', 'number', 'createdAt', 'status', 'city'),
    direction: fc.constantFrom('asc', 'desc'),
  }),
})

describe('the list in the address', () => {
  it('leaves the plain list without any query', () => {
    expect(listQueryToRoute(emptyListQuery())).toEqual({})
    expect(parseListQuery({})).toEqual(emptyListQuery())
  })

  it('writes filters and order in short', () => {
    const query = { ...emptyListQuery(), text: ' josé ', statusIds: ['a', 'b'], archived: 'only' as const }
    expect(listQueryToRoute({ ...query, sort: { field: 'createdAt', direction: 'desc' } })).toEqual({
      q: 'josé',
      status: 'a,b',
      archived: 'only',
      sort: '-createdAt',
    })
  })

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const route = listQueryToRoute(query) as Record<string, string>
        expect(parseListQuery(route)).toEqual(query)
      }),
    )
  })

  it('takes nothing from a mistyped address that the host would refuse', () => {
    const query = parseListQuery({
      q: 'x'.repeat(500),
      status: ',,a,a',
      type: 'business,robot',
      archived: 'perhaps',
      sort: '-salary',
      tag: [null, 'b'],
    })
    expect(query).toMatchObject({
      statusIds: ['a'],
      types: ['business'],
      tagIds: [],
      archived: 'without',
      sort: { field: 'sortName', direction: 'asc' },
    })
    expect(query.text).toHaveLength(200)
  })

  it('always makes an input that the contract accepts', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('q', 'status', 'type', 'tag', 'office', 'archived', 'sort'),
          fc.string(),
        ),
        (route) => {
          const input = listQueryToInput(parseListQuery(route), 0, 100)
          const { statusIds = [], tags, officeIds = [] } = input.filter
          // Ids longer than the contract's 64 characters cannot come from a link that the program made.
          fc.pre([...statusIds, ...(tags?.any ?? []), ...officeIds].every((one) => one.length <= 64))
          expect(validate(hostContract.customers.list.input, input)).toMatchObject({ ok: true })
        },
      ),
    )
  })
})

describe('isNarrowed', () => {
  it('is about filters, not about the order', () => {
    const plain = emptyListQuery()
    expect(isNarrowed({ ...plain, sort: { field: 'city', direction: 'desc' } })).toBe(false)
    expect(isNarrowed({ ...plain, text: '  ' })).toBe(false)
    expect(isNarrowed({ ...plain, tagIds: ['t'] })).toBe(true)
    expect(isNarrowed({ ...plain, archived: 'with' })).toBe(true)
  })
})

describe('nextSort', () => {
  it('turns the same column round and starts dates with the newest', () => {
    expect(nextSort({ field: 'city', direction: 'asc' }, 'city')).toEqual({
      field: 'city',
      direction: 'desc',
    })
    expect(nextSort({ field: 'city', direction: 'desc' }, 'number')).toEqual({
      field: 'number',
      direction: 'asc',
    })
    expect(nextSort({ field: 'city', direction: 'asc' }, 'createdAt')).toEqual({
      field: 'createdAt',
      direction: 'desc',
    })
  })
})
