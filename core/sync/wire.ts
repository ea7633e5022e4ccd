import type { StoredDocument } from '../domain/entity.ts'
import type { ChangeRow, OpHeader } from './op.ts'
import type { DeviceScope } from './scope.ts'

/*
 * What devices and server say to each other, as values. How they travel (HTTP, files) is not known here; docs/
 * sync-protocol.md describes each message.
 */

/** A change row on its way. A value that was erased, or that the receiver may not see, is known by its hash only. */
export type WireRow = Omit<ChangeRow, 'collection' | 'salt'> & {
  /** May be one that this version does not know. */
  collection: string
  /** Absent once the values are hidden. */
  salt?: string
  /** Set on a row without values: the hash of each value that there was (op-hash.ts). */
  hidden?: { from?: string; to?: string }
}

export interface WireOp {
  header: OpHeader
  rows: WireRow[]
  /** Shown by who offers the op again: a server of the organisation took it before (receipt.ts). */
  receipt?: string
  /** Set when these are not all rows of the op, but one part of them (parts.ts). */
  part?: OpPart
}

/** Which part of an op's rows this is; the last one is `of - 1`. */
export interface OpPart {
  index: number
  of: number
}

/** What the server made of an op. Stored with it; a repeated push is answered the same. */
export interface OpOutcome {
  /** `applied` as it is, `merged` with something set aside, `rejected` entire. */
  result: 'applied' | 'merged' | 'rejected'
  /** Code of a rejection. */
  reason?: string
  /** Ids of the issues that the op raised or joined. */
  issues: string[]
  /** The same op was taken before under another identity of its file: this one did nothing. */
  repeats?: true
  /** The server's word that it took exactly this op. */
  receipt?: string
}

export interface PushRequest {
  /** The device that pushes; ops of others may be relayed, because they are signed. */
  device: string
  /** The schemas that the pushing program follows. */
  schema: number
  epoch: string
  ops: WireOp[]
}

/** What became of one op, or part of one, of a push. `gap` and `forked` take nothing, and end what is taken of that device. */
export type PushResult =
  | { device: string; n: number; status: 'taken'; outcome: OpOutcome }
  /** A part is kept until all are there; `next` is the first one that is missing. */
  | { device: string; n: number; status: 'part'; next: number }
  /** The op before it is missing; `head` is the last one that the server has. */
  | { device: string; n: number; status: 'gap'; head: number }
  /** The server has another op with this number, or another one before it. */
  | { device: string; n: number; status: 'forked' }
  /** Hashes or signature do not hold, or the header is none. */
  | { device: string; n: number; status: 'tampered' }
  /** The author may not write (any more): revoked, or unknown. */
  | { device: string; n: number; status: 'refused'; reason: SyncRefusal }

/** Why the server does not talk to a device at all. The queue of the device is left as it is. */
export type SyncRefusal =
  /** Nobody is signed in, or the session ended (401). */
  | 'signIn'
  /** The device or person may not (403). */
  | 'forbidden'
  /** The program is too old (426). */
  | 'update'
  | 'revoked'
  /** Two machines write under this device (a cloned file). */
  | 'quarantined'
  /** Replaced by another device identity. */
  | 'closed'
  | 'unknownDevice'

export type Refusable<T> =
  ({ ok: true } & T) | { ok: false; refusal: SyncRefusal } | { ok: false; refusal: 'epoch' }

export type PushAnswer = Refusable<{ results: PushResult[]; seq: number }>

/** A place in the feed: everything up to `seq`, and of `seq` itself what comes up to `item`. */
export interface Cursor {
  seq: number
  /** Absent when all of `seq` was read. */
  item?: string
}

export interface PullRequest {
  device: string
  schema: number
  after: Cursor
  limit: number
  /** The scope that the device believes to have; another one must start afresh. */
  scopeVersion: number
  /** Leaves out the ops or the records: the first pull of a device takes one after the other. */
  only?: 'records' | 'ops'
}

export type FeedItem =
  /** Without a body the record is deleted, or its creation was refused; erased ones are to be forgotten everywhere. */
  | { type: 'record'; seq: number; collection: string; id: string; body?: StoredDocument; erased?: true }
  | { type: 'op'; seq: number; op: WireOp; outcome: OpOutcome }

export interface Head {
  n: number
  hash: string
}

/** One page, read in one snapshot. */
export type PullAnswer = Refusable<{
  epoch: string
  items: FeedItem[]
  /** Where the next page starts. */
  next: Cursor
  more: boolean
  /** The last op of the asking device that the server has taken; absent when none. */
  applied?: Head
  /** How many records there are, told with the first page of a pull that asks for records only. */
  total?: number
  /** Given instead of items when the device's scope changed. */
  scope?: DeviceScope
}>

/** The organisation, and the key (Ed25519, SPKI in DER, base64) with which its servers sign files. */
export interface ServerIdentity {
  org: string
  key: string
}

export type HeadsAnswer = Refusable<{ epoch: string; heads: Record<string, Head> }>
