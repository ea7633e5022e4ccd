import type { Contact } from '#core/domain/contact/schema.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { sortKey } from '#core/lib/fold.ts'

/** Made-up data of the size and variety of a provider's; the same seed always gives the same documents. */
export interface BenchData {
  customers: Customer[]
  contacts: Contact[]
  sites: Site[]
}

export const STATUS_IDS = ['status-active', 'status-pending', 'status-suspended', 'status-inactive'] as const
export const OFFICE_IDS = ['office-madrid', 'office-valencia', 'office-london'] as const
export const TAG_IDS = ['tag-vip', 'tag-fibre', 'tag-wholesale', 'tag-late', 'tag-public'] as const

const GIVEN =
  `Ana María Lucía José Carmen Iker Sofía Martín Julia Pablo Elena Andrés Núria Óscar Inés Álvaro Rosa Hugo Marta
  Daniel Irene Tomás Noa Leo Clara Íñigo Sara Bruno Alba Raúl`.split(/\s+/)
const FAMILY =
  `García Núñez Pérez Muñoz López Ibáñez Sánchez Fernández Castaño Ruiz Ortega Peña Domínguez Vidal Ferrer
  Rovira Serrano Blanco Marín Ibarra Soto Cano Gallego Prieto Vega Campos Reyes Santos Cortés Bravo Aguirre Zabala`.split(
    /\s+/,
  )
const TRADE =
  `Panadería Talleres Ferretería Clínica Hotel Transportes Imprenta Farmacia Gestoría Viveros Electricidad
  Bodegas Restaurante Librería Autoescuela Cerrajería`.split(/\s+/)
const STREET =
  `Mayor Real Alcalá Colón Goya Serrano Cervantes Sol Luna Río Puerto Iglesia Molino Fuente Castillo
  Estación Huertas Olmo Nogal Jardines`.split(/\s+/)
const CITY =
  `Madrid Valencia Sevilla Zaragoza Málaga Murcia Bilbao Córdoba Valladolid Vigo Gijón Vitoria Granada Elche
  Oviedo Badajoz Cartagena Jerez Almería Burgos Salamanca Albacete Logroño Huelva Lleida León Cádiz Ourense Girona Lugo
  Cáceres Santiago Toledo Pontevedra Palencia Zamora Ávila Cuenca Soria Teruel`.split(/\s+/)
const CODE = '23456789CFGHJMPQRVWX'

/** Mulberry32: 32 bits of state, enough for test data. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Documents of `count` customers with three contacts for every two and thirteen sites for every ten of them. */
export function createBenchData(count: number, seed = 1): BenchData {
  const random = createRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const digits = (length: number) => String(Math.floor(random() * 10 ** length)).padStart(length, '0')
  const hex = (length: number) =>
    Math.floor(random() * 16 ** length)
      .toString(16)
      .padStart(length, '0')
  const momentOf = (i: number) => Date.UTC(2024, 0, 1) + i * 600_000
  const moment = (i: number) => new Date(momentOf(i)).toISOString()
  /** A UUIDv7 of that moment, as the program gives them: ids of records made one after another lie together. */
  const id = (i: number) => {
    const time = momentOf(i).toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`
  }
  const data: BenchData = { customers: [], contacts: [], sites: [] }

  const addContact = (i: number, customerId: string, name: string): void => {
    const typed = `6${digits(2)} ${digits(3)} ${digits(3)}`
    const contact: Contact = {
      id: id(i),
      customerId,
      name,
      sortName: sortKey(name),
      emails: [{ id: 'e1', address: `${sortKey(name).replace(/[^a-z]+/g, '.')}${digits(3)}@example.com` }],
      phones: [{ id: 'p1', typed, e164: `+34${typed.replace(/ /g, '')}` }],
      typeIds: ['type-billing'],
      authorisedToChange: random() < 0.3,
      siteIds: [],
      createdAt: moment(i),
    }
    data.contacts.push(contact)
  }
  const addSite = (i: number, customerId: string): void => {
    const city = pick(CITY)
    const name = random() < 0.5 ? `Sede ${city}` : `Calle ${pick(STREET)}`
    const code = Array.from({ length: 11 }, () => pick([...CODE]))
    const site: Site = {
      id: id(i),
      customerId,
      name,
      sortName: sortKey(name),
      addressLine1: `Calle ${pick(STREET)}, ${1 + Math.floor(random() * 200)}`,
      city,
      state: pick(CITY),
      postcode: digits(5),
      country: 'ES',
      latitude: 36 + random() * 7.5,
      longitude: -9 + random() * 12,
      plusCode: `${code.slice(0, 8).join('')}+${code.slice(8).join('')}`,
      separateInvoice: false,
      origin: { source: 'offline', precision: 'place', at: moment(i) },
      createdAt: moment(i),
    }
    data.sites.push(site)
  }

  for (let i = 0; i < count; i++) {
    const business = random() < 0.4
    const person = `${pick(GIVEN)} ${pick(FAMILY)} ${pick(FAMILY)}`
    const name = business ? `${pick(TRADE)} ${pick(FAMILY)} ${digits(2)} S.L.` : person
    const customer: Customer = {
      id: id(i),
      number: `MAD-7Q-${String(i + 1).padStart(6, '0')}`,
      name,
      sortName: sortKey(name),
      type: business ? 'business' : 'individual',
      taxId: `${business ? 'B' : ''}${digits(8)}`,
      statusId: random() < 0.8 ? STATUS_IDS[0] : pick(STATUS_IDS),
      paymentType: pick(['prepaid', 'postpaid']),
      billDay: 1 + Math.floor(random() * 28),
      currency: 'EUR',
      language: 'es',
      tags: TAG_IDS.filter(() => random() < 0.12),
      attributes:
        random() < 0.3 ? [{ id: 'a1', name: 'Contrato', kind: 'text', value: `C-${digits(6)}` }] : [],
      paymentMethods: [],
      officeId: pick(OFFICE_IDS),
      createdAt: moment(i),
      ...(random() < 0.03 ? { archived: { at: moment(i), by: 'person-1' } } : {}),
    }
    data.customers.push(customer)
    addContact(i, customer.id, business ? `${pick(GIVEN)} ${pick(FAMILY)}` : name)
    if (random() < 0.5) addContact(i, customer.id, `${pick(GIVEN)} ${pick(FAMILY)}`)
    addSite(i, customer.id)
    if (random() < 0.3) addSite(i, customer.id)
  }
  return data
}
