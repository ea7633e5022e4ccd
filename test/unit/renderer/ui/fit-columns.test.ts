import { describe, expect, it } from 'vitest'
import { fitColumns } from '#renderer/ui/index.ts'

const columns = [
  { id: 'number', label: '', width: 100, leaves: 1 },
  { id: 'name', label: '', width: 200, grow: true },
  { id: 'tags', label: '', width: 150, leaves: 2 },
  { id: 'menu', label: '', width: 44 },
]
const ids = (width: number, isSelectable = false) =>
  fitColumns(columns, width, isSelectable).map(({ id }) => id)

describe('the columns of a table', () => {
  it('are all there while nobody knows the width, and where they fit', () => {
    expect(ids(0)).toEqual(['number', 'name', 'tags', 'menu'])
    expect(ids(510)).toEqual(['number', 'name', 'tags', 'menu'])
  })

  it('leave one by one, the least needed first, and keep their order', () => {
    expect(ids(509)).toEqual(['number', 'name', 'menu'])
    expect(ids(359)).toEqual(['name', 'menu'])
  })

  it('leave room for the boxes, and those without a turn never leave', () => {
    expect(ids(510, true)).toEqual(['number', 'name', 'menu'])
    expect(ids(100)).toEqual(['name', 'menu'])
  })
})
