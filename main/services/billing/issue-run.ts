import { v7 as uuidv7 } from 'uuid'
import { fail, type HostError, type HostReply } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { BillingIssued } from '#core/domain/billing/commands.ts'
import { MOST_RUN_PROBLEMS, type RunProblem } from '#core/domain/billing/run-plan.ts'
import type { RefusalCode } from '#core/domain/refusal-codes.ts'
import type { RunningTask } from '../../host/tasks.ts'
import type { Store } from '../../store/store.ts'

type Issued = MethodOutput<'billing', 'issue'>
type Summary = MethodOutput<'billing', 'summary'>

/** Who is to be billed, and the gross that a person saw. */
export interface Issuable {
  customerId: string
  gross: number
}

export interface IssueRunOptions {
  store: Pick<Store, 'runInternal'>
  summary: Summary
  customers: readonly Issuable[]
  task: RunningTask | undefined
  /** Told before the first invoice. */
  begins: (runId: string) => void
}

/** Customers of one op: a commit of some tenths of a second, between which everybody else's commands run. */
const PART = 400

/** Failures that the next customer would meet as well. */
const STOPS: readonly HostError['code'][] = [
  'store/disk-full',
  'store/read-only',
  'store/damaged',
  'store/locked',
  'host/unavailable',
]

/**
 * Issues a draft part by part: each part is one op, whole or not at all. A part that cannot be written is halved until
 * the customer is found at whom it fails; that one is named and the others are billed. When it ends early, by a person
 * or by force, the run's record has no end and the same plan goes on from there: what was billed is not due any more.
 */
export async function issueRun({
  store,
  summary,
  customers,
  task,
  begins,
}: IssueRunOptions): Promise<HostReply<Issued>> {
  const { plan } = summary
  // A run that was cut off after its last customer has only its end left to be noted.
  const isOver = summary.runId !== undefined && summary.leases.length === 0
  if (customers.length === 0 && !isOver) return refused(summary)
  const runId = summary.runId ?? uuidv7()
  const begun = await store.runInternal('billing.begin', { runId, plan, customers: customers.length })
  if (!begun.ok) return begun
  begins(runId)
  const { through, issuedOn, closedUntil } = plan
  const dates = {
    through,
    ...(issuedOn !== undefined && { issuedOn }),
    ...(closedUntil !== undefined && { closedUntil }),
  }
  const totals = new Map<string, Issued['totals'][number]>()
  const result: Issued = {
    runId,
    totals: [],
    customers: 0,
    problems: [],
    problemCount: 0,
    isCancelled: false,
  }
  const name = (problems: readonly RunProblem[]): void => {
    result.problemCount += problems.length
    result.problems.push(...problems.slice(0, MOST_RUN_PROBLEMS - result.problems.length))
  }
  const add = ({ totals: part, problems }: BillingIssued): void => {
    result.customers += part.billed
    for (const [currency, amounts] of Object.entries(part.byCurrency)) {
      const sum = totals.get(currency) ?? { currency, invoices: 0, creditNotes: 0, net: 0, tax: 0, gross: 0 }
      for (const field of ['invoices', 'creditNotes', 'net', 'tax', 'gross'] as const)
        sum[field] += amounts[field]
      totals.set(currency, sum)
    }
    name(problems)
  }

  /** What stops the whole run, or nothing. */
  async function issue(part: readonly Issuable[]): Promise<HostError | undefined> {
    const reply = await store.runInternal('billing.issue', {
      ...dates,
      runId,
      customerIds: part.map(({ customerId }) => customerId),
      expected: part.map(({ gross }) => gross),
    })
    if (reply.ok) {
      // The result of the command that was run.
      add(reply.value.result as BillingIssued)
      return undefined
    }
    const { error } = reply
    const refusal = error.details?.refusal
    if (refusal) {
      const problems = (refusal.details?.problems ?? []) as RunProblem[]
      name(problems.length > 0 ? problems : [])
      return undefined
    }
    if (STOPS.includes(error.code)) return error
    const [only] = part
    if (only && part.length === 1) {
      name([{ customerId: only.customerId, code: 'notWritten', detail: error.message.slice(0, 500) }])
      return undefined
    }
    const middle = Math.ceil(part.length / 2)
    return (await issue(part.slice(0, middle))) ?? (await issue(part.slice(middle)))
  }

  task?.progress(0, customers.length)
  for (let start = 0; start < customers.length; start += PART) {
    if (task?.signal.aborted) {
      result.isCancelled = true
      break
    }
    const stopped = await issue(customers.slice(start, start + PART))
    if (stopped) return { ok: false, error: stopped }
    task?.progress(Math.min(start + PART, customers.length), customers.length)
  }
  result.totals = [...totals.values()]
  if (!result.isCancelled) {
    const finished = await store.runInternal('billing.finish', { runId, problems: result.problems })
    if (!finished.ok) return finished
  }
  return { ok: true, value: result }
}

/** Nobody can be billed: nothing is due, or it is another desktop's to issue. */
function refused({ leases }: Summary): HostReply<never> {
  const holder = leases[0]?.name
  const code: RefusalCode =
    holder === undefined
      ? 'billing.nothingDue'
      : holder === ''
        ? 'billing.leaseFree'
        : 'billing.leaseElsewhere'
  const refusal = { code, ...(holder !== undefined && { details: { name: holder } }) }
  return fail('command/refused', code, { details: { refusal } })
}
