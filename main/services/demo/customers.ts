import type { Contact } from '#core/domain/contact/schema.ts'
import type { CustomerAttribute, PaymentMethod } from '#core/domain/customer/schema.ts'
import type { DemoCustomer } from '#core/domain/demo/commands.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { sortNameOf } from '#core/lib/fold.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import type { DemoAttribute, DemoCatalog } from './catalog.ts'
import type { CountryStyle, DemoPerson, TaxIdOwner } from './country-style.ts'
import type { Land } from './land.ts'
import { buildContact, businessDomain, type ContactPlan } from './people.ts'
import { buildSite } from './places.ts'
import { buildBilling, type DemoBilling } from './billing.ts'
import { buildServices, type DemoCounters, type DemoServices } from './services.ts'
import type { TownChooser } from './towns.ts'
import { twinOf } from './twins.ts'

/** What every customer of one run is made from. */
export interface DemoSetting {
  random: SeededRandom
  newId: () => string
  /** Milliseconds since 1970 UTC; nobody became a customer after it. */
  now: number
  personId: string
  catalog: DemoCatalog
  statusIds: Record<'active' | 'pending' | 'suspended' | 'inactive', string>
  contactTypeIds: Record<'own' | 'billing' | 'technical' | 'commercial' | 'family', string>
  land: Land
  counters: DemoCounters
  /** Mail addresses that somebody has: only a second entry of a customer has one again. */
  takenEmails: Set<string>
}

export interface DemoHousehold extends Pick<DemoServices, 'inventory'>, DemoBilling {
  customer: DemoCustomer
  contacts: Contact[]
  sites: Site[]
}

const DAY = 86_400_000
/** How long the company has been taking customers on. */
const YEARS = 6

/** One customer with all that belongs to it; with `first` the same customer, entered a second time. */
export function buildHousehold(
  style: CountryStyle,
  towns: TownChooser,
  setting: DemoSetting,
  first?: DemoHousehold,
): DemoHousehold {
  const { random, newId } = setting
  const twin = first && twinOf(first, setting)
  const individual = twin?.individual ?? random.chance(0.7)
  const since = setting.now - random.int(1, YEARS * 365) * DAY + random.int(8 * 3600, 19 * 3600) * 1000
  const createdAt = new Date(Math.min(since, setting.now)).toISOString()
  const owner: TaxIdOwner = individual
    ? { person: style.person(random) }
    : { business: style.business(random) }
  const name = twin?.name ?? ('person' in owner ? owner.person.fullName : owner.business.name)
  const id = newId()
  const ownSites = buildSites(id, style, towns, !individual, createdAt, setting)
  const sites = twin ? twin.sites(ownSites) : ownSites
  const base = { customerId: id, createdAt, siteIds: [] }
  const plans =
    'person' in owner
      ? familyPlans(owner.person, base, style, setting)
      : staffPlans(businessDomain(owner.business), sites, base, style, setting)
  const status = random.weighted({ active: 86, pending: 5, suspended: 5, inactive: 4 })
  const archived = status === 'inactive' && random.chance(0.6)
  const ownTaxId = random.chance(0.93) ? style.taxId(random, owner) : undefined
  const taxId = twin ? twin.taxId : ownTaxId
  const customer: DemoCustomer = {
    id,
    name,
    sortName: sortNameOf(name),
    type: individual ? 'individual' : 'business',
    ...(taxId && { taxId }),
    statusId: setting.statusIds[status],
    paymentType: random.chance(individual ? 0.15 : 0.05) ? 'prepaid' : 'postpaid',
    billDay: random.chance(0.7) ? 1 : random.int(1, 31),
    currency: style.currency,
    language: style.language,
    tags: setting.catalog.tags.filter((tag) => random.chance(tag.share)).map((tag) => tag.id),
    attributes: buildAttributes(setting.catalog.attributes, createdAt, style.language, setting),
    paymentMethods: random.chance(0.35) ? [buildCard(setting)] : [],
    officeId: random.pick(setting.catalog.offices[style.country] ?? []),
    createdAt,
    ...(archived && { archived: { at: new Date(setting.now).toISOString(), by: setting.personId } }),
  }
  const today = new Date(setting.now).toISOString().slice(0, 10)
  const ownContacts = plans.map((plan) => buildContact(plan, style, newId, random, setting.takenEmails))
  const contacts = twin ? twin.contacts(ownContacts) : ownContacts
  const served = buildServices({ customer, status, sites, style, today }, setting)
  const billing = buildBilling(
    { customer, sites, services: served.services, country: style.country, today },
    setting,
  )
  return { customer, contacts, sites, inventory: served.inventory, ...billing }
}

type PlanBase = Pick<ContactPlan, 'customerId' | 'createdAt' | 'siteIds'>

/** The person themself, and now and then somebody of the family who shares the surname. */
function familyPlans(
  person: DemoPerson,
  base: PlanBase,
  style: CountryStyle,
  setting: DemoSetting,
): ContactPlan[] {
  const { random, contactTypeIds } = setting
  const own: ContactPlan = { ...base, person, typeIds: [contactTypeIds.own], authorisedToChange: true }
  const count = Number(random.weighted({ '0': 76, '1': 19, '2': 5 }))
  const family = Array.from({ length: count }, (): ContactPlan => {
    const relative = style.person(random)
    const shared = { ...relative, surname: person.surname, fullName: `${relative.given} ${person.surname}` }
    return {
      ...base,
      person: shared,
      typeIds: [contactTypeIds.family],
      authorisedToChange: random.chance(0.3),
    }
  })
  return [own, ...family]
}

const ROLES = {
  es: { billing: 'Administración', technical: 'Informática', commercial: 'Compras' },
  en: { billing: 'Accounts', technical: 'IT', commercial: 'Purchasing' },
} as const

/** One to four people of a company; somebody always gets the invoices and the outage notices. */
function staffPlans(
  domain: string,
  sites: readonly Site[],
  base: PlanBase,
  style: CountryStyle,
  setting: DemoSetting,
): ContactPlan[] {
  const { random, contactTypeIds } = setting
  const count = Number(random.weighted({ '1': 38, '2': 34, '3': 18, '4': 10 }))
  const parts = [['billing'], ['technical'], ['commercial'], ['technical']] as const
  return Array.from({ length: count }, (_, i): ContactPlan => {
    const part = count === 1 ? (['billing', 'technical'] as const) : (parts[i] ?? parts[1])
    const forOneSite = i === 3 && sites.length > 1
    return {
      ...base,
      person: style.person(random),
      domain,
      role: ROLES[style.language][part[0]],
      typeIds: part.map((key) => contactTypeIds[key]),
      authorisedToChange: i === 0,
      siteIds: forOneSite ? [random.pick(sites).id] : [],
    }
  })
}

function buildSites(
  customerId: string,
  style: CountryStyle,
  towns: TownChooser,
  work: boolean,
  createdAt: string,
  setting: DemoSetting,
): Site[] {
  const { random } = setting
  const count = Number(
    random.weighted(
      work
        ? { '1': 58, '2': 21, '3': 10, '4': 6, '5': 3, '6': 2 }
        : { '1': 93, '2': 7, '3': 0, '4': 0, '5': 0, '6': 0 },
    ),
  )
  const home = towns.pick(random)
  const names = new Map<string, number>()
  return Array.from({ length: count }, (_, i) => {
    const word =
      i === 0
        ? (style.siteNames[work ? 'work' : 'home'][0] ?? '')
        : random.pick(style.siteNames[work ? 'work' : 'home'])
    const used = (names.get(word) ?? 0) + 1
    names.set(word, used)
    // Most branches are in the same town, some elsewhere.
    const town = i === 0 || random.chance(0.6) ? home : towns.pick(random)
    const name = used === 1 ? word : `${word} ${used}`
    return buildSite({ customerId, name, town, work, createdAt }, style, setting.land, setting.newId, random)
  })
}

const SOURCES = {
  es: ['Recomendación', 'Web', 'Tienda', 'Comercial', 'Publicidad'],
  en: ['Recommendation', 'Web', 'Shop', 'Sales call', 'Advertising'],
} as const

function buildAttributes(
  definitions: readonly DemoAttribute[],
  createdAt: string,
  language: 'es' | 'en',
  { random, newId }: DemoSetting,
): CustomerAttribute[] {
  const value: Record<DemoAttribute['kind'], () => string> = {
    number: () => random.pick(['100', '300', '600', '1000']),
    date: () => createdAt.slice(0, 10),
    boolean: () => String(random.chance(0.7)),
    text: () => random.pick(SOURCES[language]),
    url: () => `https://www.example.com/${random.digits(4)}`,
  }
  const share: Record<DemoAttribute['kind'], number> = {
    number: 0.7,
    date: 0.4,
    boolean: 0.25,
    text: 0.2,
    url: 0.03,
  }
  return definitions
    .filter((definition) => random.chance(share[definition.kind]))
    .map((definition) => ({
      id: newId(),
      definitionId: definition.id,
      name: definition.name,
      kind: definition.kind,
      value: value[definition.kind](),
    }))
}

function buildCard({ random, newId, now }: DemoSetting): PaymentMethod {
  return {
    id: newId(),
    brand: random.weighted({ Visa: 60, Mastercard: 35, 'American Express': 5 }),
    lastFour: random.digits(4),
    expiryMonth: random.int(1, 12),
    expiryYear: new Date(now).getUTCFullYear() + random.int(0, 5),
    token: `demo_${random.digits(8)}`,
    isDefault: true,
  }
}
