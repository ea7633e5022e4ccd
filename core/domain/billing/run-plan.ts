import { Type, type Static } from 'typebox'
import type { CustomerFilter } from '../customer/filter.ts'
import { id, oneOf, plainDate, text } from '../schema-kit.ts'
import { BILLING_PROBLEMS } from './line.ts'

/** Customers that a run may name one by one, to bill or to leave out; more are told by office or filter. */
export const MOST_NAMED = 10_000

const named = () => Type.Array(id(), { maxItems: MOST_NAMED })

/** What a run is to bill, and whom. All that narrows it has to fit. */
export const runPlanSchema = Type.Object({
  /** Everything that falls due on or before this day. */
  through: plainDate(),
  /** Date of the invoices; today in each customer's office when absent. */
  issuedOn: Type.Optional(plainDate()),
  /** Periods that ended on or before this day stay as they were billed. */
  closedUntil: Type.Optional(plainDate()),
  /** Only customers whom one of these offices bills. */
  officeIds: Type.Optional(Type.Array(id(), { maxItems: 500 })),
  /** Only these customers. */
  customerIds: Type.Optional(named()),
  /** Only customers that match; looked up anew whenever the run is drafted. */
  filter: Type.Optional(Type.Unsafe<CustomerFilter>({ type: 'object' })),
  /** Left out by hand. */
  exceptIds: Type.Optional(named()),
})

export type RunScope = Static<typeof runPlanSchema>

/** Reasons that only issuing knows. */
export const ISSUE_PROBLEMS = ['leaseElsewhere', 'leaseFree', 'differsFromDraft', 'notWritten'] as const

/** Problems that a run's record keeps; the draft has shown them all. */
export const MOST_RUN_PROBLEMS = 500

export const runProblemSchema = Type.Object({
  customerId: id(),
  code: oneOf([...BILLING_PROBLEMS, ...ISSUE_PROBLEMS]),
  serviceId: Type.Optional(id()),
  chargeId: Type.Optional(id()),
  detail: Type.Optional(text(500)),
})

export type RunProblem = Static<typeof runProblemSchema>
