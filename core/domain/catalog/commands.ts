import { Type } from 'typebox'
import { fold } from '../../lib/fold.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import { archivedMark, changeMany, withoutArchived } from '../archive.ts'
import { changedFields, hasErrors, tidyName } from '../changes.ts'
import { defineCommand, type CommandReader, type FieldIssue, type Refusal } from '../command.ts'
import { closed, manyIds } from '../input-kit.ts'
import { id, oneOf } from '../schema-kit.ts'
import { KEPT_STATES } from '../inventory/schema.ts'
import { readInUse, readOne, readWhere, writeOf } from '../typed-reader.ts'
import { rankBetween } from './rank.ts'
import { checkCatalog } from './rules.ts'
import { checkSeries, mayChangeSeries } from './series-rules.ts'
import {
  CATALOG_KINDS,
  catalogDataSchemas,
  isCatalogKind,
  type CatalogKind,
  type CatalogRecord,
} from './schema.ts'

export interface CatalogSaved {
  id: string
  warnings: FieldIssue[]
}

type Data = Record<string, unknown>

/** Data as stored: names without blanks around; a new status or contact type gets a key from its Spanish label. */
function tidyData(kind: CatalogKind, data: Data): Data {
  const tidied: Data = { ...data }
  if (typeof data.name === 'string') tidied.name = tidyName(data.name) ?? ''
  if ((kind === 'customerStatus' || kind === 'contactType') && !tidied.key) {
    const labels = tidied.labels as { es?: unknown } | undefined
    if (typeof labels?.es === 'string')
      tidied.key = fold(labels.es)
        .replace(/[^a-z0-9]+/g, '-')
        .slice(0, 40)
  }
  return tidied
}

/** What a newer version stored in the record and this one cannot have shown to anybody. */
const unknownMembers = (kind: CatalogKind, record: CatalogRecord | undefined): Data =>
  Object.fromEntries(
    Object.entries(record?.data ?? {}).filter(
      ([member]) => !Object.hasOwn(catalogDataSchemas[kind].properties, member),
    ),
  )

const lastRank = (records: readonly CatalogRecord[]) =>
  records.reduce((last, record) => (record.rank > last ? record.rank : last), '')

export const saveCatalog = defineCommand({
  name: 'catalog.save',
  input: closed({
    kind: oneOf(CATALOG_KINDS),
    /** Absent for a new record. */
    id: Type.Optional(id()),
    /** The whole data of the record: an optional member left out is cleared, members of newer versions are kept. */
    data: Type.Object({}, { additionalProperties: true }),
    /** After the last record of its kind when absent. */
    rank: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  }),
  undo: 'inverse',
  run({ kind, id: recordId, data, rank }, context) {
    const records = readWhere(context.read, 'catalog', { kind })
    const before = recordId === undefined ? undefined : readOne(context.read, 'catalog', recordId)
    if (recordId !== undefined && before?.kind !== kind) return err({ code: 'catalog.notFound' })
    if (before?.archived) return err({ code: 'catalog.isArchived' })
    if (!before && kind === 'company' && records.length > 0) return err({ code: 'catalog.onlyOneCompany' })
    const tidied = tidyData(kind, { ...unknownMembers(kind, before), ...data })
    const issues = checkCatalog(
      kind,
      tidied,
      records.filter((record) => record.id !== recordId),
    )
    const shared = sharedByCustomers(before, tidied, context.read)
    if (shared) issues.push(shared)
    if (kind === 'series') {
      const series = checkSeries(before, tidied, context)
      if (!series.ok) return series
      issues.push(...series.value)
    }
    if (hasErrors(issues)) return err({ code: 'catalog.invalid', fields: issues })
    const after: CatalogRecord = before
      ? { ...before, data: tidied, rank: rank ?? before.rank }
      : {
          id: context.newId(),
          kind,
          rank: rank ?? rankBetween(lastRank(records)),
          data: tidied,
          createdAt: new Date(context.now).toISOString(),
        }
    const result: CatalogSaved = { id: after.id, warnings: issues }
    const unchanged = before && changedFields(before, after).size === 0
    return ok({ writes: unchanged ? [] : [writeOf('catalog', before, after)], result })
  },
})

/** An attribute becomes unique only once no two customers share a value of it. */
function sharedByCustomers(
  before: CatalogRecord | undefined,
  { unique }: Data,
  read: CommandReader,
): FieldIssue | undefined {
  if (unique !== true || !before || !isCatalogKind('attribute', before) || before.data.unique)
    return undefined
  const pair = read.sharedValue(before.id)
  if (!pair) return undefined
  const [first, second] = pair.map((id) => readOne(read, 'customers', id))
  const params = {
    ...{ name: first?.name ?? '', number: first?.number ?? '' },
    ...{ otherName: second?.name ?? '', otherNumber: second?.number ?? '' },
  }
  return { path: 'data/unique', code: 'catalog.valueShared', severity: 'error', params }
}

/** Kinds of which one must stay in use, or nothing could be created any more. */
const NEEDED: readonly CatalogKind[] = ['company', 'office', 'person', 'customerStatus']

function mayArchive(
  record: CatalogRecord,
  leaving: ReadonlySet<string>,
  read: CommandReader,
): Result<null, Refusal> {
  const details = { name: nameOf(record) }
  if (NEEDED.includes(record.kind)) {
    const left = readWhere(read, 'catalog', { kind: record.kind }).filter(
      (other) => !other.archived && !leaving.has(other.id),
    )
    if (left.length === 0) return err({ code: 'catalog.lastOfKind', details })
  }
  const field = { office: 'officeId', customerStatus: 'statusId' }[record.kind as string]
  if (field) {
    if (readInUse(read, 'customers', { [field]: record.id })) return err({ code: 'catalog.inUse', details })
  }
  if (record.kind === 'stockPlace' || record.kind === 'technician' || record.kind === 'office') {
    if (KEPT_STATES.some((state) => readInUse(read, 'inventory', { placeId: record.id, state })))
      return err({ code: 'catalog.holdsItems', details })
  }
  return ok(null)
}

function nameOf(record: CatalogRecord): string {
  const data = record.data as { name?: unknown; labels?: { es?: unknown } }
  if (typeof data.name === 'string') return data.name
  return typeof data.labels?.es === 'string' ? data.labels.es : ''
}

export const archiveCatalog = defineCommand({
  name: 'catalog.archive',
  input: closed({ ids: manyIds() }),
  undo: 'inverse',
  whole: true,
  run({ ids }, context) {
    const mark = archivedMark(context)
    const leaving = new Set(ids)
    return changeMany(context, 'catalog', ids, 'catalog.notFound', (record) => {
      if (record.archived) return ok(record)
      if (record.id === context.actor.personId) return err({ code: 'catalog.ownPerson' })
      if (record.id === context.actor.officeId) return err({ code: 'catalog.ownOffice' })
      const ours = mayChangeSeries(record, context)
      const allowed = ours.ok ? mayArchive(record, leaving, context.read) : ours
      return allowed.ok ? ok({ ...record, archived: mark }) : allowed
    })
  },
})

export const restoreCatalog = defineCommand({
  name: 'catalog.restore',
  input: closed({ ids: manyIds() }),
  undo: 'inverse',
  whole: true,
  run: ({ ids }, context) =>
    changeMany(context, 'catalog', ids, 'catalog.notFound', (record) => {
      if (!record.archived) return ok(record)
      const others = readWhere(context.read, 'catalog', { kind: record.kind })
      const issues = checkCatalog(
        record.kind,
        { ...record.data },
        others.filter((other) => other.id !== record.id),
      )
      const taken = issues.filter((issue) => issue.code === 'catalog.nameTaken')
      if (taken.length > 0) return err({ code: 'catalog.nameTakenMeanwhile', fields: taken })
      const ours = mayChangeSeries(record, context)
      if (!ours.ok) return ours
      return ok(withoutArchived(record))
    }),
})

export const catalogCommands = [saveCatalog, archiveCatalog, restoreCatalog]
