import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { customerFilterSchema } from '#core/domain/customer/filter.ts'
import { CUSTOMER_SORTS } from '#core/domain/customer/list-columns.ts'
import { validate } from '#core/lib/validate.ts'
import { DEFAULT_LAYOUT, movedColumn, withWidth } from '#renderer/features/customers/list/columns/layout.ts'
import {
  parseListFilter,
  tidy,
  type ListFilter,
} from '#renderer/features/customers/list/filter/list-filter.ts'
import {
  FIRST_SORT,
  isNarrowed,
  listAddressToRoute,
  nextSort,
  parseListAddress,
  type ListView,
} from '#renderer/features/customers/list/list-query.ts'

const id = fc.stringMatching(/^[a-z0-9-]{1,36}$/)
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 4 })
const anyFilter: fc.Arbitrary<ListFilter> = fc
  .record(
    {
      statusIds: ids,
      officeIds: ids,
      types: fc.subarray(['individual', 'business'] as const, { minLength: 1 }),
      tags: fc.record({ any: ids, none: ids }, { requiredKeys: ['any'] }),
      archived: fc.constantFrom('with' as const, 'only' as const),
    },
    { requiredKeys: [] },
  )
  .map(tidy)
const anySort = fc.record({
  field: fc.constantFrom(...CUSTOMER_SORTS),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
})
const view: ListView = { filter: {}, sort: FIRST_SORT, layout: DEFAULT_LAYOUT }

describe('the list in the address', () => {
  it('leaves an untouched view without any query', () => {
    expect(listAddressToRoute(undefined, '', view, view)).toEqual({})
    expect(parseListAddress({})).toEqual({
      viewId: undefined,
      text: '',
      filter: undefined,
      sort: undefined,
      layout: undefined,
    })
  })

  it('reads back what it wrote, of everything that differs from the view', () => {
    fc.assert(
      fc.property(anyFilter, anySort, (filter, sort) => {
        const now: ListView = { filter, sort, layout: withWidth(DEFAULT_LAYOUT, 'city', 200) }
        const route = listAddressToRoute('v1', ' josé ', now, view) as Record<string, string>
        const read = parseListAddress(route)
        expect(read.viewId).toBe('v1')
        expect(read.text).toBe('josé')
        expect(read.filter ?? view.filter).toEqual(filter)
        expect(read.sort ?? view.sort).toEqual(sort)
      }),
    )
  })

  it('keeps the order of the columns', () => {
    const [first, second] = DEFAULT_LAYOUT.map(({ field }) => field)
    const layout = movedColumn(DEFAULT_LAYOUT, second ?? '', first)
    const route = listAddressToRoute(undefined, '', { ...view, layout }, view) as Record<string, string>
    expect(parseListAddress(route).layout?.map(({ field }) => field)).toEqual(
      layout.map(({ field }) => field),
    )
  })

  it('takes nothing from a mistyped address that the host would refuse', () => {
    const read = parseListAddress({
      q: 'x'.repeat(500),
      filter: '{"types":["robot"],"statusIds":["a"],"salary":{"min":1}}',
      sort: '-salary',
    })
    expect(read).toMatchObject({ text: 'x'.repeat(200), filter: { statusIds: ['a'] }, sort: undefined })
    expect(parseListAddress({ filter: '{"statusIds":[' }).filter).toEqual({})
  })

  it('never passes on a filter that the contract refuses, whatever the address holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { days: _days, ...filter } = parseListFilter(value)
        expect(validate(customerFilterSchema, filter)).toMatchObject({ ok: true })
      }),
    )
  })
})

describe('isNarrowed', () => {
  it('is about filters and text', () => {
    expect(isNarrowed({}, '  ')).toBe(false)
    expect(isNarrowed({}, 'a')).toBe(true)
    expect(isNarrowed({ tags: { any: ['t'] } }, '')).toBe(true)
    expect(isNarrowed({ archived: 'with' }, '')).toBe(true)
  })
})

describe('nextSort', () => {
  it('turns the same column round, and starts figures and dates with the largest', () => {
    expect(nextSort({ field: 'city', direction: 'asc' }, 'city')).toEqual({
      field: 'city',
      direction: 'desc',
    })
    expect(nextSort({ field: 'city', direction: 'desc' }, 'number')).toEqual({
      field: 'number',
      direction: 'asc',
    })
    expect(nextSort({ field: 'number', direction: 'asc' }, 'balance')).toEqual({
      field: 'balance',
      direction: 'desc',
    })
  })
})
