import { describe, expect, it } from 'vitest'
import { addressOf, isFiltered, queryFromAddress } from '#renderer/features/inventory/items/item-query.ts'

describe('the address of the item list', () => {
  it('brings the same list again', () => {
    const address = { q: 'hwtc', kind: 'ont', state: 'faulty', place: 'van', sort: 'changed', dir: 'desc' }
    const query = queryFromAddress(address)
    expect(query).toEqual({
      filter: { text: 'hwtc', kind: 'ont', state: 'faulty', placeId: 'van' },
      sort: { field: 'changed', direction: 'desc' },
    })
    expect(addressOf(query)).toEqual(address)
    expect(isFiltered(query.filter)).toBe(true)
  })

  it('leaves out what it does not know', () => {
    const query = queryFromAddress({ kind: 'car', state: ['x'], sort: 'price', dir: 'up', q: '' })
    expect(query).toEqual({ filter: {}, sort: { field: 'serial', direction: 'asc' } })
    expect(addressOf(query)).toEqual({})
  })
})
