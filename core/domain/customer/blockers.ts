import type { CommandReader } from '../command.ts'
import type { Customer } from './schema.ts'

/** One thing that keeps a customer from being archived; the dialog lists each with a button that goes to it. */
export interface ArchiveBlocker {
  /** Refusal code of the reason; the locales hold its text under `refusal`. */
  code: string
  collection: string
  id: string
  title: string
}

/** Finds the blockers of one customer. */
export type BlockerCheck = (customer: Customer, read: CommandReader) => ArchiveBlocker[]

/**
 * The checks that archiving a customer runs (domain.md §3). Entities that can hold a customer back, such as services
 * and invoices, add theirs here.
 */
export const customerBlockers: readonly BlockerCheck[] = []
