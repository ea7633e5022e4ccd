import type { BenchData } from './data.ts'

/**
 * One way to keep and query the same customers in a browser. Every question answers ids, so that the bench can check that
 * all engines found the same.
 */
export interface StoreEngine {
  /** Opens or makes the database; everything after it counts as warm. */
  open(): Promise<void>
  /** Undefined where the documents get in by another way. */
  insert?(data: BenchData): Promise<void>
  /** Customers by folded name. */
  page(skip: number, limit: number): Promise<string[]>
  /** Customers with a status, by folded name. */
  filtered(statusId: string, limit: number): Promise<string[]>
  byNumber(number: string): Promise<string[]>
  /** All customers with a billing day (no index), by folded name. */
  scan(billDay: number): Promise<string[]>
  /** Customers whose name holds a text, by folded name. */
  substring(text: string, limit: number): Promise<string[]>
  /** Writes one field of the first customer of the first page, whose live query is open; ends when the query shows it. */
  writeUntilShown(notes: string): Promise<void>
  close(): Promise<void>
}

export type EngineName = 'enlace' | 'dexie' | 'pouchdb'

/** Rows of a page. */
export const PAGE = 50
