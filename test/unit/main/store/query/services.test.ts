import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { ServiceFilter } from '#core/domain/service/filter.ts'
import { SERVICE_STATUSES, SERVICE_TYPES, type Service } from '#core/domain/service/schema.ts'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { fold } from '#core/lib/fold.ts'
import { moveToDay } from '#main/store/projectors/index.ts'
import { chargeOf, customerOf, entryOf, itemOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

let store: ReadStore
beforeEach(() => {
  store = createReadStore()
  moveToDay(store.db, '2026-03-10')
})
afterEach(() => store.close())

type Verb = 'freeAddresses' | 'list' | 'summary' | 'towns' | 'sites' | 'meters' | 'nextBill'
function read<V extends Verb>(verb: V, input: MethodInput<'services', V>): MethodOutput<'services', V> {
  const reply = store.read[`services.${verb}`]?.(input)
  if (!reply?.ok) throw new Error('no answer')
  return reply.value as MethodOutput<'services', V>
}
const list = (filter: ServiceFilter, sort: MethodInput<'services', 'list'>['sort'] = byName, page = whole) =>
  read('list', { filter, sort, ...page })
const byName = { field: 'name', direction: 'asc' } as const
const whole = { skip: 0, limit: 1000 }
const idsOf = (filter: ServiceFilter) => list(filter).rows.map(({ id }) => id)

const put = (...documents: [collection: 'customers' | 'sites' | 'services', after: { id: string }][]) =>
  store.write(documents.map(([collection, after]) => ({ collection, id: after.id, after })))

function household(n: number, city = 'Madrid', officeId = 'office-1') {
  put(['customers', customerOf({ id: `c${n}`, name: `Cliente ${n}`, sortName: `cliente ${n}`, officeId })])
  put(['sites', siteOf({ id: `s${n}`, customerId: `c${n}`, name: `Casa ${n}`, sortName: `casa ${n}`, city })])
}
const service = (id: string, n: number, more: Partial<Service> = {}) =>
  put(['services', serviceOf({ id, customerId: `c${n}`, siteId: `s${n}`, ...more })])

describe('the list of services', () => {
  it('tells whose each is, where and what it brings', () => {
    household(1)
    service('a', 1, {
      activeFrom: '2026-01-01',
      charges: [chargeOf({ unitPrice: '20', pauses: [{ id: 'p', from: '2026-06-01' }] })],
      identifiers: [{ id: 'i', kind: 'ip', value: '10.0.0.9' }],
    })
    const { rows, total } = list({})
    expect(total).toBe(1)
    expect(rows[0]).toMatchObject({
      id: 'a',
      customerName: 'Cliente 1',
      siteName: 'Casa 1',
      town: 'Madrid',
      officeId: 'office-1',
      monthly: 2000,
      archived: false,
      identifiers: [{ kind: 'ip', value: '10.0.0.9' }],
    })
    expect(rows[0]).not.toHaveProperty('pausedTo')
  })

  it('follows its customer and its site wherever they go', () => {
    household(1)
    service('a', 1)
    put(['customers', customerOf({ id: 'c1', sortName: 'zeta', officeId: 'office-2' })])
    put(['sites', siteOf({ id: 's1', customerId: 'c1', city: 'Toledo' })])
    expect(idsOf({ officeId: 'office-2', town: 'ES/toledo' })).toEqual(['a'])
    expect(idsOf({ town: 'ES/madrid' })).toEqual([])
    const archived = { at: '2026-02-01T00:00:00.000Z', by: 'p' }
    put(['sites', siteOf({ id: 's1', customerId: 'c1', archived })])
    expect([idsOf({}), idsOf({ archived: true })]).toEqual([[], ['a']])
    expect(read('summary', { filter: {} }).statuses).toEqual([])
    put(['sites', siteOf({ id: 's1', customerId: 'c1' })])
    expect(idsOf({})).toEqual(['a'])
  })

  it('finds by what it is called, who has it, where it is and how a network knows it', () => {
    household(1)
    household(2, 'Sevilla')
    put(['customers', customerOf({ id: 'c1', name: 'Ana Ruiz' })])
    put(['sites', siteOf({ id: 's1', customerId: 'c1', name: 'Molino' })])
    service('a', 1, { name: 'Fibra 600', identifiers: [{ id: 'i', kind: 'circuit', value: 'CIR-77' }] })
    service('b', 2, { name: 'Voz', sortName: 'voz' })
    for (const text of ['fibr', 'CIR-77', 'ana ruiz', 'molino']) expect(idsOf({ text })).toEqual(['a'])
    expect(idsOf({ text: 'sevilla' })).toEqual(['b'])
    expect(idsOf({ text: 'calle mayor' })).toEqual(['a', 'b'])
    expect(idsOf({ text: 'ruiz', status: 'ended' })).toEqual([])
  })

  it('answers every mix of filters as going through all of them would (seed 11)', () => {
    const random = createSeededRandom(11)
    const towns = ['Madrid', 'Toledo', 'Lugo']
    const all: { service: Service; office: string; town: string }[] = []
    for (let n = 1; n <= 12; n++) {
      const [office, town] = [`office-${random.int(1, 2)}`, towns[random.int(0, 2)] ?? '']
      household(n, town, office)
      for (let i = 0; i < random.int(0, 5); i++) {
        const made = serviceOf({
          id: `x${n}-${i}`,
          customerId: `c${n}`,
          siteId: `s${n}`,
          sortName: `servicio ${random.int(1, 9)}`,
          status: random.pick(SERVICE_STATUSES),
          type: random.pick(SERVICE_TYPES),
          productId: `product-${random.int(1, 3)}`,
        })
        put(['services', made])
        all.push({ service: made, office, town })
      }
    }
    for (let round = 0; round < 200; round++) {
      const some = <T>(value: T): T | undefined => (random.chance(0.35) ? value : undefined)
      const filter: ServiceFilter = Object.fromEntries(
        Object.entries({
          status: some(random.pick(SERVICE_STATUSES)),
          type: some(random.pick(SERVICE_TYPES)),
          productId: some(`product-${random.int(1, 3)}`),
          officeId: some(`office-${random.int(1, 2)}`),
          town: some(`ES/${fold(towns[random.int(0, 2)] ?? '')}`),
          customerId: random.chance(0.1) ? `c${random.int(1, 12)}` : undefined,
        }).filter(([, value]) => value !== undefined),
      )
      const sort = {
        field: random.pick(['name', 'customer', 'since'] as const),
        direction: random.pick(['asc', 'desc'] as const),
      }
      const wanted = all.filter(
        ({ service: one, office, town }) =>
          (!filter.status || one.status === filter.status) &&
          (!filter.type || one.type === filter.type) &&
          (!filter.productId || one.productId === filter.productId) &&
          (!filter.officeId || office === filter.officeId) &&
          (!filter.town || `ES/${fold(town)}` === filter.town) &&
          (!filter.customerId || one.customerId === filter.customerId),
      )
      const { rows, total } = list(filter, sort)
      const name = JSON.stringify({ filter, sort })
      expect(total, name).toBe(wanted.length)
      expect(rows.map(({ id }) => id).sort(), name).toEqual(wanted.map(({ service: one }) => one.id).sort())
      const pages = [0, 3, 6].flatMap((skip) => list(filter, sort, { skip, limit: 3 }).rows)
      expect(pages.map(({ id }) => id)).toEqual(rows.slice(0, 9).map(({ id }) => id))
      const counted =
        read('summary', { filter }).statuses.find(({ status }) => status === 'active')?.count ?? 0
      expect(counted, name).toBe(list({ ...filter, status: 'active' }).total)
    }
  })

  it('reads no more of the file than a page, whatever is asked', () => {
    const sqls = [
      'archived = ? AND i.status = ? AND i.status <> 1',
      'archived = ? AND i.product_n = ?',
      'archived = ? AND i.town_n = ?',
      'archived = ?',
    ].map((where, i) => {
      const index = ['rare', 'product', 'town', 'name'][i] ?? ''
      return `SELECT i.n FROM r_service_list AS i INDEXED BY r_service_list_${index} WHERE i.${where} ORDER BY i.sort_key, i.n LIMIT 50`
    })
    for (const sql of sqls) {
      const plan = store.db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...(sql.includes('= ? AND i.') ? [0, 1] : [0]))
      expect(plan.map(({ detail }) => String(detail)).join()).toMatch(/^SEARCH i USING COVERING INDEX[^,]*$/)
    }
  })
})

describe('towns', () => {
  it('are told with how many services they have, the wanted one first', () => {
    household(1, 'Madrid')
    household(2, 'Madridejos')
    service('a', 1)
    service('b', 2)
    service('c', 2)
    expect(read('towns', { text: 'madrid', limit: 10 }).towns).toEqual([
      { key: 'ES/madridejos', name: 'Madridejos', country: 'ES', count: 2 },
      { key: 'ES/madrid', name: 'Madrid', country: 'ES', count: 1 },
    ])
    const withKey = read('towns', { text: 'nada', withKey: 'ES/madrid', limit: 10 }).towns
    expect(withKey.map(({ key }) => key)).toEqual(['ES/madrid'])
  })
})

describe('a day that begins', () => {
  const standing = () => ({
    rows: list({}).rows.map(({ id, status, endsOn, monthly }) => [id, status, endsOn, monthly]),
    active: idsOf({ status: 'active' }),
    counts: Object.fromEntries(
      read('summary', { filter: {} }).statuses.map((one) => [one.status, one.count]),
    ),
    site: read('sites', { customerId: 'c1', ...whole }).rows.map(({ active, monthly }) => [active, monthly]),
    meters: read('meters', { filter: {}, ...whole }).rows.map(({ chargeId }) => chargeId),
    held: store.db
      .prepare(`SELECT value FROM r_identifier`)
      .all()
      .map(({ value }) => value),
    billable: store.db.prepare(`SELECT sum(billable) AS n FROM r_service_life`).get()?.n,
    customer: store.db
      .prepare(`SELECT services_active AS active, monthly FROM r_customer WHERE id = 'c1'`)
      .get(),
  })

  it('ends and suspends what was to end and to be suspended, without a command', () => {
    household(1)
    moveToDay(store.db, '2026-11-26')
    service('a', 1, {
      endedOn: '2026-11-30',
      sortName: 'a',
      identifiers: [{ id: 'i', kind: 'ip', value: '10.0.0.9' }],
      charges: [
        chargeOf({ unitPrice: '20' }),
        chargeOf({ id: 'm', kind: 'metered', unit: 'kWh', from: '2026-01-01' }),
      ],
    })
    service('b', 1, {
      sortName: 'b',
      charges: [chargeOf({ unitPrice: '5' })],
      suspensions: [{ id: 's', from: '2026-11-28', billed: false }],
    })
    expect(standing()).toEqual({
      rows: [
        ['a', 'active', '2026-11-30', 2000],
        ['b', 'active', undefined, 500],
      ],
      active: ['a', 'b'],
      counts: { active: 2 },
      site: [[2, 2500]],
      meters: ['m'],
      held: ['10.0.0.9'],
      billable: 2,
      customer: { active: 2, monthly: 2500 },
    })
    moveToDay(store.db, '2026-11-29')
    expect(standing()).toMatchObject({
      counts: { active: 1, suspended: 1 },
      site: [[1, 2000]],
      billable: 2,
      customer: { active: 1, monthly: 2000 },
    })
    moveToDay(store.db, '2026-11-30')
    expect(standing()).toEqual({
      rows: [
        ['a', 'ended', undefined, 0],
        ['b', 'suspended', undefined, 0],
      ],
      active: [],
      counts: { suspended: 1, ended: 1 },
      site: [[0, 0]],
      meters: [],
      held: [],
      billable: 1,
      customer: { active: 0, monthly: 0 },
    })
  })
})

describe('the sites of a customer', () => {
  it('are told with what is delivered at each, and the sums', () => {
    household(1)
    put(['sites', siteOf({ id: 's1b', customerId: 'c1', name: 'Nave', sortName: 'nave', city: 'Getafe' })])
    moveToDay(store.db, '2026-03-10')
    service('a', 1, { charges: [chargeOf({ unitPrice: '20' })] })
    service('b', 1, {
      status: 'suspended',
      suspensions: [{ id: 'x', from: '2026-03-01', billed: false }],
    })
    const { rows, ...sums } = read('sites', { customerId: 'c1', ...whole })
    expect(sums).toMatchObject({ total: 2, services: 2, active: 1, monthly: 2000 })
    expect(rows.map(({ name, services, active, monthly }) => [name, services, active, monthly])).toEqual([
      ['Casa 1', 2, 1, 2000],
      ['Nave', 0, 0, 0],
    ])
    const names = (more: object) =>
      read('sites', { customerId: 'c1', ...whole, ...more }).rows.map(({ name }) => name)
    expect(names({ text: 'getafe' })).toEqual(['Nave'])
    expect(names({ withServices: true })).toEqual(['Casa 1'])
    expect(names({ skip: 1, limit: 1 })).toEqual(['Nave'])
  })
})

describe('meters', () => {
  const metered = (id: string, ...dates: string[]) =>
    chargeOf({
      id,
      kind: 'metered',
      unit: 'kWh',
      readings: dates.map((date, i) => ({ id: date, date, value: String(i) })),
    })
  it('come with those that were not read for longest first', () => {
    household(1)
    service('new', 1, { charges: [metered('m1')] })
    service('late', 1, { charges: [metered('m2', '2026-02-28', '2026-01-31')] })
    service('fresh', 1, { charges: [metered('m3', '2026-03-09'), chargeOf()] })
    service('plain', 1)
    service('over', 1, { status: 'ended', endedOn: '2026-01-01', charges: [metered('m4')] })
    const { rows, total } = read('meters', { filter: {}, ...whole })
    expect(total).toBe(3)
    expect(rows.map(({ serviceId, chargeId }) => [serviceId, chargeId])).toEqual([
      ['new', 'm1'],
      ['late', 'm2'],
      ['fresh', 'm3'],
    ])
    expect(rows[1]?.readings.map(({ date }) => date)).toEqual(['2026-01-31', '2026-02-28'])
    expect(read('meters', { filter: { text: 'cliente 1' }, ...whole }).total).toBe(3)
  })
})

describe('free addresses', () => {
  const block = (id: string, serial: string) =>
    store.write([{ collection: 'inventory', id, after: itemOf({ id, kind: 'ipBlock', serial }) }])
  const free = (prefix: number, limit = 3) => read('freeAddresses', { blockId: 'block', prefix, limit }).free
  const hold = (id: string, kind: 'ip' | 'subnet', value: string) =>
    service(id, 1, { identifiers: [{ id: 'i', kind, value }] })

  it('are the first ones that nobody holds, single or as a block that begins where it may', () => {
    household(1)
    block('block', '10.0.0.0/24')
    hold('a', 'ip', '10.0.0.1')
    hold('b', 'subnet', '10.0.0.8/29')
    expect(free(32)).toEqual(['10.0.0.2', '10.0.0.3', '10.0.0.4'])
    expect(free(29)).toEqual(['10.0.0.16/29', '10.0.0.24/29', '10.0.0.32/29'])
    expect(free(25)).toEqual(['10.0.0.128/25'])
    expect(free(23)).toEqual([])
    block('inner', '10.0.0.16/28')
    expect(free(29)[0]).toBe('10.0.0.32/29')
  })

  it('of a block that is used up are none', () => {
    household(1)
    block('block', '10.0.0.0/30')
    hold('a', 'ip', '10.0.0.1')
    expect(free(32)).toEqual(['10.0.0.2'])
    hold('b', 'ip', '10.0.0.2')
    expect(free(32)).toEqual([])
  })
})

describe('the next bill', () => {
  const bill = (more: object = {}) => read('nextBill', { customerId: 'c1', today: '2026-03-10', ...more })
  it('is what the run on the next day on which something falls due would bill', () => {
    household(1)
    service('a', 1, {
      activeFrom: '2026-03-01',
      charges: [chargeOf({ from: '2026-03-01', unitPrice: '31' })],
    })
    service('b', 1, {
      activeFrom: '2026-03-17',
      charges: [chargeOf({ id: 'x', from: '2026-03-17', unitPrice: '31' })],
    })
    expect(bill()).toMatchObject({ through: '2026-04-01', net: 4600, gross: 4600, currency: 'EUR' })
    expect(bill().lines.map(({ net, serviceId }) => [serviceId, net])).toEqual([
      ['a', 3100],
      ['b', 1500],
    ])
    expect(bill({ serviceId: 'b' }).net).toBe(1500)
  })

  it('is the one after it when an early run has billed the period that is running', () => {
    household(1)
    service('a', 1, {
      activeFrom: '2026-03-01',
      charges: [chargeOf({ id: 'x', from: '2026-03-01', unitPrice: '31' })],
    })
    const billed = entryOf({
      key: 'a/x/2026-03-01',
      amount: 3100,
      customerId: 'c1',
      serviceId: 'a',
      chargeId: 'x',
      periodFrom: '2026-03-01',
      periodTo: '2026-04-01',
      invoiceId: 'early',
    })
    store.write([], [billed])
    expect(bill({ serviceId: 'a' })).toMatchObject({ through: '2026-05-01', net: 3100 })
  })

  it('is nothing for who has nothing, and tells what cannot be billed', () => {
    household(1)
    expect(bill()).toMatchObject({ net: 0, lines: [] })
    expect(bill()).not.toHaveProperty('through')
    const charge = chargeOf({ id: 'm', kind: 'metered', from: '2026-03-01', readings: [] })
    service('a', 1, { activeFrom: '2026-03-01', charges: [charge] })
    expect(bill().problems).toMatchObject([{ code: 'noReading', serviceId: 'a' }])
    expect(read('nextBill', { customerId: 'nobody', today: '2026-03-10' }).lines).toEqual([])
  })
})
