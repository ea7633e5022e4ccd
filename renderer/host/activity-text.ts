import { useI18n } from 'vue-i18n'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import {
  createFieldText,
  isShown,
  type FieldNames,
  type FieldText,
  type FieldTexts,
} from '#core/domain/activity/field-text.ts'
import { mayPutBack } from '#core/domain/activity/put-back-rule.ts'
import type { CatalogKind } from '#core/domain/catalog/schema.ts'
import { addDays, plainDateAt } from '#core/domain/values/plain-date.ts'
import { formatLocale } from '../locales/index.ts'
import type { ActivityDay, ActivityItem, ActivityLine } from '../ui/activity/activity.ts'

export type ActivityEntry = MethodOutput<'activity', 'list'>['entries'][number]
type Change = ActivityEntry['changes'][number]

/** What turns identifiers into names; unknown ones answer undefined. */
export interface ActivityNames extends FieldNames {
  /** Of which kind a catalogue record is. */
  kind: (id: string) => CatalogKind | undefined
  /** The id of the customer that a contact or site belongs to. */
  owner: (id: string) => string | undefined
  /** `YYYY-MM-DD` in that zone. */
  today: string
}

type Translate = (key: string, named?: Record<string, unknown>, plural?: number) => string

export interface TextSource extends FieldTexts {
  t: Translate
  withOwner?: boolean
}

/** The log in words of the interface language: one item per entry, grouped by day of the office. */
export function useActivityText(names: () => ActivityNames) {
  const i18n = useI18n()
  return {
    /** `withOwner`: says which customer a contact or site belongs to. */
    days: (entries: readonly ActivityEntry[], withOwner: boolean): ActivityDay[] =>
      activityDays(entries, names(), {
        t: (key, named, plural) =>
          plural === undefined ? i18n.t(key, named ?? {}) : i18n.t(key, named ?? {}, plural),
        te: (key) => i18n.te(key),
        locale: formatLocale(i18n.locale.value),
        withOwner,
      }),
  }
}

/** Which records each command is about; the others in its op follow from it. */
const SUBJECTS: Readonly<Record<string, Change['collection']>> = {
  customer: 'customers',
  contact: 'contacts',
  site: 'sites',
  service: 'services',
  inventory: 'inventory',
  catalog: 'catalog',
  // Not the entries of the ledger that come with each.
  billing: 'invoices',
  invoice: 'invoices',
}

/** Records whose fields only the program reads: columns and filters as it keeps them. */
const QUIET: ReadonlySet<string> = new Set<CatalogKind>(['importMapping', 'savedView'])

export function activityDays(
  entries: readonly ActivityEntry[],
  names: ActivityNames,
  source: TextSource,
): ActivityDay[] {
  const full = new Intl.DateTimeFormat(source.locale, { timeZone: names.timeZone, dateStyle: 'full' })
  const yesterday = addDays(names.today, -1)
  const byDay = new Map<string, { label: string; items: ActivityItem[] }>()
  const toItem = createItemText(names, source)
  for (const entry of entries) {
    const moment = new Date(entry.time)
    const id = plainDateAt(moment.getTime(), names.timeZone)
    const date = capitalised(full.format(moment), source.locale)
    const relative = id === names.today ? 'today' : id === yesterday ? 'yesterday' : undefined
    const label = relative ? `${source.t(`activity.${relative}`)} · ${date}` : date
    const day = byDay.get(id) ?? { label, items: [] }
    day.items.push(toItem(entry))
    byDay.set(id, day)
  }
  return [...byDay].map(([id, day]) => ({ id, ...day }))
}

function createItemText(names: ActivityNames, source: TextSource) {
  const time = new Intl.DateTimeFormat(source.locale, {
    timeZone: names.timeZone,
    hour: '2-digit',
    minute: '2-digit',
  })
  const fields = createFieldText(names, source)
  return (entry: ActivityEntry): ActivityItem => {
    const subjects = subjectsOf(entry)
    const recordName = (change: Change) => nameOfCollection(change, names, source)
    const lines = linesOf(entry, subjects, {
      fields,
      recordName,
      isQuiet: ({ id }) => QUIET.has(names.kind(id) ?? ''),
      erased: source.t('activity.erased'),
    })
    const target = subjects.size === 1 ? [...subjects.keys()][0] : undefined
    const owner = source.withOwner && target !== undefined ? names.owner(target) : undefined
    const hidden = entry.changeCount - entry.changes.length
    return {
      id: entry.opId,
      time: time.format(new Date(entry.time)),
      moment: entry.time,
      who: names.catalog(entry.personId) ?? source.t('activity.unknownPerson'),
      where: names.catalog(entry.officeId),
      what:
        entry.role === 'do'
          ? headline(entry, subjects, names, source)
          : source.t(entry.role === 'undo' ? 'activity.undid' : 'activity.redid', {
              what: headline(entry, subjects, names, source),
            }),
      of: owner === undefined ? undefined : names.record(owner),
      lines,
      more: hidden > 0 ? moreText(hidden, source) : undefined,
      undone: entry.undoneBy ? source.t('activity.undone') : undefined,
      canUndo: entry.canUndo,
      needs: entry.command,
      isUndo: entry.role === 'undo',
      target,
    }
  }
}

/** The records that the command is about, with their titles, in order. */
function subjectsOf(entry: ActivityEntry): Map<string, string> {
  const collection = SUBJECTS[entry.command.split('.')[0] ?? '']
  // Who settles an issue changes a record, or leaves it as it is.
  const isOwn = (change: Change) =>
    entry.command.startsWith('issue.') ? change.collection !== 'issues' : change.collection === collection
  const own = entry.changes.filter(isOwn)
  const changes = own.length > 0 ? own : entry.changes
  return new Map(changes.map((change) => [change.id, change.title]))
}

/** `Cliente`, and for the catalogue what it really is: `Oficina`, `Etiqueta`. */
function nameOfCollection({ collection, id }: Change, names: ActivityNames, source: TextSource): string {
  const kind = collection === 'catalog' ? names.kind(id) : undefined
  return source.t(kind ? `activity.catalogKind.${kind}` : `activity.collection.${collection}`)
}

function headline(
  entry: ActivityEntry,
  subjects: Map<string, string>,
  names: ActivityNames,
  source: TextSource,
): string {
  const [id, title = ''] = [...subjects][0] ?? []
  const kind = subjects.size === 1 && id !== undefined ? names.kind(id) : undefined
  if (entry.command.startsWith('catalog.') && kind) {
    const isNew = entry.changes.some(
      (change) => change.id === id && change.kind === 'create' && change.path === '',
    )
    const action = isNew ? 'create' : entry.command.slice('catalog.'.length)
    const what = source.t(`activity.catalogOne.${kind}`, { title })
    if (source.te(`activity.catalogAction.${action}`))
      return source.t(`activity.catalogAction.${action}`, { what })
  }
  const key = `activity.command.${entry.command}`
  const count = countOf(entry, subjects)
  const isErased = title === '' && entry.changes.some((change) => change.erased)
  const named = {
    title: isErased ? source.t('activity.erasedRecord') : title,
    formatted: formatCount(count, source),
  }
  return source.te(key)
    ? source.t(key, named, Math.max(1, count))
    : source.t('activity.command.unknown', { command: entry.command })
}

/** How many records the command was about, also where the entry does not hold all of its changes. */
function countOf({ command, recordCounts = [] }: ActivityEntry, subjects: Map<string, string>): number {
  const own = SUBJECTS[command.split('.')[0] ?? '']
  const counted = recordCounts.find(({ collection }) => collection === own)
  const all = recordCounts.reduce((sum, { count }) => sum + count, 0)
  return Math.max(subjects.size, counted?.count ?? all)
}

function linesOf(
  entry: ActivityEntry,
  subjects: ReadonlyMap<string, string>,
  source: LineSource,
): ActivityLine[] {
  const isOne = subjects.size === 1
  const isTakenBack = entry.undoneBy !== undefined
  const severalRecords = new Set(entry.changes.map((change) => change.id)).size > 1
  // A customer and their contact often have one name.
  const severalKinds = new Set(entry.changes.map((change) => change.collection)).size > 1
  const nameOf = (change: Change) =>
    severalKinds ? `${source.recordName(change)} ${change.title}` : change.title
  return entry.changes.flatMap((change, index) => {
    const id = `${index}`
    if (source.isQuiet(change)) return []
    const isWhole = change.path === ''
    if (isWhole && change.kind === 'create') {
      // Only the record that the entry is about tells what it began with; those that came along are named.
      return isOne && subjects.has(change.id) && change.collection !== 'invoices'
        ? createdLines(change, id, source)
        : [{ id, label: source.recordName(change), after: change.erased ? source.erased : change.title }]
    }
    if (isWhole && change.kind === 'delete') {
      return [{ id, label: source.recordName(change), before: change.erased ? source.erased : change.title }]
    }
    if (!isShown(change)) return []
    return [
      {
        id,
        record: severalRecords ? nameOf(change) : undefined,
        label: source.fields.label(change),
        ...(change.erased
          ? { after: source.erased }
          : {
              before: source.fields.value(change, change.from),
              after: source.fields.value(change, change.to),
            }),
        ...(isTakenBack || change.erased || !mayPutBack(change)
          ? {}
          : { putBack: change.i, needs: rightOf(change) }),
      },
    ]
  })
}

/** The field as rights name it: without the id of its element. */
function rightOf({ collection, path }: Change): string {
  const [field, , element] = path.split('/')
  return [collection, field, element].filter((part) => part !== undefined).join('/')
}

interface LineSource {
  fields: FieldText
  /** What stands for values that were erased. */
  erased: string
  recordName: (change: Change) => string
  /** The headline says all that a person would read of it. */
  isQuiet: (change: Change) => boolean
}

/** A new record shows what it began with; its technical and empty fields say nothing. */
function createdLines(change: Change, id: string, source: LineSource): ActivityLine[] {
  const { fields, recordName, erased } = source
  if (change.erased) return [{ id, label: recordName(change), after: erased }]
  if (typeof change.to !== 'object' || change.to === null) return []
  const { currency } = change.to as { currency?: unknown }
  const inMinor = change.collection === 'transactions' && typeof currency === 'string' && { currency }
  return Object.entries(change.to).flatMap(([path, value]) => {
    // The headline names the kind: office, status.
    if (path === 'kind' && change.collection === 'catalog') return []
    const at = { ...change, path, ...inMinor }
    const after = isShown(at) ? fields.value(at, value) : undefined
    return after === undefined ? [] : [{ id: `${id}/${path}`, label: fields.label(at), after }]
  })
}

const formatCount = (count: number, source: TextSource) => new Intl.NumberFormat(source.locale).format(count)

const moreText = (count: number, source: TextSource) =>
  source.t('activity.moreChanges', { formatted: formatCount(count, source) }, count)

const capitalised = (text: string, locale: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
