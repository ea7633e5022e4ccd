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

/** Whether a service is billable on some day of a month: it has begun, has not ended, and is no draft. */
export function isBillableIn(
  { status, archived, activeFrom, endedOn }: BillableService,
  month: Month,
): boolean {
  if (status === 'pending' || archived || activeFrom === undefined) return false
  return activeFrom < firstDay(addToMonth(month, 1)) && (endedOn === undefined || endedOn > firstDay(month))
}

export type BillableService = Pick<Service, 'status' | 'archived' | 'activeFrom' | 'endedOn'>
