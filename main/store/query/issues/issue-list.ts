import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { MOST_ISSUE_IDS } from '#core/contract/methods/issues.ts'
import { ISSUE_KINDS } from '#core/domain/issue/schema.ts'
import type { IssueFilter } from '#core/domain/issue/filter.ts'
import { issueKindCode } from '../../projectors/issues.ts'
import type { SqlValue } from '../../sqlite/port.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { issueRows } from './issue-rows.ts'

type Input<V extends 'list' | 'summary' | 'ids'> = MethodInput<'issues', V>
type Output<V extends 'list' | 'summary' | 'ids' | 'open'> = MethodOutput<'issues', V>

type Counted = 'kind' | 'personId' | 'officeId'

interface Condition {
  where: string
  parameters: SqlValue[]
  /** Nothing but what the counts can tell. */
  isCounted: boolean
}

function conditionOf(filter: IssueFilter, without: readonly Counted[] = []): Condition {
  const conditions = ['settled = ?']
  const parameters: SqlValue[] = [filter.settled ? 1 : 0]
  const add = (sql: string, value: SqlValue): void => {
    conditions.push(sql)
    parameters.push(value)
  }
  if (filter.kind !== undefined && !without.includes('kind')) add('kind = ?', issueKindCode(filter.kind))
  if (filter.personId !== undefined && !without.includes('personId')) add('person = ?', filter.personId)
  if (filter.officeId !== undefined && !without.includes('officeId')) add('office = ?', filter.officeId)
  if (filter.customerId !== undefined) add('customer_id = ?', filter.customerId)
  return { where: conditions.join(' AND '), parameters, isCounted: filter.customerId === undefined }
}

const countOf = (statements: Statements, { where, parameters, isCounted }: Condition): number =>
  Number(
    statements.get(
      isCounted
        ? `SELECT coalesce(sum(issues), 0) AS n FROM r_issue_count WHERE ${where}`
        : `SELECT count(*) AS n FROM r_issue INDEXED BY r_issue_customer WHERE ${where}`,
      parameters,
    )?.n,
  )

/** The index that has them in order: of one customer they are few. */
const sourceOf = ({ isCounted }: Condition): string =>
  `r_issue INDEXED BY ${isCounted ? 'r_issue_at' : 'r_issue_customer'}`

export function listIssues(statements: Statements, { filter, skip, limit }: Input<'list'>): Output<'list'> {
  const condition = conditionOf(filter)
  const ids = statements
    .all(
      `SELECT id FROM ${sourceOf(condition)} WHERE ${condition.where} ORDER BY raised_at DESC, id DESC LIMIT ? OFFSET ?`,
      [...condition.parameters, limit, skip],
    )
    .map(({ id }) => id as string)
  return {
    commit: currentCommit(statements),
    total: countOf(statements, condition),
    rows: issueRows(statements, ids),
  }
}

export function issueIds(statements: Statements, { filter }: Input<'ids'>): Output<'ids'> {
  const condition = conditionOf(filter)
  const rows = statements.all(
    `SELECT id FROM ${sourceOf(condition)} WHERE ${condition.where} ORDER BY raised_at DESC, id DESC LIMIT ${MOST_ISSUE_IDS}`,
    condition.parameters,
  )
  return {
    commit: currentCommit(statements),
    total: countOf(statements, condition),
    ids: rows.map(({ id }) => id as string),
  }
}

export const openIssues = (statements: Statements): Output<'open'> => ({
  commit: currentCommit(statements),
  open: countOf(statements, conditionOf({})),
})

export function summariseIssues(statements: Statements, { filter }: Input<'summary'>): Output<'summary'> {
  const counts = (field: Counted, column: string) => {
    const { where, parameters, isCounted } = conditionOf(filter, [field])
    return statements
      .all(
        `SELECT ${column} AS value, ${isCounted ? 'sum(issues)' : 'count(*)'} AS n FROM ${
          isCounted ? 'r_issue_count' : 'r_issue INDEXED BY r_issue_customer'
        } WHERE ${where} GROUP BY 1 HAVING n > 0 ORDER BY n DESC`,
        parameters,
      )
      .map(({ value, n }) => ({ value, count: n as number }))
  }
  const named = (field: Counted, column: string) =>
    counts(field, column).flatMap(({ value, count }) => (value === '' ? [] : [{ id: String(value), count }]))
  return {
    ...openIssues(statements),
    kinds: counts('kind', 'kind').flatMap(({ value, count }) => {
      const kind = ISSUE_KINDS[Number(value)]
      return kind ? [{ kind, count }] : []
    }),
    people: named('personId', 'person'),
    offices: named('officeId', 'office'),
  }
}
