import { expect, it } from 'vitest'
import { createReadyStore } from '#test/support/writer-store.ts'

it('a day that begins ends what was to end, tells the windows, and writes no op', () => {
  const store = createReadyStore()
  const make = (name: string, input: object) => store.run<{ id: string }>(name, input).result.id
  const customerId = make('customer.create', { name: 'Ana', type: 'business' })
  const siteId = make('site.create', { customerId, name: 'Casa', latitude: 40.4, longitude: -3.7 })
  const id = make('service.create', {
    ...{ customerId, siteId, name: 'Fibra' },
    charges: [{ kind: 'recurring', description: 'Cuota', unitPrice: '30', periodMonths: 1 }],
  })
  store.run('service.end', { id, on: '2026-03-12' })
  const figures = () =>
    store.db.prepare('SELECT services_active AS active, monthly FROM r_customer WHERE id = ?').get(customerId)
  const ops = store.count('ops')
  expect(figures()).toEqual({ active: 1, monthly: 3000 })

  store.clock.at = Date.parse('2026-03-11T22:59:59Z')
  expect(store.writer.followDay()).toMatchObject({ ok: true })
  expect(figures()).toEqual({ active: 1, monthly: 3000 })
  // Midnight in Madrid.
  store.clock.at = Date.parse('2026-03-11T23:00:00Z')
  expect(store.writer.followDay()).toMatchObject({ ok: true })
  expect(figures()).toEqual({ active: 0, monthly: 0 })
  expect(store.writer.followDay()).toMatchObject({ ok: true })
  expect(store.days.slice(-2)).toEqual(['2026-03-11', '2026-03-12'])
  expect(store.count('ops')).toBe(ops)
})
