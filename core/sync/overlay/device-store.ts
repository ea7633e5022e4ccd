import type { StoredDocument } from '../../domain/entity.ts'
import type { RecordRef } from '../merge/merge-op.ts'
import type { MergeRow } from '../merge/units.ts'
import type { DeviceScope } from '../scope.ts'
import type { Cursor, FeedItem, OpOutcome, ServerIdentity, WireOp, WireRow } from '../wire.ts'

/** How far a device is with its server; kept in its file. Absent on a desktop that works alone. */
export interface SyncMarks {
  epoch: string
  /** Everything up to here is in the documents. */
  cursor: Cursor
  /** The place after the last staged page, while a pull of several pages is under way. */
  staged?: Cursor
  scope: DeviceScope
  /** The first pull is under way: it brings records only, and shows them as they come. */
  first?: true
  /** The ops up to `until` that the first pull left out still come in; those up to `after` are here. */
  history?: { after: Cursor; until: number }
  /** Identities under which ops of this file were written: the present one and those before it. */
  identities: string[]
  /** By identity: the last op that is in the server's versions which the device holds. Later ones are pending. */
  applied: Record<string, number>
  /** The last own op that the server has answered for; later ones are sent. */
  acknowledged: number
  /** The organisation, and the key with which its servers sign files. */
  server?: ServerIdentity
  /** When digests were last compared, by the device's own clock; absent when never. Milliseconds since 1970 UTC. */
  checkedAt?: number
}

/** An op in the file of a device. */
export interface LocalOp {
  op: WireOp
  /** Known once the feed has brought the op. */
  outcome?: OpOutcome
  /** Sequence number on the server, of this or an earlier epoch. */
  seq?: number
  /** Set while the op waits to be relayed to a server that lost it; sent in this order, before newer own ops. */
  offer?: number
  /** The device never saw all values: it cannot relay the op. */
  partial?: true
}

/** Where a record stands among all of a file: where it is kept, and its name there. */
export interface RecordPlace {
  part: number
  collection: string
  id: string
}

/** The server's version of a record beside pending changes; without a body the server has none. */
export interface BaseRecord {
  body?: StoredDocument
}

/** The identity under which ops are written now. */
export interface OwnIdentity {
  id: string
  /** Number and hash of the last op; 0 and 64 zeros before the first. */
  n: number
  hash: string
  publicKey: string
  code: string
}

/**
 * One transaction on the file of a device: all or nothing, on the file's only write connection. Records are documents,
 * entries of the ledger and issues.
 */
export interface DeviceTransaction {
  marks(): SyncMarks | undefined
  putMarks(marks: SyncMarks | undefined): void
  identity(): OwnIdentity
  /** The next op's predecessor, after ops were written anew or the identity changed. */
  putIdentity(identity: OwnIdentity): void
  record(ref: RecordRef): StoredDocument | undefined
  putRecord(ref: RecordRef, body: StoredDocument | undefined): void
  /** Every record that is there, in an order that stays; only those behind a place of an earlier call, if one is given. */
  records(behind?: RecordPlace): Iterable<RecordRef & { body: StoredDocument; place: RecordPlace }>
  base(ref: RecordRef): BaseRecord | undefined
  putBase(ref: RecordRef, base: BaseRecord | undefined): void
  basedRecords(): RecordRef[]
  /**
   * Rows of the ops of these identities above these numbers that name the record, in the order of writing: first what
   * was written anew for other desktops, then identity by identity in the order of the marks, op by op. Rows without
   * values are left out (`canReplay`).
   */
  rowsAbove(applied: Readonly<Record<string, number>>, ref: RecordRef): MergeRow[]
  /** Every record that such rows name. */
  recordsAbove(applied: Readonly<Record<string, number>>): RecordRef[]
  op(device: string, n: number): LocalOp | undefined
  /** Keyed by device and number; another op there is replaced. */
  putOp(op: LocalOp): void
  removeOp(device: string, n: number): void
  /** Ops of a device above a number in order, at most `limit`. */
  opsOf(device: string, above: number, limit: number): LocalOp[]
  /** Ops that wait to be relayed, in order, at most `limit`; none of the given devices, all behind the place `above`. */
  offers(limit: number, without?: ReadonlySet<string>, above?: number): LocalOp[]
  /** Devices whose ops are in the file. */
  authors(): string[]
  /** The clock of an op of another device: the own one follows it (hlc.ts, `receive`). */
  hear(at: string): void
  rewriteRows(ref: RecordRef, rewrite: (row: WireRow) => WireRow): void
  stage(items: readonly FeedItem[]): void
  staged(): FeedItem[]
  clearStaged(): void
}
