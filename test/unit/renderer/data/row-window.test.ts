import { describe, expect, it } from 'vitest'
import { RowCache, windowAround } from '#renderer/data/row-window.ts'

describe('windowAround', () => {
  it('covers the rows on screen with a step to spare', () => {
    expect(windowAround(0, 30)).toEqual({ skip: 0, limit: 75 })
    expect(windowAround(99_950, 99_990)).toEqual({ skip: 99_925, limit: 100 })
  })

  it('stays the same for small scrolls', () => {
    expect(windowAround(101, 130)).toEqual(windowAround(104, 133))
  })

  it('always holds the range asked for and never grows without need', () => {
    for (let start = 0; start < 400; start += 7) {
      const { skip, limit } = windowAround(start, start + 40)
      expect(skip).toBeLessThanOrEqual(start)
      expect(skip + limit).toBeGreaterThanOrEqual(start + 40)
      expect(limit).toBeLessThanOrEqual(125)
    }
  })
})

describe('RowCache', () => {
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({ id: `r${from + i}` }))

  it('keeps pages of one list', () => {
    const cache = new RowCache<{ id: string }>()
    cache.put('a', 0, rows(0, 3), 10)
    cache.put('a', 7, rows(7, 3), 10)
    expect([0, 2, 3, 7, 9].map((index) => cache.at(index)?.id)).toEqual(['r0', 'r2', undefined, 'r7', 'r9'])
    expect(cache.indexOf((row) => row.id === 'r8')).toBe(8)
  })

  it('forgets the rows of another list', () => {
    const cache = new RowCache<{ id: string }>()
    cache.put('a', 0, rows(0, 3), 3)
    cache.put('b', 1, rows(50, 1), 2)
    expect([0, 1, 2].map((index) => cache.at(index)?.id)).toEqual([undefined, 'r50', undefined])
  })

  it('drops rows past the end of a list that has become shorter', () => {
    const cache = new RowCache<{ id: string }>()
    cache.put('a', 0, rows(0, 10), 10)
    cache.put('a', 0, rows(0, 4), 4)
    expect(cache.at(5)).toBeUndefined()
    expect(cache.at(3)?.id).toBe('r3')
  })
})
