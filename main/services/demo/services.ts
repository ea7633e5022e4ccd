import type { DemoCustomer } from '#core/domain/demo/commands.ts'
import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import type { Charge, Service, ServiceIdentifier } from '#core/domain/service/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { formatIp, formatIpBlock } from '#core/domain/values/ip.ts'
import { addDays, addMonths, daysBetween } from '#core/domain/values/plain-date.ts'
import { fold, sortNameOf } from '#core/lib/fold.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import type { CountryStyle } from './country-style.ts'
import type { DemoSetting } from './customers.ts'
import { phoneOf } from './people.ts'
import type { DemoPriceList, DemoProduct } from './products.ts'

/** Counters of one run, so that no address or serial comes twice. */
export interface DemoCounters {
  address: number
  subnet: number
  serial: number
  circuit: number
}

export const newCounters = (): DemoCounters => ({ address: 0, subnet: 0, serial: 0, circuit: 0 })

export interface DemoServices {
  services: Service[]
  inventory: InventoryItem[]
}

/** What the services of one household are made from. */
export interface ServicesPlan {
  customer: DemoCustomer
  /** The key of the customer's status. */
  status: keyof DemoSetting['statusIds']
  sites: readonly Site[]
  style: CountryStyle
  today: string
}

/** One connection at nearly every site, and now and then something more: about two services a customer. */
export function buildServices(plan: ServicesPlan, setting: DemoSetting): DemoServices {
  const { random } = setting
  const prices = setting.catalog.prices[plan.style.country]
  const made: DemoServices = { services: [], inventory: [] }
  if (!prices) return made
  const work = plan.customer.type === 'business'
  for (const site of plan.sites) {
    if (random.chance(0.97)) add(pick(prices, work ? 'work' : 'home', random), site)
    const more = Number(random.weighted({ '0': 52, '1': 36, '2': 10, '3': 2 }))
    for (let i = 0; i < more; i++) add(pick(prices, work ? 'moreWork' : 'moreHome', random), site)
  }
  return made

  function add(product: DemoProduct, site: Site) {
    const { service, items } = buildService(product, prices as DemoPriceList, site, plan, setting)
    made.services.push(service)
    made.inventory.push(...items)
  }
}

const pick = (
  { products }: DemoPriceList,
  slot: keyof DemoProduct['weight'],
  random: SeededRandom,
): DemoProduct => {
  const key = random.weighted(Object.fromEntries(products.map((one) => [one.key, one.weight[slot]])))
  // One of the keys just given.
  return products.find((one) => one.key === key) as DemoProduct
}

function buildService(
  product: DemoProduct,
  prices: DemoPriceList,
  site: Site,
  { customer, status: customerStatus, style, today }: ServicesPlan,
  setting: DemoSetting,
): { service: Service; items: InventoryItem[] } {
  const { random, newId } = setting
  const status = statusFor(customerStatus, random)
  const since = customer.createdAt.slice(0, 10)
  const latest = later(since, addDays(today, -20))
  const activeFrom = random.chance(0.7)
    ? since
    : later(since, earlier(latest, addDays(since, random.int(10, 700))))
  const ended = status === 'ended'
  const endedOn = ended ? earlier(today, addMonths(activeFrom, random.int(1, 40))) : undefined
  const id = newId()
  const identifiers = identifiersOf(product, style, setting)
  const items = ended ? [] : buildItems(product, { customer, site, serviceId: id, identifiers }, setting)
  const service: Service = {
    id,
    customerId: customer.id,
    siteId: site.id,
    productId: product.id,
    name: product.name,
    sortName: sortNameOf(product.name),
    type: product.type,
    status,
    statusSince: endedOn ?? (status === 'suspended' ? addDays(today, -random.int(1, 60)) : activeFrom),
    activeFrom,
    ...(endedOn && { endedOn }),
    currency: prices.currency,
    charges: buildCharges(product, prices, activeFrom, customer.type === 'business', today, setting),
    ...(product.type === 'internet' && {
      contract: { from: activeFrom, months: 12, exitFee: prices.local(90) },
    }),
    autoRenew: random.chance(0.6),
    identifiers,
    attributes: [],
    inventoryIds: items.map((item) => item.id),
    createdAt: `${activeFrom}T09:00:00.000Z`,
  }
  return { service, items }
}

function statusFor(customerStatus: ServicesPlan['status'], random: SeededRandom): Service['status'] {
  if (customerStatus === 'inactive') return 'ended'
  if (customerStatus === 'pending') return 'pending'
  if (customerStatus === 'suspended') return random.chance(0.9) ? 'suspended' : 'ended'
  return random.weighted({ active: 940, pending: 10, suspended: 5, ended: 45 })
}

/** The plan's own charge, and now and then a discount, a fixed address or the installation. */
function buildCharges(
  product: DemoProduct,
  prices: DemoPriceList,
  from: string,
  work: boolean,
  today: string,
  { random, newId }: DemoSetting,
): Charge[] {
  const taxRateId = prices.tax.id
  const monthly = { kind: 'recurring', periodMonths: 1, quantity: '1', taxRateId, from } as const
  if (product.type === 'power') {
    const start = random.int(100, 9000)
    const readings = readingDays(from, today).map((date) => ({
      id: newId(),
      date,
      // About ten a day, more in some months than in others.
      value: String(start + daysBetween(from, date) * 10 + (Number(date.slice(5, 7)) % 4) * 7),
    }))
    return [
      {
        id: newId(),
        kind: 'metered',
        description: product.name,
        unitPrice: product.unitPrice,
        quantity: '1',
        unit: 'kWh',
        taxRateId,
        from,
        readings,
      },
    ]
  }
  const charges: Charge[] = [
    {
      ...monthly,
      id: newId(),
      description: product.name,
      unitPrice: product.unitPrice,
      ...(product.wholesalePrice !== undefined && { wholesalePrice: product.wholesalePrice }),
    },
  ]
  const extra = (description: string, euro: number, more: Partial<Charge> = {}) =>
    charges.push({ ...monthly, id: newId(), description, unitPrice: prices.local(euro), ...more })
  if (product.type === 'internet') {
    if (random.chance(work ? 0.4 : 0.08)) extra('IP fija', 5)
    if (random.chance(0.12)) extra('Descuento', -5, { to: addMonths(from, 12) })
    if (random.chance(0.3)) extra('Router wifi 6', 3)
  }
  return charges
}

/** The first day, and the last days of the months of the past year: a meter is read at the end of the month. */
function readingDays(from: string, today: string): string[] {
  const thisMonth = `${today.slice(0, 8)}01`
  const ends = Array.from({ length: 13 }, (_, i) => addDays(addMonths(thisMonth, i - 12), -1))
  return [from, ...ends.filter((end) => end > from)]
}

function identifiersOf(
  product: DemoProduct,
  style: CountryStyle,
  { random, newId, counters }: DemoSetting,
): ServiceIdentifier[] {
  const one = (kind: ServiceIdentifier['kind'], value: string) => ({ id: newId(), kind, value })
  switch (product.type) {
    case 'internet': {
      // The shared address space of RFC 6598: never the address of anybody outside.
      const value = (100n << 24n) + (64n << 16n) + BigInt(counters.address++)
      const circuit = random.chance(0.5)
        ? [one('circuit', `CIR-${String(++counters.circuit).padStart(6, '0')}`)]
        : []
      return [one('ip', formatIp({ family: 4, value })), ...circuit]
    }
    case 'subnet': {
      const first = (10n << 24n) + BigInt(counters.subnet++) * 8n
      return [one('subnet', formatIpBlock({ family: 4, prefix: 29, first, last: first + 7n }))]
    }
    case 'mobile':
    case 'voip':
      return [one('phone', phoneOf(style, random).e164)]
    default:
      return []
  }
}

const MODELS = {
  ont: ['Huawei EG8145V5', 'ZTE F680', 'Nokia G-1425'],
  router: ['MikroTik hAP ax2', 'TP-Link EX520v', 'AVM 7530'],
  antenna: ['Ubiquiti LiteBeam 5AC', 'Mimosa C5x'],
  stb: ['Zyxel STB-2114', 'ZTE B866'],
  sim: ['eSIM', 'Nano SIM'],
} as const

interface ItemOwner {
  customer: DemoCustomer
  site: Site
  serviceId: string
  identifiers: readonly ServiceIdentifier[]
}

function buildItems(
  product: DemoProduct,
  { customer, site, serviceId, identifiers }: ItemOwner,
  setting: DemoSetting,
): InventoryItem[] {
  const { newId } = setting
  return product.equipment.flatMap((kind): InventoryItem[] => {
    const number = identifiers.find((identifier) => identifier.kind === 'phone')?.value
    const device =
      kind === 'phoneNumber'
        ? number === undefined
          ? undefined
          : { serial: number }
        : deviceOf(kind, setting)
    if (!device) return []
    return [
      {
        id: newId(),
        kind,
        ...device,
        serialKey: fold(device.serial),
        state: 'assigned',
        customerId: customer.id,
        siteId: site.id,
        serviceId,
        attributes: [],
        createdAt: customer.createdAt,
      },
    ]
  })
}

/** Serial, model and, where the kind has one, MAC address. */
export function deviceOf(
  kind: InventoryItem['kind'],
  { random, counters }: Pick<DemoSetting, 'random' | 'counters'>,
): { serial: string; model?: string; mac?: string } | undefined {
  const models: readonly string[] | undefined = MODELS[kind as keyof typeof MODELS]
  if (!models) return undefined
  const count = ++counters.serial
  // 89 is telecommunications, 34 a country (ITU-T E.118); the rest only counts.
  if (kind === 'sim') return { serial: `8934${String(count).padStart(15, '0')}`, model: random.pick(models) }
  const hex = count.toString(16).padStart(6, '0')
  const mac = `02:00:00:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`
  const prefix = { ont: 'HWTC', router: 'RT', antenna: 'AN', stb: 'TV' }[kind as 'ont']
  return {
    serial: `${prefix}${count.toString(16).toUpperCase().padStart(8, '0')}`,
    model: random.pick(models),
    ...(kind !== 'stb' && { mac }),
  }
}

const later = (a: string, b: string): string => (a > b ? a : b)
const earlier = (a: string, b: string): string => (a < b ? a : b)
