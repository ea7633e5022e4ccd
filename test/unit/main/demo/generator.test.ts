import { iso1A2Code } from '@rapideditor/country-coder'
import { beforeAll, describe, expect, it } from 'vitest'
import { billedPeriods } from '#core/domain/billing/line.ts'
import { serviceLines } from '#core/domain/billing/service-lines.ts'
import { checkCatalog } from '#core/domain/catalog/rules.ts'
import type { CatalogRecord } from '#core/domain/catalog/schema.ts'
import { checkContact } from '#core/domain/contact/rules.ts'
import { checkCustomer } from '#core/domain/customer/rules.ts'
import { demoDocumentsSchema, type DemoDocuments } from '#core/domain/demo/commands.ts'
import { checkSite } from '#core/domain/site/rules.ts'
import { identifiersOf } from '#core/domain/identifier.ts'
import { checkItem } from '#core/domain/inventory/rules.ts'
import { balanceEffect } from '#core/domain/ledger/effect.ts'
import { checkService } from '#core/domain/service/rules.ts'
import { isPostcodeForm } from '#core/domain/values/postcode.ts'
import { readTaxId } from '#core/domain/values/tax-id.ts'
import { hasErrors } from '#core/domain/changes.ts'
import { validate } from '#core/lib/validate.ts'
import { generateDemo, type DemoPlan } from '#main/services/demo/generator.ts'
import { sha256 } from '#test/support/command-world.ts'
import { COASTAL_TOWNS, readLand } from '#test/support/demo-towns.ts'

const plan: DemoPlan = {
  customers: 3000,
  seed: 42,
  language: 'es',
  office: { id: 'office-madrid', country: 'ES', prefix: 'MAD' },
  personId: 'person-1',
}
const now = Date.parse('2026-03-10T10:00:00Z')

const land = readLand()

function generate(changes: Partial<DemoPlan> = {}, batchSize = 1000): DemoDocuments[] {
  let ids = 0
  const newId = () => `id-${++ids}`
  const parts = { towns: COASTAL_TOWNS, land, newId, sha256, now }
  return [...generateDemo({ ...plan, ...changes }, parts, batchSize)]
}

function groupBy<T, K>(list: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return groups
}

const together = (batches: DemoDocuments[]): DemoDocuments => ({
  catalog: batches.flatMap((batch) => batch.catalog),
  customers: batches.flatMap((batch) => batch.customers),
  contacts: batches.flatMap((batch) => batch.contacts),
  sites: batches.flatMap((batch) => batch.sites),
  services: batches.flatMap((batch) => batch.services),
  inventory: batches.flatMap((batch) => batch.inventory),
  invoices: batches.flatMap((batch) => batch.invoices),
  entries: batches.flatMap((batch) => batch.entries),
})

describe('generated demo data', () => {
  let all: DemoDocuments
  beforeAll(() => {
    all = together(generate())
  }, 60_000)
  const share = (count: number) => count / plan.customers

  it('fits the schemas', () => {
    expect(validate(demoDocumentsSchema, all)).toMatchObject({ ok: true })
  })

  it('gives nobody the same given name twice', () => {
    const names = [...all.customers, ...all.contacts].map(({ name }) => name.split(' '))
    // Two equal surnames are common; the first two words are so only by mistake.
    expect(names.filter(([first, second]) => first === second)).toEqual([])
  })

  it('has a few customers a thousand that were entered twice, and nobody else shares an address', () => {
    const ofKey = new Map<string, Set<string>>()
    const hold = (key: string, customerId: string) =>
      ofKey.set(key, (ofKey.get(key) ?? new Set()).add(customerId))
    for (const { id, taxId } of all.customers) if (taxId) hold(`taxId/${taxId}`, id)
    for (const { customerId, emails } of all.contacts)
      for (const { address } of emails) hold(`email/${address}`, customerId)
    const shared = [...ofKey.values()].filter((holders) => holders.size > 1)
    expect(shared.every((holders) => holders.size === 2)).toBe(true)
    const share = (shared.length / plan.customers) * 1000
    expect(share).toBeGreaterThan(2)
    expect(share).toBeLessThan(9)
  })

  it('breaks no rule of the forms', () => {
    const countryOf = new Map(all.sites.map((site) => [site.customerId, site.country]))
    for (const customer of all.customers) {
      const issues = checkCustomer(customer, { country: countryOf.get(customer.id) ?? '', now })
      // A card that has run out is part of real life.
      const unexpected = issues.filter((issue) => issue.code !== 'customer.paymentExpired')
      expect(unexpected, customer.name).toEqual([])
    }
    for (const contact of all.contacts) {
      const issues = checkContact(contact, { country: countryOf.get(contact.customerId) ?? '' })
      expect(hasErrors(issues), JSON.stringify(issues)).toBe(false)
      expect(contact.emails.length + contact.phones.length, contact.name).toBeGreaterThan(0)
    }
    for (const site of all.sites) expect(checkSite(site), site.name).toEqual([])
  })

  it('has the shares of a real customer base', () => {
    expect(all.customers).toHaveLength(plan.customers)
    expect(share(all.customers.filter((customer) => customer.type === 'individual').length)).toBeCloseTo(
      0.7,
      1,
    )
    expect(share(all.contacts.length)).toBeGreaterThan(1.35)
    expect(share(all.contacts.length)).toBeLessThan(1.65)
    expect(share(all.sites.length)).toBeGreaterThan(1.2)
    expect(share(all.sites.length)).toBeLessThan(1.4)
    expect(new Set(all.customers.map((customer) => customer.statusId)).size).toBe(4)
    expect(share(all.customers.filter((customer) => customer.archived).length)).toBeLessThan(0.05)
    expect(all.customers.some((customer) => customer.archived)).toBe(true)
    expect(new Set(all.customers.map((customer) => customer.officeId)).size).toBe(6)
    expect(new Set(all.sites.map((site) => site.country))).toEqual(new Set(['ES', 'MX', 'AR', 'GB']))
    expect(all.catalog.filter((record) => record.kind === 'tag')).toHaveLength(8)
  })

  it('has services, equipment and a ledger of about ten entries a customer', () => {
    expect(share(all.services.length)).toBeGreaterThan(1.85)
    expect(share(all.services.length)).toBeLessThan(2.2)
    expect(share(all.entries.length)).toBeGreaterThan(8.5)
    expect(share(all.entries.length)).toBeLessThan(11.5)
    expect(new Set(all.services.map((service) => service.status)).size).toBe(4)
    expect(all.inventory.some((item) => item.state === 'inStock')).toBe(true)
    expect(all.invoices.some((invoice) => invoice.issuedOn < '2025-06-01')).toBe(true)
  })

  it('breaks no rule of services and inventory', () => {
    const sitesOf = groupBy(all.sites, (site) => site.customerId)
    const currencyOf = new Map(all.customers.map((customer) => [customer.id, customer.currency]))
    for (const service of all.services) {
      const issues = checkService(service, {
        siteIds: new Set(sitesOf.get(service.customerId)?.map((site) => site.id)),
        currency: currencyOf.get(service.customerId) ?? '',
      })
      expect(issues, service.name).toEqual([])
    }
    for (const item of all.inventory) expect(checkItem(item), item.serial).toEqual([])
    expect(new Set(all.inventory.map((item) => item.serialKey)).size).toBe(all.inventory.length)
    const others: CatalogRecord[] = []
    for (const record of all.catalog) {
      const same = others.filter((other) => other.kind === record.kind)
      expect(checkCatalog(record.kind, { ...record.data }, same), JSON.stringify(record.data)).toEqual([])
      others.push(record)
    }
  })

  it('has no address or number twice among services in use', () => {
    const held = all.services.flatMap((service) => identifiersOf('services', service, '2026-03-10'))
    const addresses = held.filter(({ kind }) => kind !== 'phone').map(({ kind, from }) => `${kind} ${from}`)
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  it('has a ledger that agrees with its invoices to the unit', () => {
    expect(new Set(all.entries.map((entry) => entry.key)).size).toBe(all.entries.length)
    const entries = new Map(all.entries.map((entry) => [entry.key, entry]))
    const posted = groupBy(all.entries, (entry) => entry.invoiceId)
    for (const invoice of all.invoices) {
      const net = invoice.lines.reduce(
        (sum, line) => sum + (entries.get(line.transactionId ?? '')?.amount ?? NaN),
        0,
      )
      const taxes = (posted.get(invoice.id) ?? []).filter((entry) => entry.kind === 'tax')
      expect(net).toBe(invoice.net)
      expect(taxes.reduce((sum, entry) => sum + entry.amount, 0)).toBe(invoice.tax)
      expect(invoice.net + invoice.tax).toBe(invoice.gross)
    }
    const archived = new Set(all.customers.filter((one) => one.archived).map((one) => one.id))
    const owed = all.entries
      .filter((entry) => archived.has(entry.customerId))
      .reduce((sum, entry) => sum + balanceEffect(entry), 0)
    expect(owed, 'nobody archived owes').toBe(0)
  })

  it('was billed by the run itself: on the day of the last invoice nothing more has fallen due', () => {
    const entriesOf = groupBy(all.entries, (entry) => entry.customerId)
    const servicesOf = groupBy(all.services, (service) => service.customerId)
    const lastDay = new Map(all.invoices.map((invoice) => [invoice.customerId, invoice.issuedOn]))
    expect(lastDay.size).toBeGreaterThan(plan.customers / 2)
    for (const customer of all.customers.slice(0, 500)) {
      const through = lastDay.get(customer.id)
      const billed = billedPeriods(entriesOf.get(customer.id) ?? [])
      for (const service of through === undefined ? [] : (servicesOf.get(customer.id) ?? []))
        expect(
          serviceLines({ service, terms: customer, billed, through: through ?? '', exitFeeText: '' }),
          service.name,
        ).toEqual({ lines: [], problems: [] })
    }
  })

  it('puts every site on land of its own country', () => {
    for (const site of all.sites) {
      expect(iso1A2Code([site.longitude, site.latitude]), JSON.stringify(site)).toBe(site.country)
      const atTownCentre = COASTAL_TOWNS.some((town) => town.latitude === site.latitude)
      if (!atTownCentre) expect(land.holds(site.country, site.latitude, site.longitude)).toBe(true)
    }
  })

  it('uses the town centre only as a last resort', () => {
    const centres = new Set(COASTAL_TOWNS.map((town) => town.latitude))
    const atCentre = all.sites.filter((site) => centres.has(site.latitude))
    expect(atCentre.length / all.sites.length).toBeLessThan(0.1)
  })

  it('gives rural sites directions and a pin', () => {
    const rural = all.sites.filter((site) => site.origin.precision === 'pin' && site.origin.source === 'user')
    expect(rural.length / all.sites.length).toBeGreaterThan(0.04)
    expect(rural.every((site) => site.addressNote)).toBe(true)
  })

  it('has valid tax identifiers and postcodes of the country', () => {
    for (const customer of all.customers) {
      if (customer.taxId) expect(readTaxId(customer.taxId).status, customer.taxId).toBe('valid')
    }
    for (const site of all.sites)
      expect(isPostcodeForm(site.postcode ?? '', site.country), site.postcode).toBe(true)
  })

  it('writes only to addresses reserved for examples', () => {
    const domains = all.contacts.flatMap((contact) =>
      contact.emails.map((email) => email.address.split('@')[1] ?? ''),
    )
    const reserved = /(^example\.(com|net|org)|\.example)$/
    expect(domains.filter((domain) => !reserved.test(domain))).toEqual([])
  })

  it('refers only to what is there', () => {
    const customers = new Set(all.customers.map((customer) => customer.id))
    const sites = new Map(all.sites.map((site) => [site.id, site.customerId]))
    const ids = [...all.customers, ...all.contacts, ...all.sites, ...all.catalog].map(
      (document) => document.id,
    )
    expect(new Set(ids).size).toBe(ids.length)
    for (const contact of all.contacts) {
      expect(customers.has(contact.customerId)).toBe(true)
      for (const siteId of contact.siteIds) expect(sites.get(siteId)).toBe(contact.customerId)
    }
    for (const site of all.sites) expect(customers.has(site.customerId)).toBe(true)
    const services = new Map(all.services.map((service) => [service.id, service]))
    const items = new Map(all.inventory.map((item) => [item.id, item]))
    for (const service of all.services) {
      expect(sites.get(service.siteId)).toBe(service.customerId)
      for (const itemId of service.inventoryIds) expect(items.get(itemId)?.serviceId).toBe(service.id)
    }
    for (const item of all.inventory)
      if (item.serviceId) expect(services.get(item.serviceId)?.inventoryIds).toContain(item.id)
    const invoices = new Set(all.invoices.map((invoice) => invoice.id))
    for (const entry of all.entries) {
      expect(customers.has(entry.customerId)).toBe(true)
      if (entry.invoiceId) expect(invoices.has(entry.invoiceId)).toBe(true)
    }
  })
})

it('makes the same documents from the same seed, whatever the batches', () => {
  const once = together(generate({ customers: 400 }, 100))
  expect(together(generate({ customers: 400 }, 333))).toEqual(once)
  expect(together(generate({ customers: 400, seed: 43 })).customers).not.toEqual(once.customers)
})

it('leaves countries out for which there are no towns', () => {
  let ids = 0
  const towns = COASTAL_TOWNS.filter((town) => town.country === 'AR')
  const parts = { towns, land, newId: () => `id-${++ids}`, sha256, now }
  const [batch] = [...generateDemo({ ...plan, customers: 20 }, parts, 50)]
  expect(batch?.customers).toHaveLength(20)
  expect(new Set(batch?.sites.map((site) => site.country))).toEqual(new Set(['AR']))
})
