import { changedFields } from '../changes.ts'
import { withoutArchived } from '../archive.ts'
import type { CommandContext, DocumentWrite } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import type { DocumentOf } from '../documents.ts'
import { seedId } from '../seed-id.ts'
import { plainDateAt } from '../values/plain-date.ts'
import { readImportCatalog, type ImportCatalog } from './catalog.ts'
import { changesOf, contactFields, customerFields, siteFields } from './field-changes.ts'
import { isAttributeField } from './fields.ts'
import { createCustomerFinder } from './find-customer.ts'
import type { ImportedTable } from './imported-table.ts'
import { createTagMaker, type TagMaker } from './made-tags.ts'
import type { ImportMapping } from './mapping.ts'
import { changedCustomer, newCustomer, numbered } from './plan-customer.ts'
import { planContact } from './plan-contact.ts'
import { planSite } from './plan-site.ts'
import { createPlannedStore, type PlannedStore } from './planned.ts'
import { createRowReader } from './read-row.ts'
import type { RowDraft } from './row-draft.ts'
import { createRowProblems, RowFailed, type RowProblems } from './row-problems.ts'
import { noCounts, type FieldChange, type ImportCounts, type RowIssue, type RowReport } from './report.ts'

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

function createRowPlanner({ table, mapping, catalog, store, tags, context }: Planning) {
  const timeZone = catalog.ownOffice?.data.timeZone ?? 'UTC'
  const dayOf = (moment: string) => plainDateAt(Date.parse(moment), timeZone)
  const ownTypeId = seedId(context.sha256, 'contactType', 'own')
  const { fail, take }: RowProblems = createRowProblems(mapping)
  const findCustomer = createCustomerFinder(mapping, catalog, store, fail)

  return (draft: RowDraft): RowReport => {
    const report: RowReport = {
      line: draft.line,
      outcome: 'failed',
      title: (draft.customer.name ?? draft.contact.name ?? draft.number ?? '').slice(0, 400),
      changes: [],
      issues: [],
    }
    try {
      planRow(draft, report)
    } catch (error) {
      if (!(error instanceof RowFailed)) throw error
      if (error.issue) report.issues.push(error.issue)
      report.outcome = 'failed'
      report.changes = []
    }
    // What cannot be read is told with what else is wrong, so that a file is mended once; what follows from it is not.
    if (draft.issues.length > 0) report.issues = [...draft.issues, ...otherProblems(draft, report.issues)]
    return report
  }

  /** Of cells that could be read, in a row in which others could not. */
  function otherProblems(draft: RowDraft, issues: readonly RowIssue[]): RowIssue[] {
    const kindOf = (index: number) =>
      mapping.columns.some((column) => column.index === index && isAttributeField(column.field))
        ? 'attribute'
        : index
    const unread = new Set(draft.issues.map(({ column }) => column !== undefined && kindOf(column)))
    return issues.filter(
      ({ column, severity }) => severity === 'error' && column !== undefined && !unread.has(kindOf(column)),
    )
  }

  /** Plans everything before anything is put in place: a row counts whole or not at all. */
  function planRow(said: RowDraft, report: RowReport): void {
    const isUnread = said.issues.length > 0
    const known = findCustomer(said, report)
    const before = known?.archived ? restored(known, report) : known
    const made = said.newTags.map((name) => tags.named(name))
    const draft = { ...said, tagIds: [...said.tagIds, ...made.map(({ id }) => id)] }
    const country = countryOf(draft, before)

    const planned = before
      ? changedCustomer(before, draft, catalog, store, context)
      : newCustomer(draft, catalog, store, context)
    take(before, planned.after, planned.issues, 'customer', report)
    if (before && before.currency !== planned.after.currency && context.read.ledger.hasEntries(before.id))
      fail('import.currencyInUse', {}, 'customer.currency')
    report.title = planned.after.name.slice(0, 400)

    const contact = contactOf(draft, before, planned.after, country, report)
    // Where a row is, was asked without what could not be read of it.
    const site = isUnread ? undefined : siteOf(draft, before, planned.after, country, report)
    if (isUnread || report.issues.some(({ severity }) => severity === 'error')) throw new RowFailed()
    const customer = before ? planned.after : numbered(planned.after, catalog, context)
    report.changes = [
      ...(before || draft.number === undefined ? [] : [{ field: 'customer.number', after: draft.number }]),
      ...changesOf(customerFields(known, dayOf), customerFields(customer, dayOf)),
      ...changesOf(contactFields(contact?.before, dayOf), contactFields(contact?.after, dayOf)),
      ...changesOf(siteFields(site?.before, dayOf), siteFields(site?.after, dayOf)),
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
}
