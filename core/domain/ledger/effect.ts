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

/** The key of what is billed once, whatever its day. */
export const onceKey = (chargeId: string): string => `${chargeId}/once`

/** The key of a later entry for the same period: the second one is number 2. */
export const correctionKey = (key: string, number: number): string => `${key}/${number}`

/** The key of the exit fee of a contract. */
export const exitFeeKey = (serviceId: string, contractFrom: string): string =>
  `${serviceId}/exit/${contractFrom}`

/** The key of the tax entry of one rate on an invoice; `percent` tells two of one rate apart that changed meanwhile. */
export const taxKey = (invoiceId: string, taxRateId: string | undefined, percent: string): string =>
  `${invoiceId}/tax/${taxRateId ?? 'none'}/${percent}`
