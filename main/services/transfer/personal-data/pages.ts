import { createFieldText, isShown, type FieldText } from '#core/domain/activity/field-text.ts'
import { titleOf } from '#core/domain/registry.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'
import type { PdfContent } from '../../pdf/render-pdf.ts'
import type { GivenWords } from '../given-words.ts'
import type { PersonalActivity, PersonalData } from './gather.ts'

export interface PagesSource {
  words: GivenWords
  timeZone: string
  /** ISO moment. */
  exportedAt: string
}

/** Values of one change that a page shows; longer ones are in the JSON. UTF-16 code units. */
const LONGEST_VALUE = 400

/** The personal data of a customer as pages to read: every record with its fields, then money, then what was done. */
export function personalDataPages(data: PersonalData, source: PagesSource): PdfContent[] {
  const { words, timeZone, exportedAt } = source
  const moment = new Intl.DateTimeFormat(words.locale, { timeZone, dateStyle: 'long', timeStyle: 'short' })
  const known = recordNames(data)
  const fields = createFieldText(
    { timeZone, catalog: (id) => data.names[id], record: (id) => known.get(id) },
    words,
  )
  const records = (collection: CollectionName, documents: readonly { id: string }[]): PdfContent[] =>
    section(
      words.t(`privacy.section.${collection}`),
      documents.flatMap((document) => recordPart(collection, document, fields, words)),
      words,
    )
  return [
    { text: words.t('privacy.title', { name: data.customer.name }), style: 'title' },
    {
      text: words.t('privacy.made', { moment: moment.format(new Date(exportedAt)) }),
      style: 'quiet',
      margin: [0, 2, 0, 0],
    },
    { text: words.t('privacy.intro'), margin: [0, 8, 0, 0] },
    ...records('customers', [data.customer]),
    ...records('contacts', data.contacts),
    ...consentPart(data, fields, words),
    ...records('sites', data.sites),
    ...records('services', data.services),
    ...records('inventory', data.inventory),
    ...invoicePart(data, source),
    ...ledgerPart(data, source),
    ...activityPart(data.activity, fields, known, source),
  ]
}

function recordNames(data: PersonalData): Map<string, string> {
  const kinds = ['contacts', 'sites', 'services', 'inventory', 'invoices'] as const
  const names = new Map<string, string>([[data.customer.id, data.customer.name]])
  for (const kind of kinds)
    for (const document of data[kind]) names.set(document.id, titleOf(kind, { ...document }))
  return names
}

const section = (title: string, parts: readonly PdfContent[], { t }: GivenWords): PdfContent[] => [
  { text: title, style: 'heading' },
  ...(parts.length > 0 ? parts : [{ text: t('privacy.none'), style: 'quiet' }]),
]

/** A record as pairs of label and value; what has no value is left out. */
function recordPart(
  collection: CollectionName,
  document: { id: string },
  fields: FieldText,
  { t }: GivenWords,
): PdfContent[] {
  const pairs = Object.entries(document).flatMap(([path, value]) => {
    const at = { path, collection }
    const text = isShown(at) && path !== 'customerId' ? fields.value(at, value) : undefined
    return text === undefined ? [] : [[{ text: fields.label(at), style: 'quiet' }, text]]
  })
  const created = (document as { createdAt?: unknown }).createdAt
  if (typeof created === 'string')
    pairs.push([{ text: t('privacy.since'), style: 'quiet' }, fields.value({ path: 'at' }, created) ?? ''])
  return [
    { text: titleOf(collection, document), style: 'subheading' },
    { layout: 'noBorders', table: { widths: [130, '*'], body: pairs } },
  ]
}

function consentPart({ consents }: PersonalData, fields: FieldText, words: GivenWords): PdfContent[] {
  const rows = consents.map(({ name, consent, suppressed }) => [
    name,
    fields.value({ path: 'consent' }, consent) ?? '',
    fields.value({ path: 'at' }, consent?.at) ?? '',
    fields.value({ path: 'suppressed' }, suppressed) ?? '',
  ])
  return section(
    words.t('privacy.section.consents'),
    table(['name', 'consent', 'since', 'blocked'], rows, words),
    words,
  )
}

function invoicePart({ invoices }: PersonalData, { words }: PagesSource): PdfContent[] {
  const rows = invoices.map((invoice) => [
    invoice.number,
    words.t(`privacy.invoice.${invoice.kind}`),
    dayText(invoice.issuedOn, words),
    dayText(invoice.dueOn, words),
    money(invoice.net, invoice.currency, words),
    money(invoice.gross, invoice.currency, words),
  ])
  return section(
    words.t('privacy.section.invoices'),
    table(['number', 'kind', 'issued', 'due', 'net', 'gross'], rows, words),
    words,
  )
}

function ledgerPart({ ledger }: PersonalData, { words }: PagesSource): PdfContent[] {
  const rows = ledger.map((entry) => [
    dayText(entry.date, words),
    words.t(`privacy.entry.${entry.kind}`),
    entry.description ?? entry.reference ?? '',
    money(entry.amount, entry.currency, words),
  ])
  return section(
    words.t('privacy.section.ledger'),
    table(['date', 'kind', 'description', 'amount'], rows, words),
    words,
  )
}

function activityPart(
  activity: readonly PersonalActivity[],
  fields: FieldText,
  known: ReadonlyMap<string, string>,
  { words, timeZone }: PagesSource,
): PdfContent[] {
  const moment = new Intl.DateTimeFormat(words.locale, { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const rows = activity.map(({ time, person, action, changes }) => [
    moment.format(new Date(time)),
    person,
    words.te(`app.action.${action}`) ? words.t(`app.action.${action}`) : action,
    changes.flatMap((change) => changeText(change, fields, known, words) ?? []).join('\n'),
  ])
  return section(
    words.t('privacy.section.activity'),
    table(['date', 'person', 'action', 'changes'], rows, words),
    words,
  )
}

function changeText(
  change: PersonalActivity['changes'][number],
  fields: FieldText,
  known: ReadonlyMap<string, string>,
  { t }: GivenWords,
): string | undefined {
  const { collection, id, path, kind, from, to } = change
  if (path === '') {
    const what = t(`activity.whole.${kind === 'delete' ? 'delete' : 'create'}`)
    return `${t(`activity.collection.${collection}`)} ${known.get(id) ?? ''} · ${what}`
  }
  if (!isShown(change)) return undefined
  const short = (value: unknown): string =>
    (fields.value(change, value) ?? t('activity.noValue')).slice(0, LONGEST_VALUE)
  return `${fields.label(change)}: ${short(from)} → ${short(to)}`
}

/** Columns by the keys of their headings; the widest takes what is left. */
function table(columns: readonly string[], rows: readonly string[][], { t }: GivenWords): PdfContent[] {
  if (rows.length === 0) return []
  const widths = columns.map((column) => (WIDE.has(column) ? '*' : 'auto'))
  const head = columns.map((column) => ({ text: t(`privacy.column.${column}`), style: 'head' }))
  const body = rows.map((row) =>
    row.map((cell, index) => ({
      text: cell,
      ...(AMOUNTS.has(columns[index] ?? '') && { alignment: 'right' as const }),
    })),
  )
  return [{ layout: 'lightHorizontalLines', table: { headerRows: 1, widths, body: [head, ...body] } }]
}

const WIDE: ReadonlySet<string> = new Set(['description', 'changes', 'consent', 'number'])
const AMOUNTS: ReadonlySet<string> = new Set(['net', 'gross', 'amount'])

/** Days have no zone. */
const dayText = (day: string, { locale }: GivenWords): string =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' }).format(new Date(day))

const money = (amount: number, currency: string, { locale }: GivenWords): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    Number(minorToDecimal(amount, currency)),
  )
