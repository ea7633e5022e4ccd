import type { DemoDocuments } from '#core/domain/demo/commands.ts'
import { SEED_CONTACT_TYPES, SEED_STATUSES } from '#core/domain/setup/seeds.ts'
import { seedId } from '#core/domain/seed-id.ts'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { buildCatalog, type HomeOffice } from './catalog.ts'
import { COUNTRY_STYLES } from './countries/index.ts'
import type { CountryStyle } from './country-style.ts'
import { buildHousehold, type DemoHousehold, type DemoSetting } from './customers.ts'
import { newCounters } from './services.ts'
import { buildStock } from './stock.ts'
import type { Land } from './land.ts'
import { isTwin } from './twins.ts'
import { createTownChooser, type DemoTown, type TownChooser } from './towns.ts'

export interface DemoPlan {
  customers: number
  /** The same seed, plan, ids and clock give the same documents. */
  seed: number | string
  /** Language of tags and attribute names. */
  language: 'es' | 'en'
  /** The office of the set-up. */
  office: HomeOffice
  /** The person who archived what is archived. */
  personId: string
}

export interface DemoParts {
  towns: readonly DemoTown[]
  land: Land
  newId: () => string
  sha256: (text: string) => string
  /** Milliseconds since 1970 UTC. */
  now: number
}

/** Makes the documents of a plan in batches of at most `batchSize` customers; the first one holds the catalogue. */
export function* generateDemo(plan: DemoPlan, parts: DemoParts, batchSize: number): Generator<DemoDocuments> {
  const random = createSeededRandom(plan.seed)
  const { now, newId, sha256 } = parts
  const catalog = buildCatalog(plan.office, plan.language, COUNTRY_STYLES, newId, new Date(now).toISOString())
  const setting: DemoSetting = {
    random,
    newId,
    now,
    personId: plan.personId,
    catalog,
    statusIds: seedIds(sha256, 'customerStatus', SEED_STATUSES) as DemoSetting['statusIds'],
    contactTypeIds: seedIds(sha256, 'contactType', SEED_CONTACT_TYPES) as DemoSetting['contactTypeIds'],
    land: parts.land,
    counters: newCounters(),
    takenEmails: new Set(),
  }
  const countries = placesOf(parts.towns)
  const shares = Object.fromEntries([...countries].map(([country, { style }]) => [country, style.share]))
  let last: { country: string; household: DemoHousehold } | undefined
  for (let made = 0; made < plan.customers || made === 0; made += batchSize) {
    const documents: DemoDocuments = {
      catalog: made === 0 ? catalog.records : [],
      customers: [],
      contacts: [],
      sites: [],
      services: [],
      inventory: made === 0 ? buildStock(plan.customers, setting) : [],
      invoices: [],
      entries: [],
    }
    for (let i = made; i < Math.min(made + batchSize, plan.customers); i++) {
      const first = isTwin(i) ? last : undefined
      const place = countries.get(first?.country ?? random.weighted(shares))
      if (!place) continue
      const household = buildHousehold(place.style, place.towns, setting, first?.household)
      last = { country: place.style.country, household }
      documents.customers.push(household.customer)
      documents.contacts.push(...household.contacts)
      documents.sites.push(...household.sites)
      documents.services.push(...household.services)
      documents.inventory.push(...household.inventory)
      documents.invoices.push(...household.invoices)
      documents.entries.push(...household.entries)
    }
    yield documents
  }
}

/** The countries of the demo for which the gazetteer has towns. */
function placesOf(towns: readonly DemoTown[]): Map<string, { style: CountryStyle; towns: TownChooser }> {
  return new Map(
    COUNTRY_STYLES.filter((style) => towns.some((town) => town.country === style.country)).map((style) => [
      style.country,
      { style, towns: createTownChooser(towns, style.country) },
    ]),
  )
}

/** Ids of the seeded records by their key. */
const seedIds = (sha256: DemoParts['sha256'], kind: string, seeds: readonly { key: string }[]) =>
  Object.fromEntries(seeds.map(({ key }) => [key, seedId(sha256, kind, key)]))
