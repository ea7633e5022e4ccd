import { addDays, addMonths, daysInMonth } from '../values/plain-date.ts'

/** When an invoice is to be paid. */
export interface PaymentTerms {
  /** Days to pay, 0-365; 0 on the day of issue. */
  days: number
  /** The days count from the end of the month of issue. */
  fromMonthEnd?: boolean
  /** Fixed days of the month, 1-31, on which the payer pays: the next of them on or after the day reached counts. */
  payDays?: readonly number[]
}

/** Days to pay where nothing else was agreed. */
export const USUAL_TERMS: PaymentTerms = { days: 15 }

/**
 * The day on which an invoice is due. A pay day that a month does not have is its last day.
 *
 * @throws RangeError for days outside 0-365 or pay days outside 1-31.
 */
export function dueDate(issuedOn: string, { days, fromMonthEnd, payDays = [] }: PaymentTerms): string {
  if (!Number.isInteger(days) || days < 0 || days > 365) throw new RangeError(`days to pay: ${days}`)
  if (payDays.some((day) => !Number.isInteger(day) || day < 1 || day > 31))
    throw new RangeError(`pay days: ${payDays.join()}`)
  const reached = addDays(fromMonthEnd ? addMonths(issuedOn, 0, 31) : issuedOn, days)
  if (payDays.length === 0) return reached
  const last = daysInMonth(Number(reached.slice(0, 4)), Number(reached.slice(5, 7)))
  const [next] = payDays
    .map((day) => Math.min(day, last))
    .filter((day) => day >= Number(reached.slice(8)))
    .sort((a, b) => a - b)
  return next === undefined ? addMonths(reached, 1, Math.min(...payDays)) : addMonths(reached, 0, next)
}
