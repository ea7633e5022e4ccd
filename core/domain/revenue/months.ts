import type { Service } from '../service/schema.ts'
import { addMonths } from '../values/plain-date.ts'

/** A calendar month, `YYYY-MM`. */
export type Month = string

export const monthOf = (date: string): Month => date.slice(0, 7)

export const firstDay = (month: Month): string => `${month}-01`

export const addToMonth = (month: Month, count: number): Month => monthOf(addMonths(firstDay(month), count))

/** The last full months before a day, the earliest first. */
export const fullMonths = (today: string, count: number): Month[] =>
  Array.from({ length: count }, (_, index) => addToMonth(monthOf(today), index - count))

/** The first day on which a service was billable here; days before `billFrom` were billed elsewhere. */
export const billableFrom = ({ activeFrom, billFrom }: BillableService): string | undefined =>
  activeFrom !== undefined && billFrom !== undefined && billFrom > activeFrom ? billFrom : activeFrom

/** Whether a service is billable here on some day of a month: it has begun, has not ended, and is no draft. */
export function isBillableIn(service: BillableService, month: Month): boolean {
  const { status, archived, endedOn } = service
  const from = billableFrom(service)
  if (status === 'pending' || archived || from === undefined) return false
  return from < firstDay(addToMonth(month, 1)) && (endedOn === undefined || endedOn > firstDay(month))
}

export type BillableService = Pick<Service, 'status' | 'archived' | 'activeFrom' | 'billFrom' | 'endedOn'>
