import { expect, it } from 'vitest'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { leaseKey } from '#main/store/leases.ts'
import { createMoneyStore } from '#test/support/money-store.ts'

type Series = MethodOutput<'billing', 'series'>['series']

function setUp() {
  const world = createMoneyStore()
  const code = world.writer.device()?.code ?? ''
  const office = world.documents('catalog').find(({ kind }) => kind === 'office')
  const prefix = String((office?.data as { prefix: string }).prefix)
  const customerId = world.customer('Sol S.L.')
  let count = 0
  const issue = (number: string, date = '2026-03-01') => {
    count++
    return world.issue({ customerId, gross: 1000 + count, number, date })
  }
  const save = (more: object, id?: string) =>
    world.run<{ id: string }>('catalog.save', {
      kind: 'series',
      data: { name: 'Facturas', kind: 'invoice', officeId: office?.id, prefix: 'A', ...more },
      ...(id !== undefined && { id }),
    }).result.id
  const list = (day = '2026-03-10'): Series =>
    (world.read('billing.series', { now: Date.parse(`${day}T12:00:00Z`) }) as { series: Series }).series
  return { world, code, officeId: office?.id ?? '', prefix, issue, save, list }
}
const states = (rows: Series) => rows.map(({ kind, prefix, state }) => `${kind} ${prefix} ${state}`)

it('an office numbers by its usual series until it has one of its own, which stays beside it', () => {
  const { prefix, issue, save, list } = setUp()
  expect(states(list())).toEqual([
    `invoice F${prefix} inForce`,
    `creditNote R${prefix} inForce`,
    `proforma P${prefix} inForce`,
  ])
  issue(`F${prefix}-7Q-000001`)
  save({})
  save({ name: 'Otra', prefix: 'B' })
  expect(states(list()).slice(0, 3)).toEqual([
    'invoice A inForce',
    'invoice B waiting',
    `invoice F${prefix} closed`,
  ])
})

it('tells the next number that this desktop gives, and the last one that any desktop gave', () => {
  const { world, code, save, issue, list } = setUp()
  const id = save({ yearly: true })
  world.db.prepare(`INSERT INTO counters (name, value) VALUES ('invoice:A-2026', 41)`).run()
  expect(list()[0]).toMatchObject({ next: `A-2026-${code}-000042`, isUsed: false })
  // New Year in Madrid, not in Greenwich.
  expect(list('2027-01-01')[0]?.next).toBe(`A-2027-${code}-000001`)
  issue('A-2025-7Q-000900', '2025-12-31')
  const last = issue('A-2026-ZZ-000007', '2026-03-02')
  issue('A-2026-7Q-000012', '2026-02-01')
  issue('B-2026-7Q-000099', '2026-05-01')
  expect(list()[0]).toMatchObject({
    id,
    isUsed: true,
    last: { id: last.id, number: 'A-2026-ZZ-000007', issuedOn: '2026-03-02' },
  })
  world.run('catalog.archive', { ids: [id] })
  expect(list().find((row) => row.id === id)).toMatchObject({ state: 'closed' })
})

it('says who else issues an office’s invoices', () => {
  const { world, officeId, list } = setUp()
  world.db
    .prepare(`INSERT INTO local (area, key, value, saved_at) VALUES ('lease', ?, ?, '2026-03-01')`)
    .run(leaseKey('billing', officeId), JSON.stringify({ deviceId: 'd', name: 'Recepción' }))
  expect(list().map(({ lease }) => lease)).toEqual(['Recepción', 'Recepción', 'Recepción'])
})
