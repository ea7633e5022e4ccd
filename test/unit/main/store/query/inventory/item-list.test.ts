import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { ItemFilter } from '#core/domain/inventory/filter.ts'
import { INVENTORY_KINDS, INVENTORY_STATES, type InventoryItem } from '#core/domain/inventory/schema.ts'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { createStatements } from '#main/store/query/statements.ts'
import { indexFor, itemCondition } from '#main/store/query/inventory/item-filter.ts'
import { customerOf, itemOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

let store: ReadStore

beforeEach(() => {
  store = createReadStore()
  store.write([
    { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', name: 'Panadería Núñez' }) },
    { collection: 'customers', id: 'c2', after: customerOf({ id: 'c2', name: 'Ana Ruiz' }) },
    { collection: 'sites', id: 's1', after: siteOf({ id: 's1', customerId: 'c1', name: 'Obrador' }) },
    {
      collection: 'services',
      id: 'v1',
      after: serviceOf({ id: 'v1', customerId: 'c1', siteId: 's1', name: 'Fibra 600' }),
    },
  ])
})
afterEach(() => store.close())

const put = (...items: InventoryItem[]) =>
  store.write(items.map((item) => ({ collection: 'inventory' as const, id: item.id, after: item })))

function read<V extends 'list' | 'summary' | 'ids' | 'taken' | 'check'>(
  verb: V,
  input: MethodInput<'inventory', V>,
) {
  const reply = store.read[`inventory.${verb}`]?.(input)
  if (!reply?.ok) throw new Error('no answer')
  return reply.value as MethodOutput<'inventory', V>
}
const list = (filter: ItemFilter = {}, more: Partial<MethodInput<'inventory', 'list'>> = {}) =>
  read('list', { filter, sort: { field: 'serial', direction: 'asc' }, skip: 0, limit: 50, ...more })
const serials = (filter: ItemFilter = {}) => list(filter).rows.map(({ serial }) => serial)

describe('the list of items', () => {
  it('tells who has an item, by name', () => {
    put(
      itemOf({
        id: 'i1',
        serial: 'HWTC1',
        mac: '02:00:00:00:00:01',
        state: 'assigned',
        placeId: undefined,
        customerId: 'c1',
        siteId: 's1',
        serviceId: 'v1',
        attributes: [{ id: 'a', name: 'Color', kind: 'text', value: 'negro' }],
      }),
    )
    expect(list()).toMatchObject({
      total: 1,
      isPartial: false,
      rows: [
        {
          serial: 'HWTC1',
          mac: '02:00:00:00:00:01',
          customerName: 'Panadería Núñez',
          siteName: 'Obrador',
          serviceName: 'Fibra 600',
          attributes: [{ name: 'Color', value: 'negro' }],
          archived: false,
        },
      ],
    })
    expect(serials({ customerId: 'c1' })).toEqual(['HWTC1'])
    expect(serials({ siteId: 's1' })).toEqual(['HWTC1'])
    expect(serials({ serviceId: 'v1' })).toEqual(['HWTC1'])
    expect(serials({ customerId: 'c2' })).toEqual([])
    expect(serials({ customerId: 'nobody' })).toEqual([])
  })

  it('follows an item to a customer, back into stock, and out of use', () => {
    const item = itemOf({ id: 'i1', serial: 'A1' })
    put(item)
    put({ ...item, state: 'assigned', placeId: undefined, customerId: 'c1' })
    expect(serials({ state: 'inStock' })).toEqual([])
    expect(serials({ customerId: 'c1', state: 'assigned' })).toEqual(['A1'])
    put({ ...item, placeId: 'van' })
    expect(serials({ placeId: 'van', kind: 'ont', state: 'inStock' })).toEqual(['A1'])
    expect(serials({ placeId: 'office-madrid' })).toEqual([])
    put({ ...item, archived: { at: item.createdAt, by: 'p' } })
    expect([serials(), serials({ archived: true })]).toEqual([[], ['A1']])
    store.write([{ collection: 'inventory', id: 'i1', after: undefined }])
    expect([serials(), serials({ archived: true })]).toEqual([[], []])
    expect(read('summary', { filter: { archived: true } }).states).toEqual([])
  })

  it('finds by parts of serial, MAC, number and attribute, within the other conditions', () => {
    put(
      itemOf({ id: 'i1', serial: 'HWTC00A1B2', mac: '02:00:00:ab:cd:ef' }),
      itemOf({ id: 'i2', serial: 'HWTC00FFFF', state: 'faulty' }),
      itemOf({ id: 'i3', serial: '+34911222333', kind: 'phoneNumber' }),
      itemOf({
        id: 'i4',
        serial: 'X9',
        attributes: [{ id: 'a', name: 'Color', kind: 'text', value: 'Añil' }],
      }),
    )
    expect(serials({ text: 'hwtc' })).toEqual(['HWTC00A1B2', 'HWTC00FFFF'])
    expect(serials({ text: 'hwtc', state: 'faulty' })).toEqual(['HWTC00FFFF'])
    expect(serials({ text: '0a1b' })).toEqual(['HWTC00A1B2'])
    expect(serials({ text: '02-00-00-AB-CD-EF' })).toEqual(['HWTC00A1B2'])
    expect(serials({ text: '911 222 3' })).toEqual(['+34911222333'])
    expect(serials({ text: 'anil' })).toEqual(['X9'])
    expect(serials({ text: 'nothing' })).toEqual([])
  })

  it('counts each field as if nothing were chosen of its own', () => {
    put(
      itemOf({ id: 'i1', serial: 'A1', kind: 'ont', placeId: 'van' }),
      itemOf({ id: 'i2', serial: 'A2', kind: 'ont', state: 'faulty', placeId: 'van' }),
      itemOf({ id: 'i3', serial: 'A3', kind: 'sim', placeId: 'shop' }),
    )
    const all = {
      states: [
        { state: 'inStock', count: 2 },
        { state: 'faulty', count: 1 },
      ],
      kinds: [
        { kind: 'ont', count: 2 },
        { kind: 'sim', count: 1 },
      ],
    }
    expect(read('summary', { filter: {} })).toMatchObject(all)
    expect(read('summary', { filter: { state: 'faulty' } })).toMatchObject({
      states: all.states,
      kinds: [{ kind: 'ont', count: 1 }],
      places: [{ placeId: 'van', count: 1 }],
    })
    expect(read('summary', { filter: { text: 'a', kind: 'sim' } })).toMatchObject({
      states: [{ state: 'inStock', count: 1 }],
      kinds: all.kinds,
      places: [{ placeId: 'shop', count: 1 }],
    })
  })

  it('says which serials are taken, whatever their case, but not those of retired items', () => {
    put(
      itemOf({ id: 'i1', serial: 'A1' }),
      itemOf({ id: 'i2', serial: 'A2', state: 'retired' }),
      itemOf({ id: 'i3', serial: 'A3', archived: { at: '2026-01-01T00:00:00.000Z', by: 'p' } }),
    )
    expect(read('taken', { serials: ['a1 ', 'A2', 'A3', 'A4'] })).toEqual({
      taken: [{ serial: 'a1 ', id: 'i1' }],
    })
  })

  it('tells a form of the item with the same serial, and of blocks that overlap', () => {
    put(
      itemOf({ id: 'i1', serial: 'A1' }),
      itemOf({ id: 'b1', kind: 'ipBlock', serial: '10.0.0.0/16' }),
      itemOf({ id: 'b2', kind: 'ipBlock', serial: '10.0.7.0/24' }),
      itemOf({ id: 'b3', kind: 'ipBlock', serial: '10.1.0.0/16' }),
    )
    expect(read('check', { kind: 'ont', serial: 'a1' })).toEqual({
      same: { id: 'i1', serial: 'A1' },
    })
    expect(read('check', { kind: 'ont', serial: 'a1', exceptId: 'i1' })).toEqual({})
    expect(read('check', { kind: 'ipBlock', serial: '10.0.4.0/22' })).toEqual({
      overlapping: '10.0.0.0/16',
    })
  })

  it('answers every filter like looking at each item', () => {
    const seed = Date.now() % 100_000
    const random = createSeededRandom(seed)
    const places = ['van', 'shop', undefined]
    const made = Array.from({ length: 300 }, (_, i) => {
      const customerId = random.chance(0.4) ? random.pick(['c1', 'c2']) : undefined
      return itemOf({
        id: `i${i}`,
        serial: `${random.pick(['A', 'B'])}${random.digits(4)}-${i}`,
        kind: random.pick(INVENTORY_KINDS),
        state: customerId ? 'assigned' : random.pick(['inStock', 'faulty', 'retired'] as const),
        placeId: customerId ? undefined : random.pick(places),
        customerId,
        ...(random.chance(0.1) && { archived: { at: '2026-01-01T00:00:00.000Z', by: 'p' } }),
      })
    })
    for (let start = 0; start < made.length; start += 20) put(...made.slice(start, start + 20))
    for (let round = 0; round < 60; round++) {
      const maybe = <T>(values: readonly T[]) => (random.chance(0.4) ? random.pick(values) : undefined)
      const filter: ItemFilter = {
        kind: maybe(INVENTORY_KINDS),
        state: maybe(INVENTORY_STATES),
        placeId: maybe(['van', 'shop', 'nowhere']),
        customerId: maybe(['c1', 'c2']),
        archived: random.chance(0.2),
      }
      const wanted = made
        .filter(
          (item) =>
            Boolean(item.archived) === filter.archived &&
            (['kind', 'state', 'placeId', 'customerId'] as const).every(
              (key) => filter[key] === undefined || item[key] === filter[key],
            ),
        )
        .sort((a, b) => (a.serialKey < b.serialKey ? -1 : 1))
        .map(({ id }) => id)
      const answer = list(filter, { skip: 3, limit: 40 })
      const about = `seed ${seed}: ${JSON.stringify(filter)}`
      expect(answer.total, about).toBe(wanted.length)
      expect(
        answer.rows.map(({ id }) => id),
        about,
      ).toEqual(wanted.slice(3, 43))
      expect(read('ids', { filter }).ids, about).toEqual(wanted)
      const down = list(filter, { sort: { field: 'serial', direction: 'desc' } })
      expect(
        down.rows.map(({ id }) => id),
        about,
      ).toEqual([...wanted].reverse().slice(0, 50))
    }
  })

  it('takes each page from an index and never sorts or scans all items', () => {
    const statements = createStatements(store.db)
    const filters: ItemFilter[] = [
      {},
      { kind: 'ont' },
      { state: 'inStock' },
      { kind: 'ont', state: 'inStock' },
      { placeId: 'van' },
      { placeId: 'van', kind: 'ont' },
    ]
    for (const sort of ['serial', 'changed'] as const)
      for (const filter of filters) {
        const condition = itemCondition(statements, filter)
        const column = sort === 'serial' ? 'serial_key' : 'changed_ms'
        const plan = store.db
          .prepare(
            `EXPLAIN QUERY PLAN SELECT i.n FROM r_item AS i ${indexFor(filter, sort, condition)}
             WHERE ${condition.where} ORDER BY i.${column}, i.n LIMIT 50`,
          )
          .all(...condition.parameters)
          .map(({ detail }) => String(detail))
        expect(plan, JSON.stringify({ sort, filter })).toEqual([
          expect.stringMatching(/^SEARCH i USING COVERING INDEX r_item_/),
        ])
      }
  })
})
