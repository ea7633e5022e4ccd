/** Monthly recurring revenue by customer, net minor units of one currency; customers without any are left out or 0. */
export type RecurringByCustomer = ReadonlyMap<string, number>

/** How monthly recurring revenue went from one day to a later one. All amounts are positive but `change`. */
export interface RecurringMovement {
  before: number
  after: number
  /** Of customers who had none before. */
  won: number
  /** Of customers who pay more. */
  grown: number
  /** Of customers who pay less, but something. */
  shrunk: number
  /** Of customers who had some and have none. */
  lost: number
  change: number
  customersBefore: number
  customersWon: number
  customersLost: number
  /** Customers lost ÷ customers before, in hundredths of a per cent; undefined when there were none. */
  customerChurn?: number
  /** Revenue lost and shrunk ÷ revenue before, in hundredths of a per cent; undefined when there was none. */
  revenueChurn?: number
}

/** Compares the recurring revenue of two days (`monthlyRevenue` of every service, summed by customer). */
export function recurringMovement(
  before: RecurringByCustomer,
  after: RecurringByCustomer,
): RecurringMovement {
  const moved = { before: 0, after: 0, won: 0, grown: 0, shrunk: 0, lost: 0 }
  const counts = { customersBefore: 0, customersWon: 0, customersLost: 0 }
  for (const [customerId, amount] of before) {
    const now = after.get(customerId) ?? 0
    moved.before += amount
    if (amount <= 0) continue
    counts.customersBefore++
    if (now <= 0) {
      moved.lost += amount
      counts.customersLost++
    } else if (now > amount) moved.grown += now - amount
    else moved.shrunk += amount - now
  }
  for (const [customerId, amount] of after) {
    moved.after += amount
    if (amount > 0 && (before.get(customerId) ?? 0) <= 0) {
      moved.won += amount
      counts.customersWon++
    }
  }
  const { customersBefore, customersLost } = counts
  return {
    ...moved,
    ...counts,
    change: moved.after - moved.before,
    ...(customersBefore > 0 && { customerChurn: hundredths(customersLost, customersBefore) }),
    ...(moved.before > 0 && { revenueChurn: hundredths(moved.lost + moved.shrunk, moved.before) }),
  }
}

const hundredths = (part: number, whole: number): number => Math.round((part * 10_000) / whole)
