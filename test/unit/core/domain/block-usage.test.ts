import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifierRange, type IdentifierUse } from '#core/domain/identifier.ts'
import { blockUsage, freeAddresses } from '#core/domain/inventory/block-usage.ts'
import { parseIp, parseIpBlock, type IpBlock } from '#core/domain/values/ip.ts'

function blockOf(text: string): IpBlock {
  const block = parseIpBlock(text)
  if (!block.ok) throw new Error(text)
  return block.value
}

function useOf(value: string, id: string): IdentifierUse {
  const range = identifierRange('subnet', value)
  if (!range) throw new Error(value)
  return { ...range, collection: 'services', id, value }
}

/** Every address of a small block by itself: who holds it, and whether it is free. */
function expanded(block: IpBlock, usage: ReturnType<typeof blockUsage>) {
  const seen = usage.runs.flatMap((run) => {
    const from = parseIp(run.from)
    if (!from.ok) throw new Error(run.from)
    return Array.from({ length: Number(run.size) }, (_, i) => ({
      value: from.value.value + BigInt(i),
      state: run.use ? 'used' : run.reserved ? 'reserved' : 'free',
    }))
  })
  expect(seen.map(({ value }) => value)).toEqual(
    Array.from({ length: Number(block.last - block.first + 1n) }, (_, i) => block.first + BigInt(i)),
  )
  return seen
}

describe('usage of an address block', () => {
  it('says of every address who holds it, like looking at each one', () => {
    const block = blockOf('10.0.0.64/27')
    const value = fc
      .tuple(fc.integer({ min: 0, max: 127 }), fc.constantFrom(32, 32, 32, 30, 29))
      .map(([host, prefix]) => `10.0.0.${host}/${prefix}`)
    fc.assert(
      fc.property(fc.uniqueArray(value, { maxLength: 12 }), (values) => {
        const uses = values.map((one, i) => useOf(one, `service-${i}`))
        const usage = blockUsage(block, uses)
        const blocks = values.map(blockOf)
        const states = expanded(block, usage).map(({ value: at, state }) => {
          const held = blocks.some(({ first, last }) => at >= first && at <= last)
          expect(state === 'used', String(at)).toBe(held)
          return state
        })
        const count = (state: string) => states.filter((one) => one === state).length
        expect([usage.used, usage.free]).toEqual([String(count('used')), String(count('free'))])
      }),
    )
  })

  it('keeps network and broadcast address of IPv4 out of what is free', () => {
    const usage = blockUsage(blockOf('10.0.0.0/29'), [useOf('10.0.0.2', 's1')])
    expect(
      usage.runs.map(({ from, to, reserved, use }) => [from, to, reserved ?? use?.id ?? 'free']),
    ).toEqual([
      ['10.0.0.0', '10.0.0.0', true],
      ['10.0.0.1', '10.0.0.1', 'free'],
      ['10.0.0.2', '10.0.0.2', 's1'],
      ['10.0.0.3', '10.0.0.6', 'free'],
      ['10.0.0.7', '10.0.0.7', true],
    ])
    expect(blockUsage(blockOf('10.0.0.0/31'), []).free).toBe('2')
  })

  it('never expands a block of IPv6, whatever its size', () => {
    const usage = blockUsage(blockOf('2001:db8::/32'), [
      useOf('2001:db8::5', 's1'),
      useOf('2001:db8:1::/48', 's2'),
    ])
    expect(usage.total).toBe(String(1n << 96n))
    expect(usage.runs).toHaveLength(5)
    expect(freeAddresses(usage, 7)).toEqual([
      '2001:db8::',
      '2001:db8::1',
      '2001:db8::2',
      '2001:db8::3',
      '2001:db8::4',
      '2001:db8::6',
      '2001:db8::7',
    ])
  })

  it('names addresses that two records hold', () => {
    const usage = blockUsage(blockOf('10.0.0.0/24'), [useOf('10.0.0.9', 's1'), useOf('10.0.0.9', 's2')])
    expect(usage.clashes).toEqual([
      {
        address: '10.0.0.9',
        uses: [
          { collection: 'services', id: 's1', value: '10.0.0.9' },
          { collection: 'services', id: 's2', value: '10.0.0.9' },
        ],
      },
    ])
    expect(usage.used).toBe('1')
  })
})
