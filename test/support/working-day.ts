import fc from 'fast-check'
import type { CollectionName } from '#core/domain/entity.ts'
import { seedId } from '#core/domain/seed-id.ts'
import { sha256 } from './command-world.ts'

/** A command of a made-up working day; `which` picks among the documents that are there by then. */
export interface Step {
  name: string
  which: number
  text: string
  number: number
}

export const step: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(
    'customer.create',
    'customer.update',
    'customer.setStatus',
    'customer.archive',
    'customer.restore',
    'contact.create',
    'contact.update',
    'contact.archive',
    'contact.restore',
    'site.create',
    'site.update',
    'site.archive',
    'site.restore',
    'catalog.save',
    'customer.tag',
    'customer.merge',
    'customer.tellApart',
    'service.create',
    'service.create',
    'service.update',
    'service.setStatus',
    'service.archive',
    'service.restore',
    'inventory.create',
    'inventory.createMany',
    'inventory.update',
    'inventory.assign',
    'inventory.return',
    'inventory.markFaulty',
    'inventory.retire',
    'inventory.archive',
    'inventory.restore',
  ),
  which: fc.nat(50),
  text: fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('Ana Núñez', 'a@example.com', '600123123', 'x'.repeat(260)),
  ),
  number: fc.oneof(fc.integer({ min: -200, max: 200 }), fc.double({ min: -400, max: 400, noNaN: true })),
})

/** The input a window would send for a step, sensible or not. */
export function inputOf(
  { name, which, text, number }: Step,
  idsOf: (collection: CollectionName) => readonly string[],
  siteOf?: (customerId: string) => string | undefined,
): unknown {
  const idAt = (collection: CollectionName) => {
    const ids = idsOf(collection)
    return ids[which % Math.max(1, ids.length)] ?? 'nobody'
  }
  const customerId = idAt('customers')
  const customers = idsOf('customers')
  const otherId = customers[(which + 1) % Math.max(1, customers.length)] ?? 'nobody'
  const statuses = ['active', 'suspended'].map((key) => seedId(sha256, 'customerStatus', key))
  const details = { emails: [{ address: text }], phones: [{ typed: text }] }
  const decimal = String(Math.round(number * 100) / 100)
  const charge = {
    kind: which % 3 ? 'recurring' : 'oneOff',
    description: text,
    unitPrice: decimal,
    periodMonths: 1,
  }
  const identifier = { kind: which % 2 ? 'ip' : 'circuit', value: which % 2 ? `10.0.0.${which}` : text }
  // Mostly a site of the customer, now and then of somebody else.
  const siteId = which % 5 ? (siteOf?.(customerId) ?? idAt('sites')) : idAt('sites')
  const inputs: Record<string, unknown> = {
    'service.create': {
      ...{ customerId, siteId, name: text, charges: [charge], identifiers: [identifier] },
      inventoryIds: which % 3 ? [] : [idAt('inventory')],
    },
    'service.update': {
      id: idAt('services'),
      changes: { name: text, notes: which % 2 ? text : null, charges: [charge], identifiers: [identifier] },
    },
    'service.setStatus': {
      ids: [idAt('services')],
      status: (['active', 'suspended', 'ended'] as const)[which % 3],
      reason: text,
    },
    'inventory.create': {
      kind: which % 4 ? 'ont' : 'ipBlock',
      serial: which % 4 ? text : `10.${which}.0.0/16`,
    },
    'inventory.createMany': { kind: 'sim', range: { from: `SN${which}`, to: `SN${which + 3}` } },
    'inventory.update': { id: idAt('inventory'), changes: { serial: text, model: which % 2 ? text : null } },
    'inventory.assign': {
      ids: [idAt('inventory')],
      customerId,
      ...(which % 2 && { serviceId: idAt('services') }),
    },
    'customer.create': {
      name: text,
      type: which % 2 ? 'individual' : 'business',
      billDay: which % 34,
      contact: details,
    },
    'customer.update': {
      id: customerId,
      changes: { name: text, taxId: which % 3 ? text : null, billDay: which % 34 },
    },
    'customer.setStatus': { ids: [customerId, idAt('customers')], statusId: statuses[which % 2] },
    'customer.tag': { ids: [customerId], add: [idAt('catalog')], remove: [idAt('catalog'), 'no-tag'] },
    'customer.merge': { survivorId: customerId, absorbedIds: [otherId] },
    'customer.tellApart': { ids: [customerId, otherId], distinct: which % 3 > 0 },
    'contact.create': { customerId, name: text, ...details, siteIds: which % 4 ? [] : [idAt('sites')] },
    'contact.update': {
      id: idAt('contacts'),
      changes: { name: text, role: which % 2 ? text : null, emails: [] },
    },
    'site.create': { customerId, name: text, latitude: number, longitude: number * 2, city: text },
    'site.update': { id: idAt('sites'), changes: { latitude: number, postcode: which % 2 ? text : null } },
    'catalog.save': { kind: 'tag', data: { name: text, colour: 'blue' } },
  }
  const area = name.split('.')[0] ?? ''
  const collection = (area === 'inventory' ? area : `${area}s`) as CollectionName
  return inputs[name] ?? { ids: [idAt(collection)] }
}
