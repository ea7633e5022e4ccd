import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seedId } from '#core/domain/seed-id.ts'
import { plusCodeHolds } from '#core/domain/values/plus-code.ts'
import { sortKey } from '#core/lib/fold.ts'
import { createReadyWorld, sha256, type CommandWorld } from '#test/support/command-world.ts'

/** A command of a made-up working day; `which` picks among the documents that are there by then. */
interface Step {
  name: string
  which: number
  text: string
  number: number
}

const step = fc.record({
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
function inputOf({ name, which, text, number }: Step, world: CommandWorld): unknown {
  const idAt = (collection: 'customers' | 'contacts' | 'sites' | 'catalog') => {
    const ids = world.all(collection).map((document) => document.id)
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

it('keeps every document whole through any working day', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
      const world = createReadyWorld()
      for (const each of steps) {
        world.now += 1000
        // The world checks every written document against its schema; a refusal is as good as success here.
        const outcome = world.run(each.name, inputOf(each, world))
        if (!outcome.ok) expect(outcome.error.code).toMatch(/^(customer|contact|site|catalog)\./)
      }
      for (const collection of ['customers', 'contacts', 'sites'] as const) {
        for (const document of world.all(collection)) {
          expect(document.sortName).toBe(sortKey(document.name).slice(0, 400))
          expect(document.name).toBe(document.name.trim())
        }
      }
      for (const site of world.all('sites')) {
        expect(plusCodeHolds(site.plusCode, site.latitude, site.longitude)).toBe(true)
      }
      const customers = world.all('customers')
      expect(new Set(customers.map((customer) => customer.number)).size).toBe(customers.length)
      for (const contact of world.all('contacts')) {
        expect(customers.some((customer) => customer.id === contact.customerId)).toBe(true)
        for (const phone of contact.phones) if (phone.e164) expect(phone.e164).toMatch(/^\+\d{4,15}$/)
      }
    }),
    { numRuns: 150 },
  )
})
