import { Type } from 'typebox'
import { err, ok, type Result } from '../../lib/result.ts'
import { BATCH } from '../archive.ts'
import {
  defineCommand,
  type CommandContext,
  type DocumentWrite,
  type FieldIssue,
  type Refusal,
} from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { anyText, closed, manyIds } from '../input-kit.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import { id } from '../schema-kit.ts'
import { readMany, readOne, writeOf } from '../typed-reader.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { createIssuer } from './issuer.ts'
import { isNobody, leaseRefusal, type LeaseHolder } from './lease.ts'
import { runRecordCommands } from './run-record.ts'
import { MOST_RUN_PROBLEMS, type RunProblem } from './run-plan.ts'
import {
  addToTotals,
  draftCustomer,
  emptyTotals,
  type CustomerDraft,
  type RunPlan,
  type RunTotals,
} from './run.ts'
import { EXIT_FEE_TEXT, readToBill, taxBook } from './to-bill.ts'

export interface BillingIssued {
  runId: string
  /** What was issued; customers who were not are among `problems`. */
  totals: RunTotals
  /** At most as many as a run's record keeps. */
  problems: RunProblem[]
}

const dates = {
  /** Everything that falls due on or before this day. */
  through: anyText(),
  /** Date of the documents; today in each customer's office when absent. */
  issuedOn: Type.Optional(anyText()),
  /** Periods that ended on or before this day stay as they were billed. */
  closedUntil: Type.Optional(anyText()),
}

type Dates = { through: string; issuedOn?: string; closedUntil?: string }

const dateIssues = (input: Dates): FieldIssue[] =>
  (['through', 'issuedOn', 'closedUntil'] as const).flatMap((path): FieldIssue[] => {
    const date = input[path]
    return date === undefined || isPlainDate(date)
      ? []
      : [{ path, code: 'service.dateForm', severity: 'error' }]
  })

const planOf = ({ through, closedUntil }: Dates, context: CommandContext): RunPlan => ({
  through,
  ...(closedUntil !== undefined && { closedUntil }),
  taxes: taxBook(context),
  exitFeeText: EXIT_FEE_TEXT,
})

/** Gross of all that a draft would issue, minor units: what a person sees of a customer before issuing. */
export const draftGross = ({ invoices }: Pick<CustomerDraft, 'invoices'>): number =>
  invoices.reduce((sum, { gross }) => sum + gross, 0)

/**
 * Issues what has fallen due: the draft of each customer, worked out anew from what the ledger holds now. Customers of
 * an office whose billing lease another desktop holds are left for that one.
 */
export const issueBilling = defineCommand({
  name: 'billing.issue',
  input: closed({
    customerIds: manyIds(),
    ...dates,
    /** The run that these invoices are of; one of its own when absent. */
    runId: Type.Optional(id()),
    /**
     * Gross of each customer as the draft showed it, in the order of `customerIds`: whoever would be billed something else
     * by now is left out and named.
     */
    expected: Type.Optional(Type.Array(Type.Integer(), { maxItems: 1_000_000 })),
  }),
  undo: 'reversal',
  whole: true,
  run(input, context) {
    const fields = dateIssues(input)
    if (fields.length > 0) return err({ code: 'billing.invalid', fields })
    const plan = planOf(input, context)
    const writes: DocumentWrite[] = []
    const entries: LedgerEntry[] = []
    const result: BillingIssued = {
      runId: input.runId ?? context.newId(),
      totals: emptyTotals(),
      problems: [],
    }
    const { runId } = result
    const { through, issuedOn } = input
    const issuer = createIssuer({ through, runId, ...(issuedOn !== undefined && { issuedOn }) }, context)
    const leases = createLeases(context)
    let firstHolder: LeaseHolder | undefined
    const expected = new Map(input.customerIds.map((one, index) => [one, input.expected?.[index]]))
    const name = (problem: RunProblem): void => {
      if (result.problems.length < MOST_RUN_PROBLEMS) result.problems.push(problem)
    }
    const ids = [...expected.keys()]
    for (let start = 0; start < ids.length; start += BATCH) {
      for (const customer of readMany(context.read, 'customers', ids.slice(start, start + BATCH)).values()) {
        const holder = leases(customer.officeId)
        if (holder) {
          firstHolder ??= holder
          name({
            customerId: customer.id,
            ...(isNobody(holder) ? { code: 'leaseFree' } : { code: 'leaseElsewhere', detail: holder.name }),
          })
          continue
        }
        const toBill = readToBill(customer, context)
        const draft = draftCustomer(toBill, plan)
        const wanted = expected.get(customer.id)
        if (wanted !== undefined && wanted !== draftGross(draft)) {
          name({ customerId: customer.id, code: 'differsFromDraft' })
          continue
        }
        addToTotals(result.totals, draft)
        for (const problem of draft.problems) name({ ...problem, customerId: customer.id })
        for (const invoiceDraft of draft.invoices) {
          const issued = issuer.issue(invoiceDraft, customer, toBill.sites)
          writes.push(writeOf('invoices', undefined, issued.invoice))
          entries.push(...issued.entries)
        }
      }
      context.progress(Math.min(start + BATCH, ids.length), ids.length)
    }
    if (writes.length === 0) {
      const { problems } = result
      const isLeases = problems.every(({ code }) => code === 'leaseElsewhere' || code === 'leaseFree')
      return firstHolder && isLeases
        ? leaseRefusal(firstHolder, { problems })
        : err({ code: 'billing.nothingDue', details: { problems } })
    }
    return ok({ writes, entries, result })
  },
})

/** Who else holds the lease of an office, each asked once. */
export function createLeases({ billingLease }: CommandContext) {
  const known = new Map<string, ReturnType<NonNullable<CommandContext['billingLease']>>>()
  return (officeId: string) => {
    if (!billingLease) return undefined
    if (!known.has(officeId)) known.set(officeId, billingLease(officeId))
    return known.get(officeId)
  }
}

/** A customer whose documents this desktop may issue. */
function billable(customerId: string, context: CommandContext): Result<Customer, Refusal> {
  const customer = readOne(context.read, 'customers', customerId)
  if (!customer) return err({ code: 'customer.notFound' })
  const holder = context.billingLease?.(customer.officeId)
  return holder ? leaseRefusal(holder) : ok(customer)
}

export interface DocumentsMade {
  ids: string[]
  numbers: string[]
}

const made = (writes: readonly DocumentWrite[]): DocumentsMade => ({
  ids: writes.map((write) => write.id),
  numbers: writes.map(({ after }) => (after as { number?: string } | undefined)?.number ?? ''),
})

/** Makes proformas of what a customer owes by a day: to be looked at, paid in advance, or issued as they are. */
export const makeProforma = defineCommand({
  name: 'billing.proforma',
  input: closed({ customerId: id(), ...dates }),
  undo: 'none',
  whole: true,
  run(input, context) {
    const fields = dateIssues(input)
    if (fields.length > 0) return err({ code: 'billing.invalid', fields })
    const customer = billable(input.customerId, context)
    if (!customer.ok) return customer
    const toBill = readToBill(customer.value, context)
    const { invoices, problems } = draftCustomer(toBill, planOf(input, context))
    if (invoices.length === 0) return err({ code: 'billing.nothingDue', details: { problems } })
    const { through, issuedOn } = input
    const issuer = createIssuer({ through, ...(issuedOn !== undefined && { issuedOn }) }, context)
    const writes = invoices.map((draft) =>
      writeOf('invoices', undefined, issuer.proforma(draft, customer.value, toBill.sites)),
    )
    return ok({ writes, result: made(writes) })
  },
})

/** Issues the invoice of a proforma, provided that the same is still due. */
export const issueProforma = defineCommand({
  name: 'invoice.issueProforma',
  input: closed({ id: id(), issuedOn: Type.Optional(anyText()) }),
  undo: 'none',
  whole: true,
  run({ id: proformaId, issuedOn }, context) {
    const proforma = readOne(context.read, 'invoices', proformaId)
    if (!proforma) return err({ code: 'invoice.notFound' })
    if (proforma.kind !== 'proforma') return err({ code: 'invoice.notProforma' })
    const through = proforma.billedThrough ?? proforma.issuedOn
    const fields = dateIssues({ through, ...(issuedOn !== undefined && { issuedOn }) })
    if (fields.length > 0) return err({ code: 'billing.invalid', fields })
    const customer = billable(proforma.customerId, context)
    if (!customer.ok) return customer
    const toBill = readToBill(customer.value, context)
    const draft = draftCustomer(toBill, planOf({ through }, context)).invoices.find(
      ({ siteId }) => siteId === proforma.siteId,
    )
    if (draft?.gross !== proforma.gross || draft.net !== proforma.net)
      return err({ code: 'invoice.proformaChanged' })
    const issuer = createIssuer({ through, proformaId, ...(issuedOn !== undefined && { issuedOn }) }, context)
    const { invoice, entries } = issuer.issue(draft, customer.value, toBill.sites)
    const writes = [writeOf('invoices', undefined, invoice)]
    return ok({ writes, entries, result: made(writes) })
  },
})

export const billingCommands = [issueBilling, makeProforma, issueProforma, ...runRecordCommands]
