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
): unknown {
  const idAt = (collection: CollectionName) => {
    const ids = idsOf(collection)
    return ids[which % Math.max(1, ids.length)] ?? 'nobody'
  }
  const customerId = idAt('customers')
  const statuses = ['active', 'suspended'].map((key) => seedId(sha256, 'customerStatus', key))
  const details = { emails: [{ address: text }], phones: [{ typed: text }] }
  const inputs: Record<string, unknown> = {
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
    'contact.create': { customerId, name: text, ...details, siteIds: which % 4 ? [] : [idAt('sites')] },
    'contact.update': {
      id: idAt('contacts'),
      changes: { name: text, role: which % 2 ? text : null, emails: [] },
    },
    'site.create': { customerId, name: text, latitude: number, longitude: number * 2, city: text },
    'site.update': { id: idAt('sites'), changes: { latitude: number, postcode: which % 2 ? text : null } },
    'catalog.save': { kind: 'tag', data: { name: text, colour: 'blue' } },
  }
  const collection = `${name.split('.')[0] ?? ''}s` as 'customers'
  return inputs[name] ?? { ids: [idAt(collection)] }
}
