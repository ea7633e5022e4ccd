import { createIssueList } from '../field-rules.ts'
import { checkCharges } from '../service/charge-rules.ts'
import type { ServiceIssueCode } from '../service/rules.ts'
import type { Charge, Service } from '../service/schema.ts'
import type { CustomerIssueCode } from '../customer/rules.ts'
import { isPlainDate } from '../values/plain-date.ts'
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
  const invalid = invalidDate(service)
  if (invalid !== undefined) {
    found.problems.push({ code: 'serviceInvalid', serviceId: service.id, detail: invalid })
    return found
  }
  for (const charge of service.charges)
    guarded(found.problems, { serviceId: service.id, chargeId: charge.id }, () =>
      addCharge(charge, input, found),
    )
  const fee = exitFeeLine(input.exitFeeText, input)
  if (fee) found.lines.push(fee)
  return found
}

/**
 * Records may come from another version or a damaged file, and one of them must not stop a run (domain.md §3): what the
 * work throws is named as the problem of whatever it was about.
 */
export function guarded(
  problems: BillingProblem[],
  about: Pick<BillingProblem, 'serviceId' | 'chargeId'>,
  work: () => void,
): void {
  try {
    work()
  } catch (error) {
    problems.push({
      ...about,
      code: 'broken',
      detail: error instanceof Error ? error.message : String(error),
    })
  }
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

/** `path code` of the first date of a service that is none: it could hide days that are to be billed. */
function invalidDate({ activeFrom, endedOn, billFrom, suspensions = [] }: Service): string | undefined {
  const dates = { activeFrom, endedOn, billFrom }
  for (const { id, from, to } of suspensions)
    Object.assign(dates, { [`suspensions/${id}/from`]: from, [`suspensions/${id}/to`]: to })
  const found = Object.entries(dates).find(([, date]) => date !== undefined && !isPlainDate(date))
  return found && `${found[0]} service.dateForm`
}

/** `path code` of the first rule that a charge breaks: it was stored before the rule, or merged from two desktops. */
function firstIssue(charge: Charge): string | undefined {
  const list = createIssueList<ServiceIssueCode | CustomerIssueCode>()
  checkCharges([charge], undefined, list)
  const issue = list.issues.find(({ severity }) => severity === 'error')
  return issue && `${issue.path} ${issue.code}`
}
