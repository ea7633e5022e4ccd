import type { LedgerEntry } from './schema.ts'

/** An invoice with something left to pay. */
export interface OpenInvoice {
  id: string
  number: string
  dueOn: string
  currency: string
  /** What is left, in minor units. */
  open: number
}

/**
 * Reads of the ledger inside a command, as it was last committed. What was posted for a customer that has been merged
 * counts for the one into whom it went, and for nobody else.
 */
export interface LedgerReader {
  /** The entry with this key, which is its identity. */
  get(key: string): LedgerEntry | undefined
  /** Whether anything was ever posted for the customer. */
  hasEntries(customerId: string): boolean
  /** How many entries and issued invoices the customer has. */
  counts(customerId: string): { entries: number; invoices: number }
  /** The sum of the customer's entries in minor units: positive when the customer owes. */
  balance(customerId: string): number
  /** At most `limit`, the earliest due day first. */
  openInvoices(customerId: string, limit: number): OpenInvoice[]
  /** Everything posted for the customer, in the order of posting; at most `limit`. */
  entries(customerId: string, limit: number): LedgerEntry[]
  /** Whether a document has a number that starts with this and a hyphen, such as `FMAD` or `FMAD-2027`. */
  isStemUsed(stem: string): boolean
  /** Charges and credits that no invoice has taken, in the order in which they were posted; all without `limit`. */
  uninvoiced(customerId: string, limit?: number): LedgerEntry[]
}
