import type { ActivityEntry, ActivityNames, TextSource } from './activity-text.ts'

type Change = ActivityEntry['changes'][number]

/** How one changed field reads: its name and its values. */
export interface FieldText {
  label(change: Pick<Change, 'path'>): string
  /** Undefined when there is no value. */
  value(change: Pick<Change, 'path'>, value: unknown): string | undefined
}

/** Fields that follow from others or mean nothing to a person. */
const TECHNICAL = new Set([
  'id',
  'sortName',
  'createdAt',
  'origin',
  'placeId',
  'e164',
  'definitionId',
  'rank',
  'key',
])

/** Fields whose value is the identifier of a catalogue record, and of a customer, contact or site. */
const CATALOG_IDS = new Set(['statusId', 'tags', 'officeId', 'typeIds'])
const RECORD_IDS = new Set(['customerId', 'siteIds', 'mergedInto', 'notSameAs'])
/** Fields with a closed list of words in `activity.value`. */
const WORDS = new Set(['type', 'paymentType', 'language'])

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

export const isShown = (path: string): boolean => !TECHNICAL.has(rootOf(path)) && !TECHNICAL.has(leafOf(path))

export function createFieldText(names: ActivityNames, source: TextSource): FieldText {
  const { t, te } = source
  const number = new Intl.NumberFormat(source.locale, { maximumFractionDigits: 7 })
  const date = new Intl.DateTimeFormat(source.locale, {
    timeZone: names.timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  })

  const fieldName = (field: string) => (te(`activity.field.${field}`) ? t(`activity.field.${field}`) : field)

  function label({ path }: Pick<Change, 'path'>): string {
    const root = rootOf(path)
    const leaf = leafOf(path)
    if (root === 'data' && leaf !== 'data') return fieldName(leaf)
    return leaf === root || leaf === 'value' || leaf === 'typed' || leaf === 'address'
      ? fieldName(root)
      : `${fieldName(root)} · ${fieldName(leaf)}`
  }

  function value({ path }: Pick<Change, 'path'>, raw: unknown): string | undefined {
    if (raw === undefined || raw === null || raw === '') return undefined
    const field = rootOf(path)
    if (Array.isArray(raw)) {
      const texts = raw.map((one) => value({ path }, one)).filter((text) => text !== undefined)
      return texts.length > 0 ? texts.join(', ') : undefined
    }
    if (typeof raw === 'boolean') return t(raw ? 'activity.yes' : 'activity.no')
    if (typeof raw === 'number') return number.format(raw)
    if (typeof raw === 'string') return wordOf(field, leafOf(path), raw)
    if (typeof raw === 'object') return objectText(field, raw as Record<string, unknown>)
    return undefined
  }

  function wordOf(field: string, leaf: string, raw: string): string {
    if (CATALOG_IDS.has(field)) return names.catalog(raw) ?? t('activity.value.otherRecord')
    if (RECORD_IDS.has(field)) return names.record(raw) ?? t('activity.value.otherRecord')
    if (WORDS.has(leaf) && te(`activity.value.${leaf}.${raw}`)) return t(`activity.value.${leaf}.${raw}`)
    // Twelve characters are stored, eleven are shown and shared (domain.md §2).
    if (field === 'plusCode') return raw.slice(0, 11)
    return raw
  }

  function objectText(field: string, raw: Record<string, unknown>): string | undefined {
    switch (field) {
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
        return plainObject(raw)
    }
  }

  /** Settings and fields of newer versions: names and values one after another. */
  function plainObject(raw: Record<string, unknown>): string | undefined {
    const texts = Object.entries(raw).flatMap(([name, member]) => {
      const text = isShown(name) ? value({ path: name }, member) : undefined
      return text === undefined ? [] : [`${fieldName(name)}: ${text}`]
    })
    return texts.length > 0 ? texts.join(' · ') : undefined
  }

  return { label, value }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const withLabel = (text: string, label: unknown) => (textOf(label) ? `${text} (${textOf(label)})` : text)
