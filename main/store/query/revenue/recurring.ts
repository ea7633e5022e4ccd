import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { MOST_MONTHS } from '#core/contract/methods/revenue.ts'
import { addToMonth, firstDay, monthOf, type Month } from '#core/domain/revenue/months.ts'
import { amountOn, type RecurringStep } from '#core/domain/revenue/recurring-steps.ts'
import { recurringMovement } from '#core/domain/revenue/recurring.ts'
import { addDays } from '#core/domain/values/plain-date.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { officeCode } from './office.ts'

/** The months of a period, at most `MOST_MONTHS`, the latest ones; none that has not begun. */
export function monthsOf(from: Month, to: Month, today: string): Month[] {
  const months: Month[] = []
  const last = to < monthOf(today) ? to : monthOf(today)
  for (let month = last; month >= from && months.length < MOST_MONTHS; month = addToMonth(month, -1))
    months.unshift(month)
  return months
}

interface Life {
  customer: number
  currency: string
  steps: readonly RecurringStep[]
}

function livesOf(statements: Statements, officeId: string | undefined): Life[] {
  const office = officeCode(statements, officeId)
  const row = statements.get(
    `SELECT json_group_array(json_array(l.customer_n, l.currency, json(l.steps))) AS list
     FROM r_service_life AS l ${
       office === undefined ? '' : 'JOIN r_customer AS c ON c.n = l.customer_n WHERE c.office_n = ?'
     }`,
    office === undefined ? [] : [office],
  )
  const rows = JSON.parse(row?.list as string) as [number, string, RecurringStep[]][]
  return rows.map(([customer, currency, steps]) => ({ customer, currency, steps }))
}

/** Recurring revenue by customer on each of some days, by currency. */
function byCustomer(lives: readonly Life[], days: readonly string[]): Map<string, Map<string, number>[]> {
  const all = new Map<string, Map<string, number>[]>()
  for (const { customer, currency, steps } of lives) {
    if (steps.length === 0) continue
    const known = all.get(currency) ?? days.map(() => new Map<string, number>())
    all.set(currency, known)
    const key = String(customer)
    for (const [index, day] of days.entries()) {
      const amount = amountOn(steps, day)
      const sums = known[index]
      if (amount !== 0 && sums) sums.set(key, (sums.get(key) ?? 0) + amount)
    }
  }
  return all
}

/** How monthly recurring revenue went, month by month. */
export function recurringReport(
  statements: Statements,
  { from, to, today, officeId }: MethodInput<'revenue', 'recurring'>,
): MethodOutput<'revenue', 'recurring'> {
  const months = monthsOf(from, to, today)
  // On the first day itself a service that begins then would count for the month before.
  const dayBefore = (month: Month): string => addDays(firstDay(month), -1)
  const days = months.map(dayBefore)
  const [last] = months.slice(-1)
  if (last !== undefined) days.push(last === monthOf(today) ? today : dayBefore(addToMonth(last, 1)))
  const sums = byCustomer(livesOf(statements, officeId), days)
  return {
    commit: currentCommit(statements),
    currencies: [...sums]
      .map(([currency, onDays]) => ({
        currency,
        months: months.map((month, index) => ({
          month,
          ...recurringMovement(onDays[index] ?? new Map(), onDays[index + 1] ?? new Map()),
        })),
      }))
      .sort((a, b) => (b.months.at(-1)?.customersBefore ?? 0) - (a.months.at(-1)?.customersBefore ?? 0)),
  }
}
