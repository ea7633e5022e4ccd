import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'

import { dueAgain } from '#core/domain/billing/comparison.ts'
import { draftCustomer, type CustomerDraft, type RunPlan } from '#core/domain/billing/run.ts'
import { MOST_NAMED, type RunScope } from '#core/domain/billing/run-plan.ts'
import { EXIT_FEE_TEXT, readToBill, taxBook } from '#core/domain/billing/to-bill.ts'
import type { CommandContext } from '#core/domain/command.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { readMany, readOne } from '#core/domain/typed-reader.ts'
import { billingHolder } from '../../store/leases.ts'
import { inSnapshot } from '../../store/query/statements.ts'
import type { SqliteDatabase } from '../../store/sqlite/port.ts'
import { documentsOf } from './draft-details.ts'
import { createDraftRows } from './draft-rows.ts'
import { lastBillReader } from './last-bill.ts'

export type DraftSummary = MethodOutput<'billing', 'summary'>

export interface DraftOptions {
  db: SqliteDatabase
  /** A context in which nothing can be written. */
  context: CommandContext
  draftId: string
  plan: RunScope
  runId?: string
}

/** Customers read at once. */
const BATCH = 500

/** Whom a plan is about, in a lasting order. */
function customersOf({ customerIds, filter = {}, officeIds }: RunScope, { read }: CommandContext): string[] {
  const isNarrowed = Object.keys(filter).length > 0 || officeIds !== undefined
  if (customerIds && !isNarrowed) return [...new Set(customerIds)]
  const offices = officeIds?.filter((id) => filter.officeIds?.includes(id) ?? true)
  const found = read.customersMatching({ ...filter, ...(offices && { officeIds: offices }) })
  const wanted = customerIds && new Set(customerIds)
  return wanted ? found.filter((id) => wanted.has(id)) : found
}

/**
 * A run before it is issued: what it would bill each customer, with figures only. The lines of one customer are worked
 * out anew when somebody looks at them, so that fifty thousand customers take a few megabytes.
 */
export function createDraftSession({ db, context, draftId, plan, runId }: DraftOptions) {
  const rows = createDraftRows(new Set(plan.exceptIds))
  const lastBill = lastBillReader(db)
  const holders = new Map<string, string | undefined>()
  let looked = 0
  let skipped = 0
  const draftedAt = new Date(context.now).toISOString()

  const runPlan = (): RunPlan => ({
    through: plan.through,
    ...(plan.closedUntil !== undefined && { closedUntil: plan.closedUntil }),
    taxes: taxBook(context),
    exitFeeText: EXIT_FEE_TEXT,
  })
  const draftOf = (customer: Customer, by: RunPlan): CustomerDraft => {
    const last = lastBill(customer.id)
    return draftCustomer(
      {
        ...readToBill(customer, context),
        ...(last && { lastNet: last.net, dueAgainOn: dueAgain(last, customer) ?? NEVER }),
      },
      by,
    )
  }
  const holderOf = (officeId: string): string | undefined => {
    if (!holders.has(officeId)) holders.set(officeId, billingHolder(db, officeId)?.name)
    return holders.get(officeId)
  }
  const summary = (): DraftSummary => ({
    draftId,
    plan: { ...plan, exceptIds: rows.excluded() },
    ...(runId !== undefined && { runId }),
    draftedAt,
    customers: looked,
    skipped,
    ...rows.summary(holderOf),
  })

  return {
    /** Drafts everybody on one snapshot of the file. */
    work(onProgress: (done: number, total: number) => void): DraftSummary {
      return inSnapshot(db, () => {
        const ids = customersOf(plan, context)
        const by = runPlan()
        onProgress(0, ids.length)
        for (let start = 0; start < ids.length; start += BATCH) {
          const customers = readMany(context.read, 'customers', ids.slice(start, start + BATCH))
          for (const customer of customers.values()) {
            const draft = draftOf(customer, by)
            looked++
            if (draft.skipped === 'statusDoesNotBill') skipped++
            rows.put(customer, draft)
          }
          onProgress(Math.min(start + BATCH, ids.length), ids.length)
        }
        rows.sort()
        return summary()
      })
    },
    summary,
    rows: (input: MethodInput<'billing', 'rows'>): MethodOutput<'billing', 'rows'> => rows.page(input),
    /** Undefined, and nothing is changed, when more would be left out than a plan can name. */
    exclude(customerIds: readonly string[], excluded: boolean): DraftSummary | undefined {
      const added = excluded ? customerIds.filter((id) => !rows.isExcluded(id)).length : 0
      if (rows.excluded().length + added > MOST_NAMED) return undefined
      rows.exclude(customerIds, excluded)
      return summary()
    },
    /** Undefined for a customer that has gone. */
    customer(customerId: string): MethodOutput<'billing', 'customer'> | undefined {
      return inSnapshot(db, () => {
        const customer = readOne(context.read, 'customers', customerId)
        if (!customer) return undefined
        const draft = draftOf(customer, runPlan())
        const row = rows.put(customer, draft)
        return { row: { ...row, excluded: rows.isExcluded(customerId) }, ...documentsOf(draft, context) }
      })
    },
    /** Who is to be issued, with what a person saw of them; whoever another desktop bills is left for it. */
    issuable: () => rows.issuable((officeId) => holderOf(officeId) === undefined),
  }
}

export type DraftSession = ReturnType<typeof createDraftSession>

/** A bill without days, such as of a visit, is not missed when it does not come again. */
const NEVER = '0001-01-01'
