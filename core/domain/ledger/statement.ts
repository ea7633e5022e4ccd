import { balanceEffect } from './effect.ts'
import type { LedgerEntry } from './schema.ts'

/** An entry with what the customer owed after it, minor units. */
export interface StatementRow {
  entry: LedgerEntry
  balance: number
}

export interface AccountStatement {
  /** What was owed before the first day. */
  opening: number
  rows: StatementRow[]
  closing: number
}

/**
 * The account of a customer over some days, by day and then in the order of posting. Allocations are left out: they say
 * where money goes and move no balance.
 *
 * @param entries all of the customer in one currency, in the order of posting.
 * @param from first day shown; `to` the first one no longer shown.
 */
export function statementOfAccount(
  entries: readonly LedgerEntry[],
  from: string,
  to: string,
): AccountStatement {
  // Sorting keeps the order of posting within a day.
  const sorted = entries
    .filter(({ kind }) => kind !== 'allocation')
    .toSorted((a, b) => compare(a.date, b.date))
  let balance = 0
  let opening = 0
  const rows: StatementRow[] = []
  for (const entry of sorted) {
    if (entry.date >= to) break
    balance += balanceEffect(entry)
    if (entry.date < from) opening = balance
    else rows.push({ entry, balance })
  }
  return { opening, rows, closing: balance }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
