import { changedFields, forChangedFields } from '../changes.ts'
import type { FieldIssue } from '../command.ts'
import { isAttributeField } from './fields.ts'
import { columnOfField, type ImportMapping } from './mapping.ts'
import type { ImportIssueCode, RowIssue, RowReport } from './report.ts'

/** A row that fails: nothing of it is kept. Carries the issue that ends it, if it is not told yet. */
export class RowFailed extends Error {
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

/** How rows fail, and what the rules of their records say, each blamed on the column it comes from. */
export function createRowProblems(mapping: ImportMapping) {
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

  /** Adds what the entity's rules say of what the row touches; errors end it once everything has been looked at. */
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
  }

  function columnOf(path: string, entity: string): number | undefined {
    const [field = ''] = path.split('/')
    if (field === 'attributes') return mapping.columns.find((column) => isAttributeField(column.field))?.index
    const direct = columnOfField(mapping, `${entity}.${field}`)
    if (direct !== undefined || entity !== 'site') return direct
    return columnOfField(mapping, 'site.position')
  }

  return { fail, take }
}

export type RowProblems = ReturnType<typeof createRowProblems>
