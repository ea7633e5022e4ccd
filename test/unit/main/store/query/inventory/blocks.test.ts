import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { customerOf, itemOf, serviceOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

let store: ReadStore

beforeEach(() => {
  store = createReadStore()
  store.write([{ collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', name: 'Ana Ruiz' }) }])
})
afterEach(() => store.close())

let count = 0
function put(kind: 'block' | 'ip' | 'subnet', value: string, more: Partial<InventoryItem> = {}): string {
  const id = `${kind}-${++count}`
  if (kind === 'block') {
    const after = itemOf({ id, kind: 'ipBlock', serial: value, ...more })
    store.write([{ collection: 'inventory', id, after }])
  } else {
    const after = serviceOf({
      id,
      customerId: 'c1',
      name: `Servicio ${id}`,
      identifiers: [{ id: 'x', kind, value }],
    })
    store.write([{ collection: 'services', id, after }])
  }
  return id
}

function read<V extends 'block' | 'blocks' | 'numbers'>(verb: V, input: MethodInput<'inventory', V>) {
  const reply = store.read[`inventory.${verb}`]?.(input)
  if (!reply?.ok) throw new Error('no answer')
  return reply.value as MethodOutput<'inventory', V>
}

describe('address blocks', () => {
  it('tell how full they are, the next free address and who holds which', () => {
    const id = put('block', '10.0.0.0/29')
    const service = put('ip', '10.0.0.1')
    expect(read('blocks', {}).blocks).toEqual([
      { id, value: '10.0.0.0/29', state: 'inStock', total: '8', used: '1', free: '5', next: '10.0.0.2' },
    ])
    const { runs, view, parts } = read('block', { id })
    expect([view.value, parts]).toEqual(['10.0.0.0/29', undefined])
    expect(runs?.[1]).toEqual({
      from: '10.0.0.1',
      to: '10.0.0.1',
      size: '1',
      use: {
        collection: 'services',
        id: service,
        value: '10.0.0.1',
        title: `Servicio ${service}`,
        customerId: 'c1',
        customerName: 'Ana Ruiz',
      },
    })
    expect(runs?.map(({ reserved }) => reserved)).toEqual([true, undefined, undefined, true])
  })

  it('hand out nothing of a block inside them, and name both', () => {
    const outer = put('block', '10.0.0.0/16')
    const inner = put('block', '10.0.0.0/24')
    put('ip', '10.0.0.1')
    const { blocks } = read('blocks', {})
    expect(blocks.map(({ value, inside, next }) => [value, inside, next])).toEqual([
      ['10.0.0.0/16', undefined, '10.0.1.0'],
      ['10.0.0.0/24', '10.0.0.0/16', '10.0.0.2'],
    ])
    expect(read('block', { id: outer }).holds).toEqual(['10.0.0.0/24'])
    expect(read('block', { id: inner })).toMatchObject({ inside: ['10.0.0.0/16'], used: '1' })
  })

  it('come as parts when they are large, and are looked into part by part', () => {
    const id = put('block', '10.0.0.0/16')
    put('ip', '10.0.7.9')
    put('subnet', '10.0.7.16/29')
    const { parts, used } = read('block', { id })
    expect([parts?.length, used]).toEqual([256, '9'])
    expect(parts?.[7]).toEqual({ value: '10.0.7.0/24', total: '256', used: '9', free: '247' })
    const part = read('block', { id, part: '10.0.7.0/24' })
    expect([part.parts, part.view.value]).toEqual([undefined, '10.0.7.0/24'])
    expect(part.runs?.map(({ from, to }) => `${from}-${to}`)).toEqual([
      '10.0.7.0-10.0.7.8',
      '10.0.7.9-10.0.7.9',
      '10.0.7.10-10.0.7.15',
      '10.0.7.16-10.0.7.23',
      '10.0.7.24-10.0.7.255',
    ])
    // What is none of its parts shows the block itself.
    expect(read('block', { id, part: '11.0.0.0/24' }).view.value).toBe('10.0.0.0/16')
    expect(read('block', { id, part: 'x' }).view.value).toBe('10.0.0.0/16')
  })

  it('list no runs when a view has too many holders', () => {
    const id = put('block', '10.0.0.0/16')
    const identifiers = Array.from({ length: 400 }, (_, i) => ({
      id: `${i}`,
      kind: 'ip' as const,
      value: `10.0.${i % 200}.${Math.floor(i / 200) + 1}`,
    }))
    const services = identifiers.map((identifier, i) =>
      serviceOf({ id: `many-${i}`, customerId: 'c1', identifiers: [identifier] }),
    )
    store.write(services.map((after) => ({ collection: 'services' as const, id: after.id, after })))
    const whole = read('block', { id })
    expect([whole.used, whole.runs]).toEqual(['400', undefined])
    expect(read('block', { id, part: '10.0.7.0/24' }).runs).toHaveLength(4)
  })

  it('of IPv6 are never expanded', () => {
    const id = put('block', '2001:db8::/32')
    put('ip', '2001:db8::')
    const block = read('block', { id })
    expect(block).toMatchObject({ total: String(1n << 96n), used: '1', next: '2001:db8::1' })
    expect(block.parts).toHaveLength(256)
    expect(block.runs).toHaveLength(2)
  })

  it('name addresses that two services hold, and services that lie in no block', () => {
    const id = put('block', '10.0.0.0/24')
    put('ip', '10.0.0.9')
    put('ip', '10.0.0.9')
    put('ip', '10.0.1.9')
    put('subnet', '172.16.0.0/29')
    expect(read('block', { id }).clashes).toMatchObject([
      { address: '10.0.0.9', holders: [{ customerName: 'Ana Ruiz' }, { customerName: 'Ana Ruiz' }] },
    ])
    const { outside } = read('blocks', {})
    expect([outside.count, outside.examples.map(({ value }) => value)]).toEqual([
      2,
      ['10.0.1.9', '172.16.0.0/29'],
    ])
  })

  it('say nothing of an item that is no block', () => {
    store.write([{ collection: 'inventory', id: 'modem', after: itemOf({ id: 'modem' }) }])
    expect(read('block', { id: 'modem' })).toMatchObject({ value: '', total: '0' })
    expect(read('block', { id: 'none' })).toMatchObject({ value: '', total: '0' })
  })

  it('are counted like every address by itself', () => {
    const seed = Date.now() % 100_000
    const random = createSeededRandom(seed)
    const id = put('block', '10.9.0.0/22')
    const held = new Set<number>()
    for (let i = 0; i < 40; i++) {
      const at = random.int(0, 1023)
      const isSubnet = random.chance(0.3)
      const first = isSubnet ? at - (at % 8) : at
      for (let one = first; one < first + (isSubnet ? 8 : 1); one++) held.add(one)
      const text = `10.9.${first >> 8}.${first & 255}`
      put(isSubnet ? 'subnet' : 'ip', isSubnet ? `${text}/29` : text)
    }
    const block = read('block', { id })
    const reserved = [0, 1023].filter((at) => !held.has(at)).length
    expect(block.used, `seed ${seed}`).toBe(String(held.size))
    expect(block.free, `seed ${seed}`).toBe(String(1024 - held.size - reserved))
    for (const [i, part] of (block.parts ?? []).entries()) {
      const inPart = [...held].filter((at) => at >> 8 === i).length
      expect(part.used, `seed ${seed}, ${part.value}`).toBe(String(inPart))
    }
    let next = 1
    while (held.has(next)) next++
    expect(block.next, `seed ${seed}`).toBe(`10.9.${next >> 8}.${next & 255}`)
  })
})

describe('telephone numbers', () => {
  it('are listed by range, with the next free one', () => {
    const number = (serial: string, state: InventoryItem['state']) =>
      store.write([
        {
          collection: 'inventory',
          id: serial,
          after: itemOf({ id: serial, kind: 'phoneNumber', serial, state }),
        },
      ])
    number('+34911222001', 'assigned')
    number('+34911222002', 'inStock')
    number('+34911222003', 'inStock')
    number('+34911222004', 'retired')
    number('+34900000001', 'assigned')
    expect(read('numbers', { limit: 10 })).toMatchObject({
      total: 2,
      ranges: [
        {
          prefix: '+34911222',
          from: '+34911222001',
          to: '+34911222003',
          count: 3,
          assigned: 1,
          free: 2,
          next: { id: '+34911222002', serial: '+34911222002' },
        },
        { prefix: '+34900000', count: 1, free: 0 },
      ],
    })
    expect(read('numbers', { limit: 10, text: '900 000' }).ranges.map(({ prefix }) => prefix)).toEqual([
      '+34900000',
    ])
    expect(read('numbers', { limit: 1 })).toMatchObject({ total: 2 })
  })
})
