import type { CatalogData, CatalogKind } from '#core/domain/catalog/schema.ts'
import type { Service } from '#core/domain/service/schema.ts'
import type { CountryStyle } from './country-style.ts'

type Language = 'es' | 'en'
type Add = <K extends CatalogKind>(kind: K, data: CatalogData<K>) => string

interface ProductPlan extends Record<Language, string> {
  key: string
  type: Service['type']
  /** Euro a month; other currencies follow by their factor. */
  price: number
  wholesale?: number
  equipment: NonNullable<CatalogData<'product'>['equipment']>
  /** Weight as the first service of a home and of a work site, and as one more there. */
  weight: { home: number; work: number; moreHome: number; moreWork: number }
}

const PLANS: readonly ProductPlan[] = [
  plan('fibre300', 'Fibra 300', 'Fibre 300', 'internet', 25, ['ont'], { home: 34, work: 12 }),
  plan('fibre600', 'Fibra 600', 'Fibre 600', 'internet', 32, ['ont', 'router'], { home: 30, work: 22 }),
  plan('fibre1000', 'Fibra 1 Gb', 'Fibre 1 Gb', 'internet', 39, ['ont', 'router'], { home: 14, work: 20 }),
  plan('radio30', 'Radio 30 Mb', 'Wireless 30 Mb', 'internet', 28, ['antenna', 'router'], {
    home: 16,
    work: 10,
  }),
  plan(
    'symmetric',
    'Fibra simétrica empresa',
    'Symmetric business fibre',
    'internet',
    120,
    ['ont', 'router'],
    {
      work: 26,
    },
  ),
  plan(
    'mobile20',
    'Móvil 20 GB',
    'Mobile 20 GB',
    'mobile',
    9.9,
    ['sim'],
    { moreHome: 42, moreWork: 24 },
    4.2,
  ),
  plan(
    'mobile60',
    'Móvil 60 GB',
    'Mobile 60 GB',
    'mobile',
    14.9,
    ['sim'],
    { moreHome: 22, moreWork: 16 },
    7.1,
  ),
  plan('voip', 'Teléfono fijo', 'Landline', 'voip', 6, ['phoneNumber'], { moreHome: 18, moreWork: 22 }),
  plan('pbx', 'Centralita virtual', 'Virtual switchboard', 'voip', 24, ['phoneNumber'], { moreWork: 22 }),
  plan('tv', 'Televisión', 'Television', 'iptv', 12, ['stb'], { moreHome: 18 }, 6.5),
  plan('subnet', 'Subred pública /29', 'Public subnet /29', 'subnet', 18, [], { moreWork: 10 }),
  plan('rack', 'Energía medida de armario', 'Metered rack power', 'power', 0.1874, [], { moreWork: 4 }),
]

function plan(
  key: string,
  es: string,
  en: string,
  type: Service['type'],
  price: number,
  equipment: ProductPlan['equipment'],
  weight: Partial<ProductPlan['weight']>,
  wholesale?: number,
): ProductPlan {
  const none = { home: 0, work: 0, moreHome: 0, moreWork: 0 }
  return {
    key,
    es,
    en,
    type,
    price,
    equipment,
    weight: { ...none, ...weight },
    ...(wholesale && { wholesale }),
  }
}

/** Local prices for one euro, so that round prices stay round. */
const FACTOR: Readonly<Record<string, number>> = { EUR: 1, MXN: 20, ARS: 1100, GBP: 0.9 }

const TAXES: Readonly<Record<string, { name: string; percent: string }>> = {
  ES: { name: 'IVA general', percent: '21' },
  MX: { name: 'IVA', percent: '16' },
  AR: { name: 'IVA general', percent: '21' },
  GB: { name: 'VAT standard', percent: '20' },
}

const COUNTRY_NAMES: Readonly<Record<string, string>> = {
  ES: 'España',
  MX: 'México',
  AR: 'Argentina',
  GB: 'UK',
}

/** A product as services are made from it. */
export interface DemoProduct {
  id: string
  key: string
  name: string
  type: Service['type']
  unitPrice: string
  wholesalePrice?: string
  equipment: ProductPlan['equipment']
  weight: ProductPlan['weight']
}

/** What is sold in one country, and its tax. */
export interface DemoPriceList {
  products: readonly DemoProduct[]
  currency: string
  tax: { id: string; name: string; percent: string }
  /** Price of euros in the country's currency, as decimal text. */
  local: (euro: number) => string
}

/** Adds products and tax rates of every country to the catalogue. */
export function buildPriceLists(
  styles: readonly CountryStyle[],
  homeCountry: string,
  add: Add,
  newId: () => string,
): Record<string, DemoPriceList> {
  return Object.fromEntries(
    styles.map(({ country, currency, language }) => {
      const factor = FACTOR[currency] ?? 1
      const local = (euro: number) => String(Number((euro * factor).toFixed(euro < 1 ? 4 : 2)))
      const { name, percent } = TAXES[country] ?? { name: 'IVA', percent: '21' }
      const suffix = country === homeCountry ? '' : ` · ${COUNTRY_NAMES[country] ?? country}`
      const tax = {
        id: add('taxRate', {
          name: name + suffix,
          country,
          category: 'S',
          rates: [{ id: newId(), from: '2015-01-01', percent }],
        }),
        name,
        percent,
      }
      const products = PLANS.map((one): DemoProduct => {
        const metered = one.type === 'power'
        const unitPrice = local(one.price)
        const wholesalePrice = one.wholesale === undefined ? undefined : local(one.wholesale)
        const id = add('product', {
          name: one[language] + suffix,
          code: one.key.toUpperCase(),
          type: one.type,
          currency,
          charges: [
            {
              id: newId(),
              kind: metered ? 'metered' : 'recurring',
              description: one[language],
              ...(metered ? { unit: 'kWh' } : { periodMonths: 1 }),
              unitPrice,
              ...(wholesalePrice !== undefined && { wholesalePrice }),
              quantity: '1',
              taxRateId: tax.id,
            },
          ],
          ...(one.type === 'internet' && { contractMonths: 12, exitFee: local(90) }),
          equipment: one.equipment,
        })
        return {
          id,
          key: one.key,
          name: one[language],
          type: one.type,
          unitPrice,
          ...(wholesalePrice !== undefined && { wholesalePrice }),
          equipment: one.equipment,
          weight: one.weight,
        }
      })
      return [country, { products, currency, tax, local }]
    }),
  )
}
