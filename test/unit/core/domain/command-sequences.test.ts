import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plusCodeHolds } from '#core/domain/values/plus-code.ts'
import { sortNameOf } from '#core/lib/fold.ts'
import { createReadyWorld } from '#test/support/command-world.ts'
import { inputOf, step } from '#test/support/working-day.ts'

it('keeps every document whole through any working day', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
      const world = createReadyWorld()
      for (const each of steps) {
        world.now += 1000
        // The world checks every written document against its schema; a refusal is as good as success here.
        const outcome = world.run(
          each.name,
          inputOf(
            each,
            (collection) => world.all(collection).map((document) => document.id),
            (customerId) => world.all('sites').find((site) => site.customerId === customerId)?.id,
          ),
        )
        if (!outcome.ok) {
          expect(outcome.error.code).toMatch(/^(customer|contact|site|service|inventory|catalog)\./)
        }
      }
      for (const collection of ['customers', 'contacts', 'sites', 'services'] as const) {
        for (const document of world.all(collection)) {
          expect(document.sortName).toBe(sortNameOf(document.name))
          expect(document.name).toBe(document.name.trim())
        }
      }
      for (const site of world.all('sites')) {
        expect(plusCodeHolds(site.plusCode, site.latitude, site.longitude)).toBe(true)
      }
      const items = world.all('inventory')
      const inUse = items.filter((item) => item.state !== 'retired' && !item.archived)
      expect(new Set(inUse.map((item) => item.serialKey)).size).toBe(inUse.length)
      for (const item of items) {
        expect(item.customerId !== undefined).toBe(item.state === 'assigned')
        const service = item.serviceId && world.get('services', item.serviceId)
        if (service) expect(service.inventoryIds).toContain(item.id)
      }
      for (const service of world.all('services')) {
        expect(world.get('sites', service.siteId)?.customerId).toBe(service.customerId)
        for (const id of service.inventoryIds) expect(world.get('inventory', id)?.serviceId).toBe(service.id)
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
