import { describe, expect, it } from 'vitest'
import type { CollectionName } from '#core/domain/entity.ts'
import { createReadyStore, type WriterStore } from '#test/support/writer-store.ts'

/** A customer with a metered service and a router at a site, and somebody who will move in. */
function household() {
  const store = createReadyStore()
  const make = (name: string, input: object) => store.run<{ id: string }>(name, input).result.id
  const customerId = make('customer.create', { name: 'Ana', type: 'business' })
  const nextId = make('customer.create', { name: 'Luz', type: 'business' })
  const siteId = make('site.create', { customerId, name: 'Casa', latitude: 40.4, longitude: -3.7 })
  const item = make('inventory.create', { kind: 'router', serial: 'R1' })
  const serviceId = make('service.create', {
    ...{ customerId, siteId, name: 'Luz', inventoryIds: [item] },
    charges: [{ kind: 'metered', description: 'Luz', unitPrice: '0.2', unit: 'kWh' }],
    contract: { from: '2026-01-01', months: 24, exitFee: '90' },
  })
  return { store, nextId, siteId, item, serviceId }
}

const COLLECTIONS: readonly CollectionName[] = ['sites', 'services', 'inventory']
const stateOf = (store: WriterStore) =>
  Object.fromEntries(
    COLLECTIONS.map((name) => [name, store.documents(name).toSorted((a, b) => (a.id < b.id ? -1 : 1))]),
  )

describe('one undo', () => {
  it.each([
    ['service.end', ({ serviceId, item }) => ({ id: serviceId, itemIds: [item], waiveExitFee: true })],
    ['site.move', ({ siteId, nextId }) => ({ id: siteId, to: { customerId: nextId } })],
    ['service.end', ({ serviceId }) => ({ id: serviceId, on: '2026-04-01' })],
    ['service.pause', ({ serviceId }) => ({ id: serviceId })],
    [
      'service.changePlan',
      ({ serviceId }) => ({
        id: serviceId,
        charges: [{ kind: 'recurring', description: 'Plana', unitPrice: '9', periodMonths: 1 }],
      }),
    ],
  ] satisfies [string, (of: ReturnType<typeof household>) => object][])(
    'takes back everything that %s did, and nothing else',
    (command, inputOf) => {
      const made = household()
      const before = stateOf(made.store)
      const { opId } = made.store.run(command, inputOf(made))
      expect(stateOf(made.store)).not.toEqual(before)
      expect(made.store.writer.undo(opId)).toMatchObject({ ok: true, value: { kept: [] } })
      expect(stateOf(made.store)).toEqual(before)
    },
  )
})
