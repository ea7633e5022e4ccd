import { createIssueList } from '../field-rules.ts'
import { checkCharges } from '../service/charge-rules.ts'
import type { ServiceIssueCode } from '../service/rules.ts'
import type { Charge, Service } from '../service/schema.ts'
import type { CustomerIssueCode } from '../customer/rules.ts'
import type { BilledPeriod, BillingLine, BillingProblem, BillingTerms } from './line.ts'
import { exitFeeLine, onceLine } from './once-lines.ts'
import { periodLines } from './period-lines.ts'

export interface ServiceToBill {
  service: Service
  terms: BillingTerms
  /** What the service was billed with so far (`billedPeriods` of its entries). */
  billed: readonly BilledPeriod[]
  /** Everything that falls due on or before this day is billed. */
  through: string
  closedUntil?: string
  /** How the invoice names an exit fee, in the customer's language. */
  exitFeeText: string
}

export interface ServiceLines {
  lines: BillingLine[]
  problems: BillingProblem[]
}

/**
 * Everything that a service owes and that was not billed, charge by charge in their order, then its exit fee. A charge
 * that cannot be priced is named among the problems and the others go on.
 */
export function serviceLines(input: ServiceToBill): ServiceLines {
  const { service } = input
  const found: ServiceLines = { lines: [], problems: [] }
  for (const charge of service.charges) {
    try {
      addCharge(charge, input, found)
    } catch (error) {
      // Records may come from another version or a damaged file; one of them must not stop a run (domain.md §3).
      const detail = error instanceof Error ? error.message : String(error)
      found.problems.push({ code: 'broken', serviceId: service.id, chargeId: charge.id, detail })
    }
  }
  const fee = exitFeeLine(input.exitFeeText, input)
  if (fee) found.lines.push(fee)
  return found
}

function addCharge(charge: Charge, input: ServiceToBill, { lines, problems }: ServiceLines): void {
  const { service } = input
  const invalid = firstIssue(charge)
  if (invalid !== undefined) {
    problems.push({ code: 'chargeInvalid', serviceId: service.id, chargeId: charge.id, detail: invalid })
    return
  }
  if (charge.kind === 'oneOff') {
    const line = onceLine(charge, input)
    if (line) lines.push(line)
    return
  }
  const billed = input.billed.filter(({ chargeId }) => chargeId === charge.id)
  const due = periodLines({ ...input, charge, billed })
  if (due.ok) lines.push(...due.value)
  else problems.push({ ...due.error, serviceId: service.id, chargeId: charge.id })
}

/** `path code` of the first rule that a charge breaks: it was stored before the rule, or merged from two desktops. */
function firstIssue(charge: Charge): string | undefined {
  const list = createIssueList<ServiceIssueCode | CustomerIssueCode>()
  checkCharges([charge], undefined, list)
  const issue = list.issues.find(({ severity }) => severity === 'error')
  return issue && `${issue.path} ${issue.code}`
}
