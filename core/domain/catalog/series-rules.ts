import { err, ok, type Result } from '../../lib/result.ts'
import type { CommandContext, FieldIssue, Refusal } from '../command.ts'
import { USUAL_SERIES } from '../invoice/numbering.ts'
import { INVOICE_KINDS } from '../invoice/schema.ts'
import { readOne, readWhere } from '../typed-reader.ts'
import { isCatalogKind, type CatalogData, type CatalogRecord } from './schema.ts'

type Series = CatalogData<'series'>

/** What others would mistake for the same series once a document bears it. */
const FIXED = ['prefix', 'kind', 'officeId'] as const

/** Only who issues an office's invoices decides on their numbers (sync.md §3). */
function mayNumber(officeId: string, { billingLease }: CommandContext): Result<null, Refusal> {
  const holder = billingLease?.(officeId)
  return holder ? err({ code: 'billing.leaseElsewhere', details: { name: holder.name } }) : ok(null)
}

/** The same for a record, whatever its kind. */
export const mayChangeSeries = (record: CatalogRecord, context: CommandContext): Result<null, Refusal> =>
  isCatalogKind('series', record) ? mayNumber(record.data.officeId, context) : ok(null)

/**
 * What is wrong with a series beside its form (`checkCatalog`): whose office it is, what others number already, and what
 * its own documents hold fast.
 */
export function checkSeries(
  before: CatalogRecord | undefined,
  data: Readonly<Record<string, unknown>>,
  context: CommandContext,
): Result<FieldIssue[], Refusal> {
  const old = before && isCatalogKind('series', before) ? before.data : undefined
  const next = data as Partial<Series>
  for (const officeId of new Set([old?.officeId, next.officeId])) {
    const allowed = officeId === undefined ? ok(null) : mayNumber(officeId, context)
    if (!allowed.ok) return allowed
  }
  const issues: FieldIssue[] = []
  const error = (field: string, code: string, params?: FieldIssue['params']) =>
    issues.push({ path: `data/${field}`, code, severity: 'error', ...(params && { params }) })
  const office = next.officeId === undefined ? undefined : readOne(context.read, 'catalog', next.officeId)
  const isOffice = office && isCatalogKind('office', office) && !office.archived
  if (!isOffice && next.officeId !== old?.officeId) error('officeId', 'catalog.officeMissing')
  const { prefix = '' } = next
  if (prefix !== old?.prefix && isUsualOfAnother(next, context))
    error('prefix', 'catalog.seriesPrefixTaken', { prefix })
  const changed = old ? FIXED.filter((field) => old[field] !== next[field]) : []
  if (old && changed.length > 0 && context.read.ledger.isStemUsed(old.prefix))
    for (const field of changed) error(field, 'catalog.seriesUsed')
  return ok(issues)
}

/** What starts the numbers of an office that has no series of its own: only that office and kind may go on with it. */
function isUsualOfAnother({ prefix, kind, officeId }: Partial<Series>, { read }: CommandContext): boolean {
  const offices = readWhere(read, 'catalog', { kind: 'office' })
  return offices.some(
    (office) =>
      isCatalogKind('office', office) &&
      INVOICE_KINDS.some(
        (one) =>
          USUAL_SERIES[one] + office.data.prefix === prefix && (one !== kind || office.id !== officeId),
      ),
  )
}
