import {
  isCatalogKind,
  type CatalogData,
  type CatalogKind,
  type CatalogRecord,
} from '#core/domain/catalog/schema.ts'
import { createTaxBook, type TaxBook } from '#core/domain/billing/tax-book.ts'
import { rankBetween } from '#core/domain/catalog/rank.ts'
import type { CountryStyle } from './country-style.ts'
import { buildPriceLists, type DemoPriceList } from './products.ts'

type Language = 'es' | 'en'
type Colour = CatalogData<'tag'>['colour']

const TAGS: readonly (Record<Language, string> & { colour: Colour; weight: number })[] = [
  { es: 'Fibra', en: 'Fibre', colour: 'blue', weight: 45 },
  { es: 'Radio', en: 'Wireless', colour: 'teal', weight: 15 },
  { es: 'VIP', en: 'VIP', colour: 'violet', weight: 5 },
  { es: 'Moroso', en: 'Late payer', colour: 'red', weight: 7 },
  { es: 'Administración pública', en: 'Public sector', colour: 'slate', weight: 3 },
  { es: 'Mayorista', en: 'Wholesale', colour: 'amber', weight: 2 },
  { es: 'Renovar contrato', en: 'Renew contract', colour: 'green', weight: 10 },
  { es: 'Recomendado', en: 'Referred', colour: 'pink', weight: 8 },
]

const ATTRIBUTES: readonly (Record<Language, string> & {
  valueKind: CatalogData<'attribute'>['valueKind']
})[] = [
  { es: 'Velocidad contratada (Mb/s)', en: 'Contracted speed (Mb/s)', valueKind: 'number' },
  { es: 'Fecha de instalación', en: 'Installed on', valueKind: 'date' },
  { es: 'Factura electrónica', en: 'Electronic invoice', valueKind: 'boolean' },
  { es: 'Cómo nos conoció', en: 'Heard of us through', valueKind: 'text' },
  { es: 'Sitio web', en: 'Web site', valueKind: 'url' },
]

/** Offices beside the one of the set-up, by country. */
const OFFICES: Readonly<Record<string, readonly { name: string; prefix: string }[]>> = {
  ES: [
    { name: 'Sevilla', prefix: 'SVQ' },
    { name: 'Barcelona', prefix: 'BCN' },
  ],
  MX: [{ name: 'Ciudad de México', prefix: 'CDMX' }],
  AR: [{ name: 'Buenos Aires', prefix: 'BUE' }],
  GB: [{ name: 'London', prefix: 'LON' }],
}

const STOCK_PLACES: readonly (Record<Language, string> & { kind: CatalogData<'stockPlace'>['kind'] })[] = [
  { es: 'Almacén central', en: 'Main warehouse', kind: 'warehouse' },
  { es: 'Furgoneta 1', en: 'Van 1', kind: 'vehicle' },
  { es: 'Furgoneta 2', en: 'Van 2', kind: 'vehicle' },
]

const TECHNICIANS = ['Luis Romero', 'Nuria Campos', 'Iker Salas']

const officeRecords = (records: readonly CatalogRecord[]) =>
  records.flatMap((record) =>
    isCatalogKind('office', record) ? [{ id: record.id, prefix: record.data.prefix }] : [],
  )

/** An attribute definition of the demo as customers use it. */
export interface DemoAttribute {
  id: string
  name: string
  kind: CatalogData<'attribute'>['valueKind']
}

export interface DemoCatalog {
  records: CatalogRecord[]
  /** Office ids by country; a customer belongs to one of its own country. */
  offices: Readonly<Record<string, readonly string[]>>
  tags: readonly { id: string; share: number }[]
  attributes: readonly DemoAttribute[]
  /** What is sold, by country. */
  prices: Readonly<Record<string, DemoPriceList>>
  /** The invoice series of each office, by its id. */
  series: Readonly<Record<string, string>>
  stockPlaceIds: readonly string[]
  taxes: TaxBook
}

/** The office of the set-up; it takes its share of the customers of its country. */
export interface HomeOffice {
  id: string
  country: string
  prefix: string
}

export function buildCatalog(
  home: HomeOffice,
  language: Language,
  styles: readonly CountryStyle[],
  newId: () => string,
  createdAt: string,
): DemoCatalog {
  const records: CatalogRecord[] = []
  const last: Partial<Record<CatalogKind, string>> = {}
  const add = <K extends CatalogKind>(kind: K, data: CatalogData<K>): string => {
    // Records of the set-up come first: theirs are the ranks before "m".
    const rank = (last[kind] = rankBetween(last[kind] ?? 'm'))
    const id = newId()
    records.push({ id, kind, rank, data, createdAt })
    return id
  }
  const offices = Object.fromEntries(
    styles.map(({ country, timeZone, currency }) => {
      const made = (OFFICES[country] ?? [])
        .filter((office) => office.prefix !== home.prefix)
        .map((office) => add('office', { ...office, country, timeZone, currency }))
      return [country, country === home.country ? [home.id, ...made] : made] as const
    }),
  )
  const tags = TAGS.map((tag) => ({
    id: add('tag', { name: tag[language], colour: tag.colour }),
    share: tag.weight / 100,
  }))
  const attributes = ATTRIBUTES.map((attribute) => ({
    id: add('attribute', {
      name: attribute[language],
      valueKind: attribute.valueKind,
      required: false,
      unique: false,
    }),
    name: attribute[language],
    kind: attribute.valueKind,
  }))
  const prices = buildPriceLists(styles, home.country, add, newId)
  const all = [{ id: home.id, prefix: home.prefix }, ...officeRecords(records)]
  const series = Object.fromEntries(
    all.map(({ id, prefix }) => [
      id,
      add('series', {
        name: language === 'es' ? `Facturas ${prefix}` : `Invoices ${prefix}`,
        kind: 'invoice',
        officeId: id,
        prefix: `F${prefix}`,
      }),
    ]),
  )
  const stockPlaceIds = STOCK_PLACES.map((place) =>
    add('stockPlace', { name: place[language], kind: place.kind, officeId: home.id }),
  )
  for (const name of TECHNICIANS) add('technician', { name, officeId: home.id })
  const taxes = createTaxBook(records.filter((record) => isCatalogKind('taxRate', record)))
  return { records, offices, tags, attributes, prices, series, stockPlaceIds, taxes }
}
