import type { LedgerEntry } from './schema.ts'

/** What an entry adds to the customer's balance: an allocation only says where money goes. */
export const balanceEffect = ({ kind, amount }: LedgerEntry): number => (kind === 'allocation' ? 0 : amount)

/** What an entry settles of the invoice that it names: allocations as they are, write-offs turned round. */
export function settledEffect({ kind, amount }: LedgerEntry): number {
  if (kind === 'allocation') return amount
  return kind === 'writeOff' ? -amount : 0
}

/** Whether an invoice can take the entry as a line. */
export const isInvoiceable = ({ kind }: LedgerEntry): boolean => kind === 'charge' || kind === 'credit'

/** The key of the entry that bills one period of a charge: no run can post it twice (domain.md §2). */
export const chargeKey = (chargeId: string, periodFrom: string): string => `${chargeId}/${periodFrom}`

/** The key of the tax entry of one rate on an invoice. */
export const taxKey = (invoiceId: string, taxRateId: string | undefined): string =>
  `${invoiceId}/tax/${taxRateId ?? 'none'}`
