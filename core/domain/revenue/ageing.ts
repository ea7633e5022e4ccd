import type { OpenInvoice } from '../ledger/reader.ts'
import { daysBetween } from '../values/plain-date.ts'

/** By days after the due day: not yet due (the due day itself too), to 30, to 60, to 90, and more. */
export const AGEING_BUCKETS = ['notDue', 'to30', 'to60', 'to90', 'over90'] as const
export type AgeingBucket = (typeof AGEING_BUCKETS)[number]

export interface AgeingFigure {
  invoices: number
  /** Minor units. */
  open: number
}

export type Ageing = Record<AgeingBucket, AgeingFigure>

/** Days since the due day; 0 or less when it is not past. */
export const daysOverdue = (dueOn: string, today: string): number => daysBetween(dueOn, today)

export function ageingBucket(dueOn: string, today: string): AgeingBucket {
  const days = daysOverdue(dueOn, today)
  if (days <= 0) return 'notDue'
  if (days <= 30) return 'to30'
  if (days <= 60) return 'to60'
  return days <= 90 ? 'to90' : 'over90'
}

/** What is open, by how long it is overdue, for each currency. */
export function ageing(
  invoices: Iterable<Pick<OpenInvoice, 'dueOn' | 'open' | 'currency'>>,
  today: string,
): Map<string, Ageing> {
  const byCurrency = new Map<string, Ageing>()
  for (const { dueOn, open, currency } of invoices) {
    const figures = byCurrency.get(currency) ?? emptyAgeing()
    byCurrency.set(currency, figures)
    const figure = figures[ageingBucket(dueOn, today)]
    figure.invoices++
    figure.open += open
  }
  return byCurrency
}

const emptyAgeing = (): Ageing => ({
  notDue: { invoices: 0, open: 0 },
  to30: { invoices: 0, open: 0 },
  to60: { invoices: 0, open: 0 },
  to90: { invoices: 0, open: 0 },
  over90: { invoices: 0, open: 0 },
})
