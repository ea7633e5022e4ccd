import { Type } from 'typebox'
import { BILLING_PROBLEMS } from '../../domain/billing/line.ts'
import { ISSUE_PROBLEMS, MOST_NAMED, runPlanSchema, runProblemSchema } from '../../domain/billing/run-plan.ts'
import { customerFilterSchema } from '../../domain/customer/filter.ts'
import { INVOICE_KINDS, invoiceLineSchema, taxTotalSchema } from '../../domain/invoice/schema.ts'
import { id, instant, oneOf, plainDate, text } from '../../domain/schema-kit.ts'
import { call, nothing } from '../envelope.ts'

/** Parts of a draft that a person looks at by themselves. */
export const DRAFT_VIEWS = ['all', 'billed', 'new', 'gone', 'changed', 'failed', 'excluded'] as const
export type DraftView = (typeof DRAFT_VIEWS)[number]

export const DRAFT_SORTS = ['name', 'number', 'net', 'gross', 'change'] as const

const count = Type.Integer({ minimum: 0 })

/** What documents of one currency come to, minor units. */
const amounts = Type.Object({
  currency: text(3),
  invoices: count,
  creditNotes: count,
  net: Type.Integer(),
  tax: Type.Integer(),
  gross: Type.Integer(),
})

const plan = Type.Object({ ...runPlanSchema.properties, filter: Type.Optional(customerFilterSchema) })

const problem = Type.Object({
  code: oneOf([...BILLING_PROBLEMS, ...ISSUE_PROBLEMS]),
  serviceId: Type.Optional(id()),
  chargeId: Type.Optional(id()),
  /** What people call the service and the charge. */
  serviceName: Type.Optional(text(200)),
  chargeName: Type.Optional(text(300)),
  detail: Type.Optional(text(500)),
})

const comparison = Type.Object({
  kind: oneOf(['new', 'gone', 'changed']),
  /** Net minor units. */
  before: Type.Integer(),
  now: Type.Integer(),
  percent: Type.Optional(Type.Integer()),
})

const draftId = id()

/** A customer of a draft: whoever is billed, fails, or was billed last time. */
const draftRow = Type.Object({
  customerId: id(),
  number: text(40),
  name: text(200),
  officeId: id(),
  currency: text(3),
  invoices: count,
  creditNotes: count,
  lines: count,
  net: Type.Integer(),
  tax: Type.Integer(),
  gross: Type.Integer(),
  problems: count,
  comparison: Type.Optional(comparison),
  excluded: Type.Boolean(),
})

const summary = Type.Object({
  draftId,
  plan,
  /** The run that goes on with this draft. */
  runId: Type.Optional(id()),
  /** Moment of the file that the draft is of. */
  draftedAt: instant(),
  /** Customers that were looked at. */
  customers: count,
  /** Left out because their status does not bill. */
  skipped: count,
  /** How many rows each view has. */
  counts: Type.Object({
    all: count,
    billed: count,
    new: count,
    gone: count,
    changed: count,
    failed: count,
    excluded: count,
  }),
  /** What issuing it would come to, without whom a person left out. */
  totals: Type.Array(amounts),
  /** Offices whose billing lease another desktop holds, or nobody (`name` is empty), and how many are billed there. */
  leases: Type.Array(Type.Object({ officeId: id(), name: text(120), customers: count })),
})

const draftDocument = Type.Object({
  kind: oneOf(['invoice', 'creditNote']),
  siteId: Type.Optional(id()),
  siteName: Type.Optional(text(200)),
  lines: Type.Array(invoiceLineSchema),
  taxes: Type.Array(taxTotalSchema),
  net: Type.Integer(),
  tax: Type.Integer(),
  gross: Type.Integer(),
})

const run = Type.Object({
  runId: id(),
  plan,
  personId: id(),
  startedAt: instant(),
  /** Absent while it is issuing, and after it was interrupted. */
  finishedAt: Type.Optional(instant()),
  /** This host is issuing it now. */
  isRunning: Type.Boolean(),
  /** Customers that were to be billed. */
  customers: count,
  totals: Type.Array(amounts),
  problems: count,
})

/** A series of numbers; one without `id` is what an office uses that has none of its own for the kind. */
const series = Type.Object({
  id: Type.Optional(id()),
  rank: Type.Optional(text(40)),
  officeId: id(),
  kind: oneOf(INVOICE_KINDS),
  name: Type.Optional(text(80)),
  prefix: text(8),
  yearly: Type.Boolean(),
  /** `waiting`: another one of the same office and kind comes first. */
  state: oneOf(['inForce', 'waiting', 'closed']),
  /** Documents bear its numbers: prefix, kind and office stay as they are. */
  isUsed: Type.Boolean(),
  /** What this desktop would give next. */
  next: text(40),
  /** The last document, of any desktop. */
  last: Type.Optional(Type.Object({ id: id(), number: text(40), issuedOn: plainDate() })),
  /** Who issues the office's invoices, when that is another desktop. */
  lease: Type.Optional(text(120)),
})

const taskId = Type.Optional(id())

export const billingMethods = {
  /**
   * Works out what a run would bill, off the main thread, and keeps it until it is closed; at most three at a time. With
   * `runId` it goes on with a run that was interrupted, by its own plan.
   */
  draft: call(Type.Object({ plan: Type.Optional(plan), runId: Type.Optional(id()), taskId }), summary),
  /** How a draft stands; `billing/draft-gone` once it was closed. */
  summary: call(Type.Object({ draftId }), summary),
  rows: call(
    Type.Object({
      draftId,
      view: oneOf(DRAFT_VIEWS),
      /** In name or number; case and accents do not matter. */
      text: Type.Optional(text(200)),
      sort: Type.Object({ field: oneOf(DRAFT_SORTS), direction: oneOf(['asc', 'desc']) }),
      skip: count,
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({ total: count, rows: Type.Array(draftRow) }),
  ),
  /** One customer of a draft with every line, worked out anew: `row` takes over what has changed meanwhile. */
  customer: call(
    Type.Object({ draftId, customerId: id() }),
    Type.Object({
      row: draftRow,
      documents: Type.Array(draftDocument),
      problems: Type.Array(problem),
      /** Names of the services in the lines. */
      services: Type.Array(Type.Object({ id: id(), name: text(200) })),
    }),
  ),
  /** Leaves customers out of a draft, or takes them in again. */
  exclude: call(
    Type.Object({
      draftId,
      customerIds: Type.Array(id(), { minItems: 1, maxItems: MOST_NAMED }),
      excluded: Type.Boolean(),
    }),
    summary,
  ),
  close: call(Type.Object({ draftId }), nothing),
  /**
   * Issues a draft in parts, each whole by itself. Cancelled or interrupted, what was issued stays and the run can go on
   * later. Customers who would be billed something else than the draft says are left out and named.
   */
  issue: call(
    Type.Object({ draftId, taskId }),
    Type.Object({
      runId: id(),
      totals: Type.Array(amounts),
      /** Customers that were billed. */
      customers: count,
      /** What was left, at most 500 of them; `problemCount` is the whole number. */
      problems: Type.Array(runProblemSchema),
      problemCount: count,
      /** A person stopped it before its end. */
      isCancelled: Type.Boolean(),
    }),
  ),
  /** Runs of this data, newest first. */
  runs: call(
    Type.Object({ skip: count, limit: Type.Integer({ minimum: 1, maximum: 200 }) }),
    Type.Object({ total: count, runs: Type.Array(run) }),
  ),
  /** One run with what it left. */
  run: call(
    Type.Object({ runId: id() }),
    Type.Object({
      run: Type.Optional(run),
      problems: Type.Array(
        Type.Object({ ...runProblemSchema.properties, name: text(200), number: text(40) }),
      ),
    }),
  ),
  /** Where the numbers of documents come from, by office and kind. */
  series: call(
    Type.Object({
      /** Milliseconds since 1970 UTC: the year of a series is that of its office then. */
      now: Type.Integer({ minimum: 0 }),
    }),
    Type.Object({ series: Type.Array(series) }),
  ),
}
