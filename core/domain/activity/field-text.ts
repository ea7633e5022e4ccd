import { currencyDecimals, minorToDecimal } from '../values/money.ts'

/** What turns the ids in changed values into names; unknown ones answer undefined. */
export interface FieldNames {
  /** A catalogue record: person, office, status, tag, product, tax rate. */
  catalog: (id: string) => string | undefined
  /** A customer, contact, site or service. */
  record: (id: string) => string | undefined
  /** IANA zone in which moments are written. */
  timeZone: string
}

/** The texts under `activity` of one language. */
export interface FieldTexts {
  t: (key: string, named?: Record<string, unknown>) => string
  /** Whether a text exists. */
  te: (key: string) => boolean
  /** BCP 47, as `Intl` takes it. */
  locale: string
}

/** Where a value stands; the kind of record tells apart what fields of one name mean. */
export interface ValuePlace {
  path: string
  collection?: string
  /** Of entries of the ledger: their amounts are in its minor units. */
  currency?: string
}

/** How one changed field reads: its name and its values. */
export interface FieldText {
  label(change: ValuePlace): string
  /** Undefined when there is no value. */
  value(change: ValuePlace, value: unknown): string | undefined
}

/** Fields that follow from others or mean nothing to a person. */
const TECHNICAL = new Set([
  'id',
  'sortName',
  'serialKey',
  'createdAt',
  'postedAt',
  'sourceId',
  'origin',
  'placeId',
  'e164',
  'definitionId',
  'rank',
  'key',
  'follows',
  'periodsFrom',
  // Of documents: what their lines are made from.
  'basis',
  'transactionId',
  'runId',
  'billedThrough',
  // Of issues: what they are about is shown with them.
  'entity',
  'entityId',
  'path',
  'op',
  'by',
])

/** Fields whose value is the identifier of a catalogue record, and of a customer, contact or site. */
const CATALOG_IDS = new Set(['statusId', 'tags', 'officeId', 'typeIds', 'productId', 'placeId', 'taxRateId'])
const RECORD_IDS = new Set([
  'customerId',
  'siteIds',
  'siteId',
  'serviceId',
  'inventoryIds',
  'mergedInto',
  'notSameAs',
])
/** Fields of ledger entries in minor units. */
const AMOUNTS = new Set(['amount', 'wholesale'])
const partsOf = (path: string) => path.split('/')
const rootOf = (path: string) => partsOf(path)[0] ?? ''
/** The last part, unless it is the id of a list element. */
const leafOf = (path: string) => {
  const parts = partsOf(path)
  return parts.length > 2
    ? (parts.at(-1) ?? '')
    : parts.length === 2 && rootOf(path) === 'data'
      ? (parts[1] ?? '')
      : rootOf(path)
}

/** Words of closed lists are written like this. */
const isWord = (text: string): boolean => /^[A-Za-z]{2,20}$/.test(text)

export const isShown = ({ path, collection }: ValuePlace): boolean => {
  // Of a site it is the map provider's, of an item the shelf.
  if (path === 'placeId') return collection === 'inventory'
  return !TECHNICAL.has(rootOf(path)) && !TECHNICAL.has(leafOf(path))
}

export function createFieldText(names: FieldNames, source: FieldTexts): FieldText {
  const { t, te } = source
  const number = new Intl.NumberFormat(source.locale, { maximumFractionDigits: 7 })
  const date = new Intl.DateTimeFormat(source.locale, {
    timeZone: names.timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  })

  // Days have no zone: whatever the clock here, the written day is the day meant.
  const day = new Intl.DateTimeFormat(source.locale, { timeZone: 'UTC', dateStyle: 'medium' })
  const countries = new Intl.DisplayNames(source.locale, { type: 'region', fallback: 'code' })

  /** One word means two things in two records: the state of an item is not that of an address. */
  function fieldName(field: string, collection = ''): string {
    const keys = [`activity.field.${collection}.${field}`, `activity.field.${field}`]
    const key = keys.find((one) => te(one))
    return key === undefined ? field : t(key)
  }

  function label({ path, collection }: ValuePlace): string {
    const root = rootOf(path)
    const leaf = leafOf(path)
    if (root === 'data' && leaf !== 'data') return fieldName(leaf, collection)
    return leaf === root || leaf === 'value' || leaf === 'typed' || leaf === 'address'
      ? fieldName(root, collection)
      : `${fieldName(root, collection)} · ${fieldName(leaf)}`
  }

  const amountOf = (minor: number, currency: string): string => {
    const decimals = currencyDecimals(currency)
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
    return new Intl.NumberFormat(source.locale, digits).format(Number(minorToDecimal(minor, currency)))
  }

  function value(place: ValuePlace, raw: unknown): string | undefined {
    if (raw === undefined || raw === null || raw === '') return undefined
    if (Array.isArray(raw)) {
      const texts = raw.map((one) => value(place, one)).filter((text) => text !== undefined)
      return texts.length > 0 ? texts.join(', ') : undefined
    }
    if (typeof raw === 'boolean') return t(raw ? 'activity.yes' : 'activity.no')
    if (typeof raw === 'number')
      return place.currency !== undefined && AMOUNTS.has(place.path)
        ? amountOf(raw, place.currency)
        : number.format(raw)
    if (typeof raw === 'string') return wordOf(place, raw)
    if (typeof raw === 'object') return objectText(place, raw as Record<string, unknown>)
    return undefined
  }

  function wordOf({ path, collection = '' }: ValuePlace, raw: string): string {
    const field = rootOf(path)
    const leaf = leafOf(path)
    if (CATALOG_IDS.has(leaf)) return names.catalog(raw) ?? t('activity.value.otherRecord')
    if (RECORD_IDS.has(leaf)) return names.record(raw) ?? t('activity.value.otherRecord')
    for (const key of [`activity.value.${collection}.${leaf}.${raw}`, `activity.value.${leaf}.${raw}`])
      if (isWord(raw) && te(key)) return t(key)
    // Twelve characters are stored, eleven are shown and shared (domain.md §2).
    if (field === 'plusCode') return raw.slice(0, 11)
    if (leaf === 'country' && /^[A-Z]{2}$/.test(raw)) return countries.of(raw) ?? raw
    if (/^\d{4}-\d{2}-\d{2}$/.test(raw)) return day.format(new Date(raw))
    if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(raw)) return date.format(new Date(raw))
    return raw
  }

  function objectText(place: ValuePlace, raw: Record<string, unknown>): string | undefined {
    switch (rootOf(place.path)) {
      case 'archived':
        return typeof raw.at === 'string' ? date.format(new Date(raw.at)) : t('activity.yes')
      case 'attributes':
        return `${textOf(raw.name)}: ${textOf(raw.value)}`
      case 'absorbed':
        return textOf(raw.number)
      case 'emails':
        return withLabel(textOf(raw.address), raw.label)
      case 'phones':
        return withLabel(textOf(raw.typed), raw.label)
      case 'consent':
        return t(raw.marketing ? 'activity.value.consentYes' : 'activity.value.consentNo', {
          source: textOf(raw.source),
        })
      case 'suppressed':
        return t(`activity.value.suppressed.${textOf(raw.reason)}`)
      default:
        return plainObject(place, raw)
    }
  }

  /** Settings and fields of newer versions: names and values one after another. */
  function plainObject({ collection }: ValuePlace, raw: Record<string, unknown>): string | undefined {
    const texts = Object.entries(raw).flatMap(([name, member]) => {
      const at = { path: name, ...(collection !== undefined && { collection }) }
      const text = isShown(at) ? value(at, member) : undefined
      return text === undefined ? [] : [`${fieldName(name, collection)}: ${text}`]
    })
    return texts.length > 0 ? texts.join(' · ') : undefined
  }

  return { label, value }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const withLabel = (text: string, label: unknown) => (textOf(label) ? `${text} (${textOf(label)})` : text)
