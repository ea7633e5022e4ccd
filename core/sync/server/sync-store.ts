import type { Role } from '../../domain/people/roles.ts'
import type { RecordRef } from '../merge/merge-op.ts'
import type { ServerRecord } from '../merge/merge-document.ts'
import type { LeaseKind } from '../lease.ts'
import type { OpHeader } from '../op.ts'
import type { DeviceScope } from '../scope.ts'
import type { Cursor, Head, OpOutcome, WireOp, WireRow } from '../wire.ts'

/*
 * What the server's steps ask of a database (SQLite or PostgreSQL), for one organisation. Everything inside one call of
 * `write` or `read` is one transaction.
 */

export interface Stream {
  /** Changes when the database was restored: nothing that was said about sequence numbers holds any more. */
  epoch: string
  /** The last sequence number given. */
  seq: number
}

export interface DeviceRecord {
  id: string
  name: string
  /** Two characters in the numbers that the device gives. */
  code: string
  publicKey: string
  scope: DeviceScope
  state: 'active' | 'revoked' | 'quarantined' | 'closed'
  /** The identity that this one replaced. */
  replaces?: string
}

export interface StoredRecord extends RecordRef {
  record: ServerRecord
  seq: number
}

export interface StoredOp {
  op: WireOp
  outcome: OpOutcome
  seq: number
}

/** An entry of the feed at its place; `item` orders what has one `seq`. */
export type FeedEntry = { seq: number; item: string } & (
  ({ type: 'record' } & StoredRecord) | ({ type: 'op' } & PartOfOp)
)

/** An op with some of its rows. */
export interface PartOfOp extends StoredOp {
  /** How many rows it has in all. */
  rowCount: number
}

/** Reads of one moment. */
export interface SyncSnapshot {
  stream(): Promise<Stream>
  device(id: string): Promise<DeviceRecord | undefined>
  head(device: string): Promise<Head | undefined>
  heads(): Promise<Record<string, Head>>
  /** Records and ops after the cursor by `seq` and `item`, at most `limit`; of each op the first `rows` rows. */
  feed(after: Cursor, limit: number, rows: number): Promise<FeedEntry[]>
  /** How many records there are, those that are gone included. */
  countRecords(): Promise<number>
  /** The op with this sequence number, with at most `limit` of its rows from one on. */
  opAt(seq: number, from: number, limit: number): Promise<PartOfOp | undefined>
  /** All records, for digests; in any order, and in parts, between which others have their turn. */
  allRecords(): AsyncIterable<readonly (RecordRef & { record: ServerRecord })[]>
  /** All leases, by kind and key. */
  leases(): Promise<Lease[]>
  op(device: string, n: number): Promise<StoredOp | undefined>
  /** The first op that was taken with this id. */
  opById(id: string): Promise<StoredOp | undefined>
  records(refs: readonly RecordRef[]): Promise<Map<string, StoredRecord>>
  /**
   * What the organisation knows of a person who works at a device; undefined when it asks nobody to sign in, so that
   * whoever has a device may do everything.
   */
  author(person: string, device: string): Promise<OpAuthor | undefined>
  /** Issues about a record. */
  issuesOf(ref: RecordRef): Promise<StoredRecord[]>
}

/** A person as ops are judged by. */
export interface OpAuthor {
  /** Absent for somebody who is not entered, on a device that allows nobody else. */
  role?: Role
  active: boolean
  /** Is one of the people who sign in; others have what the device grants. */
  isEntered: boolean
  /** Offices at which they work; all when there are none. */
  offices: readonly string[]
  /** Has signed in at that device: who has not cannot have worked there. */
  signedIn: boolean
}

/** What one device alone may do (sync.md §3). */
export interface Lease {
  kind: LeaseKind
  /** The office whose invoices are meant; any text for mail. */
  key: string
  /** Who holds it. */
  device: string
  /** Who asks for it, since when (ISO instant). */
  asked?: { device: string; at: string }
}

export interface SyncTransaction extends SyncSnapshot {
  /**
   * Locks the organisation's stream until the end, as the first step. Commits therefore come in the order of their
   * sequence numbers, and a reader that asks for what comes after a number never misses a late one.
   */
  lock(): Promise<Stream>
  putStream(stream: Stream): Promise<void>
  /** At least 128 random bits that only the servers of the organisation know; made when first asked for. */
  secret(): Promise<string>
  putDevice(device: DeviceRecord): Promise<void>
  putRecord(record: StoredRecord): Promise<void>
  putOp(op: StoredOp): Promise<void>
  /** Notes who has a value; answers the earlier holder when there is another one. */
  claim(kind: string, value: string, holder: string): Promise<string | undefined>
  putLease(lease: Lease): Promise<void>
  /** Uses up a one-time code; undefined when there is none (any more). */
  takeEnrolment(code: string): Promise<{ scope: DeviceScope } | undefined>
  /** Keeps a part of an op that comes in parts; answers how many are there from the first on without a gap. */
  putPart(header: OpHeader, index: number, rows: readonly WireRow[]): Promise<number>
  /** Gives the rows of all parts of an op in their order, and forgets every part that its device sent. */
  takeParts(header: OpHeader): Promise<WireRow[]>
  /** Replaces the rows of stored ops that name a record, to take their values away. */
  rewriteRows(ref: RecordRef, rewrite: (row: WireRow) => WireRow): Promise<void>
}

export interface SyncStore {
  /** All or nothing; what `work` throws undoes everything. */
  write<T>(work: (transaction: SyncTransaction) => Promise<T>): Promise<T>
  /** One snapshot. */
  read<T>(work: (snapshot: SyncSnapshot) => Promise<T>): Promise<T>
}
