import { describe, expect, it } from 'vitest'
import { partOfBlock, partsOf, pathTo } from '#core/domain/inventory/block-parts.ts'
import { formatIpBlock, parseIpBlock, type IpBlock } from '#core/domain/values/ip.ts'
import { addressCells, cellAfterKey } from '#renderer/features/inventory/blocks/cells.ts'
import { countText, usedShare } from '#renderer/features/inventory/blocks/share.ts'

function blockOf(text: string): IpBlock {
  const block = parseIpBlock(text)
  if (!block.ok) throw new Error(text)
  return block.value
}

describe('parts of a block', () => {
  it.each([
    ['10.0.0.0/8', 256, '10.0.0.0/16'],
    ['100.64.0.0/10', 64, '100.64.0.0/16'],
    ['10.0.0.0/16', 256, '10.0.0.0/24'],
    ['10.0.0.0/22', 4, '10.0.0.0/24'],
    ['10.0.0.0/24', 0, undefined],
    ['10.0.0.0/31', 0, undefined],
    ['2001:db8::/32', 256, '2001:db8::/40'],
    ['2001:db8::/118', 4, '2001:db8::/120'],
    ['0.0.0.0/0', 256, '0.0.0.0/8'],
  ])('%s comes as %i', (text, count, first) => {
    const parts = partsOf(blockOf(text))
    expect([parts.length, parts[0] && formatIpBlock(parts[0])]).toEqual([count, first])
    if (parts.length > 0) {
      expect(parts[0]?.first).toBe(blockOf(text).first)
      expect(parts.at(-1)?.last).toBe(blockOf(text).last)
    }
  })

  it('lead from the whole block to one in view', () => {
    const path = pathTo(blockOf('10.0.0.0/8'), blockOf('10.7.3.0/24'))
    expect(path.map(formatIpBlock)).toEqual(['10.0.0.0/8', '10.7.0.0/16', '10.7.3.0/24'])
    expect(pathTo(blockOf('10.0.0.0/8'), blockOf('10.0.0.0/8'))).toHaveLength(1)
  })

  it('are never of another block', () => {
    const block = blockOf('10.0.0.0/16')
    for (const text of ['11.0.0.0/24', '10.0.0.0/8', '2001:db8::/64', 'x', undefined])
      expect(partOfBlock(block, text)).toBe(block)
    expect(formatIpBlock(partOfBlock(block, '10.0.9.0/24'))).toBe('10.0.9.0/24')
  })
})

describe('cells', () => {
  it('are the addresses of the runs, one by one', () => {
    const cells = addressCells([
      { from: '10.0.0.0', to: '10.0.0.0', size: '1', reserved: true },
      { from: '10.0.0.1', to: '10.0.0.2', size: '2' },
    ])
    expect(cells.map(({ address, short, state }) => [address, short, state])).toEqual([
      ['10.0.0.0', '0', 'reserved'],
      ['10.0.0.1', '1', 'free'],
      ['10.0.0.2', '2', 'free'],
    ])
    expect(addressCells([{ from: '2001:db8::ff', to: '2001:db8::ff', size: '1' }])[0]?.short).toBe('ff')
  })

  it('are walked by keys and never left', () => {
    expect(cellAfterKey('ArrowDown', 3, 16, 256)).toBe(19)
    expect(cellAfterKey('ArrowUp', 3, 16, 256)).toBe(0)
    expect(cellAfterKey('End', 19, 16, 256)).toBe(31)
    expect(cellAfterKey('ArrowRight', 255, 16, 256)).toBe(255)
    expect(cellAfterKey('a', 3, 16, 256)).toBeUndefined()
  })
})

describe('figures of a block', () => {
  it('are never full or empty by rounding', () => {
    expect(usedShare({ total: '4194304', used: '1', free: '4194301' })).toBe(0.001)
    expect(usedShare({ total: '4194304', used: '4194301', free: '1' })).toBe(0.999)
    expect(usedShare({ total: '256', used: '0', free: '254' })).toBe(0)
    expect(usedShare({ total: '256', used: '254', free: '0' })).toBe(1)
  })

  it('are told as a power of two when nobody could read them', () => {
    expect(countText('4194304', String)).toBe('4194304')
    expect(countText(String(2n ** 96n), String)).toBe('≈ 2^96')
  })
})
