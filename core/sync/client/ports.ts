import type {
  FeedItem,
  Head,
  HeadsAnswer,
  PullAnswer,
  PullRequest,
  PushAnswer,
  PushRequest,
  PushResult,
  ServerIdentity,
  SyncRefusal,
  WireOp,
} from '../wire.ts'
import type { BucketAnswer, DigestAnswer, DigestRequest } from '../server/digest-step.ts'
import type { EnrolAnswer } from '../server/enrol-step.ts'
import type { Cursor } from '../wire.ts'
import type { DeviceScope } from '../scope.ts'

/** The server as the client reaches it. A call that gets no answer throws; nothing is known of it then. */
export interface SyncNetwork {
  push(request: PushRequest): Promise<PushAnswer>
  pull(request: PullRequest): Promise<PullAnswer>
  heads(request: { device: string; schema: number }): Promise<HeadsAnswer>
  /**
   * The hash of an op of any device; undefined when the server has none with this number.
   *
   * @throws CallRefused when the server does not say.
   */
  hashOf(request: { device: string; schema: number; of: string; n: number }): Promise<string | undefined>
  digests(request: DigestRequest): Promise<DigestAnswer>
  buckets(request: Omit<DigestRequest, 'at'> & { buckets: number[] }): Promise<BucketAnswer>
  /** Introduces a fresh identity in place of the one in the file; signed by the old key. */
  replace(old: string): Promise<EnrolAnswer>
}

/** Where the device stands, read from its file. */
export interface ClientState {
  device: string
  epoch: string
  schema: number
  scopeVersion: number
  /** Where the next page starts. */
  after: Cursor
  /** Number of the last own op. */
  n: number
  /** Absent on a desktop that joined before servers signed files. */
  server?: ServerIdentity
  /** When digests were last compared; absent when never. Milliseconds since 1970 UTC. */
  checkedAt?: number
  /** Nothing was pulled entirely yet: records come first. */
  first?: true
  /** Up to where the ops are here that the first pull left out; absent when all are. */
  history?: Cursor
}

/** The server answered, but not what it was asked: a pause, and no lack of a network. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused'
  readonly refusal: SyncRefusal

  constructor(refusal: SyncRefusal) {
    super(refusal)
    this.refusal = refusal
  }
}

/** A place among the ops to send: those to relay up to `offer` and own ones up to `n` are done. */
export interface SendPlace {
  offer: number
  n: number
}

/** The file of the device. Each call is one transaction; it throws when the disk is full. */
export interface ClientStore {
  /** Undefined on a desktop that works alone. */
  state(): Promise<ClientState | undefined>
  /** Ops to send: those to relay first, then own ones, at most `limit`; none of the given devices. */
  nextOps(limit: number, without: ReadonlySet<string>): Promise<WireOp[]>
  /** What `nextOps` would give in the end, piece by piece: the ops behind a place, and where the next piece begins. */
  opsBehind(place: SendPlace, limit: number): Promise<{ ops: WireOp[]; next?: SendPlace }>
  /** Notes what became of a push; nothing when the epoch is no longer this one. */
  acknowledge(epoch: string, results: readonly PushResult[]): Promise<void>
  /** Keeps a page; false when it does not follow the last one any more. */
  stage(after: Cursor, page: Extract<PullAnswer, { ok: true }>): Promise<boolean>
  /** Makes all staged pages visible. */
  applyStaged(last: { next: Cursor; applied?: Head }): Promise<void>
  /**
   * Takes a page in one step: keeps it, and makes visible what can be, which is each page of a first pull, and all pages
   * with the last one. False when it does not follow the last page any more.
   */
  takePage(after: Cursor, page: Extract<PullAnswer, { ok: true }>): Promise<boolean>
  /** Keeps ops that the first pull left out; nothing when they do not follow what is here of them. */
  keepHistory(part: { after: Cursor; items: readonly FeedItem[]; next: Cursor }): Promise<void>
  enterEpoch(epoch: string, heads: Readonly<Record<string, Head>>): Promise<void>
  startAfresh(scope: DeviceScope): Promise<void>
  /** Hash of an own op; undefined when there is none. */
  hashOf(n: number): Promise<string | undefined>
  /** Goes on under the identity that `replace` introduced. */
  renew(forkedAt: number | undefined): Promise<void>
  /** The device's signature over a text that is no op: what a file holds. */
  signFile(text: string): Promise<string>
  /** Digests of the server's versions in the file; undefined when they changed meanwhile. Takes several transactions. */
  digests(): Promise<string[] | undefined>
  /** Takes the server's versions of the buckets that differ, none when all are the same, and notes the comparison. */
  repair(seq: number, items: Extract<BucketAnswer, { ok: true }>['items'], now: number): Promise<void>
}

/** Runs `work` once after so many milliseconds, unless it is taken back. */
export interface Timers {
  after(milliseconds: number, work: () => void): () => void
}
