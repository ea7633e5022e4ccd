import type { DocumentWrite } from '#core/domain/command.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { SqliteDatabase, SqliteStatement } from '../sqlite/port.ts'
import type { Heirs } from './heirs.ts'
import type { Memory } from './memory.ts'
import type { Owners } from './owners.ts'

/** An entry of the ledger with its row number. */
export interface PostedEntry {
  n: number
  entry: LedgerEntry
}

/** One commit as the projectors see it, with what earlier ones found out for later ones. */
export interface Projection {
  db: SqliteDatabase
  /** Names every document once. */
  writes: readonly DocumentWrite[]
  /** What the commit posts in the ledger. */
  entries: readonly PostedEntry[]
  /** Entries that are in the ledger no longer: the server refused them, or has others under their keys. */
  withdrawn: readonly PostedEntry[]
  /** The day for which figures that change with time are kept, `YYYY-MM-DD`. */
  day: string
  /** The day for which they were kept before the writes: an earlier one only while a new day begins. */
  dayBefore: string
  owners: Owners
  heirs: Heirs
  memory: Memory
  /** Invoices that no write names and that now count for another customer, as they are. */
  movedInvoices: DocumentWrite[]
  /** Record numbers of the written sites, services and items that exist after the commit, by id. */
  recordNumbers: Map<string, number>
  /** Whether new services count as archived, by id; where customers or sites were archived meanwhile, ask `r_record`. */
  archivedServices: Map<string, boolean>
}

/** Keeps one read model in step with the documents, inside the transaction of every commit. */
export interface Projector {
  /** DDL; safe to run on a file that has them. */
  tables: string
  /** Removes the tables, whatever version made them. */
  drop: string
  apply(projection: Projection): void
}

/** The statements of a projector, prepared once per connection. */
export function preparedFor<K extends string>(
  sql: Readonly<Record<K, string>>,
): (db: SqliteDatabase) => Readonly<Record<K, SqliteStatement>> {
  const known = new WeakMap<SqliteDatabase, Record<K, SqliteStatement>>()
  return (db) => {
    const ready = known.get(db)
    if (ready) return ready
    const entries = Object.entries<string>(sql).map(([name, text]) => [name, db.prepare(text)])
    // One statement for every name of `sql`.
    const made = Object.fromEntries(entries) as Record<K, SqliteStatement>
    known.set(db, made)
    return made
  }
}
