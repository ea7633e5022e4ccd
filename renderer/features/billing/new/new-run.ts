import type { MethodInput } from '#core/contract/host-contract.ts'
import type { CustomerFilter } from '#core/domain/customer/filter.ts'
import { addMonths, isPlainDate } from '#core/domain/values/plain-date.ts'

/** Whom a new run is about. */
export const SCOPES = ['all', 'offices', 'view', 'customers'] as const
export type Scope = (typeof SCOPES)[number]

/** A new run as it is typed. */
export interface NewRun {
  through: string
  /** Empty: today in each office. */
  issuedOn: string
  /** Empty: nothing is closed. */
  closedUntil: string
  scope: Scope
  officeIds: readonly string[]
  customerIds: readonly string[]
  /** The id of a saved view of customers. */
  viewId: string | undefined
}

export type NewRunField = 'through' | 'issuedOn' | 'closedUntil' | 'officeIds' | 'customerIds' | 'viewId'
export type NewRunProblem = 'date' | 'closedLater' | 'farAhead' | 'nobody'

export const newRun = (today: string, customerId?: string): NewRun => ({
  through: today,
  issuedOn: '',
  closedUntil: '',
  scope: customerId === undefined ? 'all' : 'customers',
  officeIds: [],
  customerIds: customerId === undefined ? [] : [customerId],
  viewId: undefined,
})

/** What keeps a run from being drafted, by field. */
export function newRunProblems(run: NewRun, today: string): Partial<Record<NewRunField, NewRunProblem>> {
  const { through, issuedOn, closedUntil, scope } = run
  const farthest = addMonths(today, 13)
  const problems: Partial<Record<NewRunField, NewRunProblem>> = {}
  if (!isPlainDate(through)) problems.through = 'date'
  // A year typed wrong would bill years in advance, and an invoice keeps its date for ever.
  else if (through > farthest) problems.through = 'farAhead'
  if (issuedOn !== '' && !isPlainDate(issuedOn)) problems.issuedOn = 'date'
  else if (issuedOn > farthest) problems.issuedOn = 'farAhead'
  if (closedUntil !== '' && !isPlainDate(closedUntil)) problems.closedUntil = 'date'
  else if (closedUntil !== '' && closedUntil > through) problems.closedUntil = 'closedLater'
  if (scope === 'offices' && run.officeIds.length === 0) problems.officeIds = 'nobody'
  if (scope === 'customers' && run.customerIds.length === 0) problems.customerIds = 'nobody'
  if (scope === 'view' && run.viewId === undefined) problems.viewId = 'nobody'
  return problems
}

type Plan = NonNullable<MethodInput<'billing', 'draft'>['plan']>

/** What the host is asked for. */
export const planOf = (run: NewRun, filter: CustomerFilter | undefined): Plan => ({
  through: run.through,
  ...(run.issuedOn !== '' && { issuedOn: run.issuedOn }),
  ...(run.closedUntil !== '' && { closedUntil: run.closedUntil }),
  ...(run.scope === 'offices' && { officeIds: [...run.officeIds] }),
  ...(run.scope === 'customers' && { customerIds: [...run.customerIds] }),
  ...(run.scope === 'view' && filter && { filter }),
})
