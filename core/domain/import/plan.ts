import { hasErrors, changedFields, forChangedFields } from '../changes.ts'
import { withoutArchived } from '../archive.ts'
import type { CommandContext, DocumentWrite, FieldIssue } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import type { DocumentOf } from '../documents.ts'
import { numberKeys } from '../matching/keys.ts'
import { matchCustomer, type MatchCandidate, type Matcher } from '../matching/match-customer.ts'
import { seedId } from '../seed-id.ts'
import { readImportCatalog, type ImportCatalog } from './catalog.ts'
import { changesOf, contactFields, customerFields, siteFields } from './field-changes.ts'
import { isAttributeField } from './fields.ts'
import type { ImportedTable } from './imported-table.ts'
import { createTagMaker, type TagMaker } from './made-tags.ts'
import { columnOfField, type ImportMapping } from './mapping.ts'
import { changedCustomer, isOwnNumber, newCustomer, numbered } from './plan-customer.ts'
import { e164Of, planContact } from './plan-contact.ts'
import { planSite } from './plan-site.ts'
import { createPlannedStore, type PlannedStore } from './planned.ts'
import { createRowReader } from './read-row.ts'
import type { RowDraft } from './row-draft.ts'
import {
  noCounts,
  type FieldChange,
  type ImportCounts,
  type ImportIssueCode,
  type RowIssue,
  type RowReport,
} from './report.ts'

/** Rows between two calls of `progress`. */
const STEP = 200

/**
 * What importing a table would do, row after row: each is one customer with at most one contact and one site. The same
 * table, mapping and store always give the same reports; `onRow` hears each. The writes come only when asked for.
 */
export function planImport(
  table: ImportedTable,
  mapping: ImportMapping,
  context: CommandContext,
  onRow: (report: RowReport) => void,
): { counts: ImportCounts; writes: () => DocumentWrite[] } {
  const catalog = readImportCatalog(context)
  const store = createPlannedStore(context.read)
  const readRow = createRowReader(mapping, table.headers, catalog)
  const planRow = createRowPlanner({
    table,
    mapping,
    catalog,
    store,
    tags: createTagMaker(catalog, context),
    context,
  })
  const counts = noCounts()
  for (const row of table.rows()) {
    if (counts.rows % STEP === 0) context.progress(counts.rows, table.count)
    const report = planRow(readRow(row))
    counts.rows++
    counts[report.outcome]++
    onRow(report)
  }
  context.progress(counts.rows, table.count)
  return { counts, writes: () => store.writes() }
}

interface Planning {
  table: ImportedTable
  mapping: ImportMapping
  catalog: ImportCatalog
  store: PlannedStore
  tags: TagMaker
  context: CommandContext
}

/** A row that fails: nothing of it is kept. Carries the issue that ends it, if it is not told yet. */
class RowFailed extends Error {
  readonly issue: RowIssue | undefined
  constructor(issue?: RowIssue) {
    super('row fails')
    this.issue = issue
  }
}

/** Reminders for somebody who types one record, which are noise over thousands of rows. */
const QUIET: ReadonlySet<string> = new Set([
  'contact.typeMissing',
  'contact.unreachable',
  'contact.needsEmail',
  'site.addressMissing',
])

/** Longest number of a customer; limit of its schema. */
const LONGEST_NUMBER = 40

function createRowPlanner({ table, mapping, catalog, store, tags, context }: Planning) {
  const ownTypeId = seedId(context.sha256, 'contactType', 'own')

  /** Ends the row. `field` names the column to blame. */
  function fail(code: ImportIssueCode, params?: RowIssue['params'], field?: string): never {
    const column = field === undefined ? undefined : columnOfField(mapping, field)
    throw new RowFailed({
      code,
      severity: 'error',
      ...(params && { params }),
      ...(column !== undefined && { column }),
    })
  }

  return (draft: RowDraft): RowReport => {
    const report: RowReport = {
      line: draft.line,
      outcome: 'failed',
      title: (draft.customer.name ?? draft.contact.name ?? draft.number ?? '').slice(0, 400),
      changes: [],
      issues: [...draft.issues],
    }
    try {
      if (draft.issues.length > 0) throw new RowFailed()
      planRow(draft, report)
    } catch (error) {
      if (!(error instanceof RowFailed)) throw error
      if (error.issue) report.issues.push(error.issue)
      report.outcome = 'failed'
      report.changes = []
    }
    return report
  }

  /** Plans everything before anything is put in place: a row counts whole or not at all. */
  function planRow(said: RowDraft, report: RowReport): void {
    const known = findCustomer(said, report)
    const before = known?.archived ? restored(known, report) : known
    const made = said.newTags.map((name) => tags.named(name))
    const draft = { ...said, tagIds: [...said.tagIds, ...made.map(({ id }) => id)] }
    const country = countryOf(draft, before)

    const planned = before
      ? changedCustomer(before, draft, catalog, context)
      : newCustomer(draft, catalog, context)
    take(before, planned.after, planned.issues, 'customer', report)
    if (before && before.currency !== planned.after.currency && context.read.ledger.hasEntries(before.id))
      fail('import.currencyInUse', {}, 'customer.currency')
    report.title = planned.after.name.slice(0, 400)

    const contact = contactOf(draft, before, planned.after, country, report)
    const site = siteOf(draft, before, planned.after, country, report)
    const customer = before ? planned.after : numbered(planned.after, catalog, context)
    report.changes = [
      ...(before || draft.number === undefined ? [] : [{ field: 'customer.number', after: draft.number }]),
      ...changesOf(customerFields(known), customerFields(customer)),
      ...changesOf(contactFields(contact?.before), contactFields(contact?.after)),
      ...changesOf(siteFields(site?.before), siteFields(site?.after)),
    ].map(withTagNames)
    report.outcome = known ? (report.changes.length > 0 ? 'changed' : 'unchanged') : 'created'
    if (report.outcome === 'unchanged') return
    for (const { record } of made) store.put('catalog', record)
    putChanged('customers', known, customer)
    if (contact) putChanged('contacts', contact.before, contact.after)
    if (site) putChanged('sites', site.before, site.after)
  }

  function putChanged<C extends 'customers' | 'contacts' | 'sites'>(
    collection: C,
    before: DocumentOf[C] | undefined,
    after: DocumentOf[C],
  ): void {
    if (!before || changedFields(before, after).size > 0) store.put(collection, after)
  }

  function countryOf(draft: RowDraft, before: Customer | undefined): string {
    const officeId = draft.customer.officeId ?? before?.officeId
    const office = officeId === undefined ? catalog.ownOffice : catalog.officeOf(officeId)
    return office?.data.country ?? ''
  }

  /** Tags that the import makes are told by name: their ids are other ones in every run. */
  function withTagNames(change: FieldChange): FieldChange {
    if (change.field !== 'customer.tags' || change.after === undefined) return change
    return { ...change, after: change.after.split('\n').map(tags.nameOf).join('\n') }
  }

  /** The customer that the row is, and whether the mode lets it be. */
  function findCustomer(draft: RowDraft, report: RowReport): Customer | undefined {
    const found = matched(draft)
    const known = found && store.get('customers', found.customerId)
    if (!found || !known) {
      if (mapping.mode === 'update') fail('import.notFound')
      checkNewNumber(draft.number)
      return undefined
    }
    if (!store.isNew(known.id)) {
      report.customerId = known.id
      report.number = known.number
      report.by = found.by
      if (mapping.mode === 'create' && !known.archived)
        fail('import.exists', { number: known.number, name: known.name })
    }
    return known
  }

  /** A number that a row brings along stays free for nobody else. */
  function checkNewNumber(number: string | undefined): void {
    if (number === undefined) return
    if (number.length > LONGEST_NUMBER) fail('import.cellTooLong', { max: LONGEST_NUMBER }, 'customer.number')
    if (isOwnNumber(number)) fail('import.numberNotOurs', { number }, 'customer.number')
    const [holder] = store.customersWith(numberKeys(number), 1)
    if (holder !== undefined)
      fail('import.exists', { number, name: store.get('customers', holder)?.name ?? '' }, 'customer.number')
  }

  function matched(draft: RowDraft): { customerId: string; by: Matcher } | undefined {
    const { contact, site, customer } = draft
    const country = catalog.ownOffice?.data.country ?? ''
    const candidate: MatchCandidate = {
      number: draft.number,
      taxId: customer.taxId ?? undefined,
      name: customer.name ?? contact.name,
      emails: contact.emails ?? [],
      phones: (contact.phones ?? []).map((typed) => ({ typed, ...e164Of(typed, country) })),
      addresses: [
        {
          addressLine1: site.addressLine1 ?? undefined,
          postcode: site.postcode ?? undefined,
          city: site.city ?? undefined,
        },
      ],
    }
    const outcome = matchCustomer(candidate, mapping.matchBy, store)
    if (outcome.kind === 'none') return undefined
    if (outcome.kind === 'one') return outcome
    const numbers = outcome.customerIds.slice(0, 5).map((id) => store.get('customers', id)?.number ?? '')
    const params = { count: outcome.customerIds.length, numbers: numbers.filter(Boolean).join(', ') }
    if (outcome.kind === 'contradiction') return fail('import.contradiction', params)
    return fail(outcome.isPart ? 'import.ambiguousMany' : 'import.ambiguous', params)
  }

  function restored(customer: Customer, report: RowReport): Customer {
    if (mapping.whenArchived === 'fail')
      fail('import.archived', { number: customer.number, name: customer.name })
    report.issues.push({ code: 'import.archivedRestored', severity: 'warning' })
    return withoutArchived(customer)
  }

  function contactOf(
    draft: RowDraft,
    before: Customer | undefined,
    customer: Customer,
    country: string,
    report: RowReport,
  ) {
    const planned = planContact(draft, {
      customer,
      formerName: before?.name,
      contacts: before ? store.of('contacts', before.id) : [],
      country,
      ownTypeId,
      catalog,
      context,
    })
    if (!planned) return undefined
    const contact = planned.before?.archived ? { ...planned, after: withoutArchived(planned.after) } : planned
    if (planned.before?.archived && mapping.whenArchived === 'fail')
      fail('import.contactArchived', { name: planned.before.name })
    take(contact.before, contact.after, contact.issues, 'contact', report)
    return contact
  }

  function siteOf(
    draft: RowDraft,
    before: Customer | undefined,
    customer: Customer,
    country: string,
    report: RowReport,
  ) {
    const sites = before ? store.of('sites', before.id) : []
    const planned = planSite(draft, customer, sites, country, table.places, context)
    if (!planned) return undefined
    if ('unplaced' in planned) {
      if (mapping.whenUnplaced === 'fail') fail('import.positionMissing', undefined, 'site.city')
      report.issues.push({ code: 'import.positionLeftOut', severity: 'warning' })
      return undefined
    }
    if (planned.before?.archived && mapping.whenArchived === 'fail')
      fail('import.siteArchived', { name: planned.before.name })
    const site = planned.before?.archived ? { ...planned, after: withoutArchived(planned.after) } : planned
    take(site.before, site.after, site.issues, 'site', report)
    report.issues.push(...site.remarks)
    return site
  }

  /** Adds what the entity's rules say; errors in what the row touches end it. */
  function take(
    before: object | undefined,
    after: object,
    issues: readonly FieldIssue[],
    entity: 'customer' | 'contact' | 'site',
    report: RowReport,
  ): void {
    if (issues.length === 0) return
    const changed = before && changedFields(before, after)
    const relevant = changed ? forChangedFields(issues, changed) : issues
    for (const { path, code, severity, params } of relevant) {
      const isOld = changed && !changed.has(path.split('/')[0] ?? '')
      if (severity === 'warning' && (QUIET.has(code) || isOld)) continue
      const column = columnOf(path, entity)
      report.issues.push({
        code,
        severity,
        ...(column !== undefined && { column }),
        ...(params && { params: { ...params } }),
      })
    }
    if (hasErrors([...relevant])) throw new RowFailed()
  }

  function columnOf(path: string, entity: string): number | undefined {
    const [field = ''] = path.split('/')
    if (field === 'attributes') return mapping.columns.find((column) => isAttributeField(column.field))?.index
    const direct = columnOfField(mapping, `${entity}.${field}`)
    if (direct !== undefined || entity !== 'site') return direct
    return columnOfField(mapping, 'site.position')
  }
}
