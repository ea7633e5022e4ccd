import { createDigests, type Digests } from '../digest.ts'
import type { ClientStore } from '../client/ports.ts'
import type { Sha256 } from '../op-hash.ts'
import { refKey } from '../merge/merge-op.ts'
import { seesCollection } from '../scope.ts'
import type { Cursor, PullAnswer, PushResult, WireOp } from '../wire.ts'
import { applyPart, applyStaged, keepHistory, takeItem } from './apply-pull.ts'
import type { DeviceTransaction, LocalOp, OwnIdentity, RecordPlace, SyncMarks } from './device-store.ts'
import { enterEpoch, startAfresh } from './epoch.ts'
import { renewIdentity, reissue, type Sign } from './renew.ts'
import type { RecordWrite } from './replay.ts'

type Page = Extract<PullAnswer, { ok: true }>

export interface ClientStorePorts {
  /** Runs the work in one transaction on the file; records that it changed are told in the same transaction. */
  inTransaction<T>(
    work: (transaction: DeviceTransaction) => T,
    changed: (result: T) => RecordWrite[],
  ): Promise<T>
  sha256: Sha256
  /** Signs under the identity that the file has when it is called. */
  sign: Sign
  schema: number
  /** Lets others have the file between two pieces of long work. */
  turn?: () => Promise<void>
  /** The identity that `network.replace` introduced. */
  freshIdentity(): Pick<OwnIdentity, 'id' | 'publicKey' | 'code'>
}

/** What the client asks of the file, over transactions of the host's store. */
export function createClientStore(ports: ClientStorePorts): ClientStore {
  const { inTransaction, sha256, sign, schema } = ports
  const silently = <T>(work: (transaction: DeviceTransaction) => T): Promise<T> =>
    inTransaction(work, () => [])
  const shown = async (work: (transaction: DeviceTransaction) => RecordWrite[]): Promise<void> => {
    await inTransaction(work, oncePerRecord)
  }
  return {
    state: () =>
      silently((transaction) => {
        const marks = transaction.marks()
        if (!marks) return undefined
        const { id, n } = transaction.identity()
        const after = marks.staged ?? marks.cursor
        const { epoch, checkedAt, scope, server, first, history } = marks
        return {
          ...{ device: id, epoch, schema, scopeVersion: scope.version, after, n, server, checkedAt },
          ...(first && { first }),
          ...(history && { history: history.after }),
        }
      }),
    nextOps: (limit, without) =>
      silently((transaction) => {
        const marks = transaction.marks()
        if (!marks) return []
        const offered = transaction.offers(limit, without)
        const { id } = transaction.identity()
        const own = transaction
          .opsOf(id, marks.acknowledged, limit)
          .filter(({ offer }) => offer === undefined)
        return [...offered, ...own].slice(0, limit).map(toSend)
      }),
    opsBehind: (place, limit) =>
      silently((transaction) => {
        const marks = transaction.marks()
        if (!marks) return { ops: [] }
        const offered = transaction.offers(limit, undefined, place.offer)
        const { id } = transaction.identity()
        const from = Math.max(place.n, marks.acknowledged)
        const own = transaction.opsOf(id, from, limit - offered.length)
        if (offered.length + own.length === 0) return { ops: [] }
        const ops = [...offered, ...own.filter(({ offer }) => offer === undefined)].map(toSend)
        const next = {
          offer: offered.at(-1)?.offer ?? place.offer,
          n: own.at(-1)?.op.header.n ?? place.n,
        }
        return { ops, next }
      }),
    acknowledge: (epoch, results) =>
      shown((transaction) =>
        transaction.marks()?.epoch === epoch
          ? results.flatMap((result) => acknowledge(transaction, result, { sha256, sign }))
          : [],
      ),
    stage: (after, page) => silently((transaction) => stage(transaction, after, page)),
    async takePage(after, page) {
      const { more, next, applied } = page
      const taken = await inTransaction(
        (transaction) => {
          if (!stage(transaction, after, page)) return undefined
          return more
            ? applyPart(transaction, { sha256 })
            : applyStaged(transaction, { next, applied }, { sha256, sign })
        },
        (writes) => oncePerRecord(writes ?? []),
      )
      return taken !== undefined
    },
    applyStaged: (last) => shown((transaction) => applyStaged(transaction, last, { sha256, sign })),
    keepHistory: (part) => shown((transaction) => keepHistory(transaction, part, { sha256, sign })),
    enterEpoch: (epoch, heads) => shown((transaction) => enterEpoch(transaction, epoch, heads)),
    startAfresh: (scope) => shown((transaction) => startAfresh(transaction, scope)),
    hashOf: (n) => silently((transaction) => transaction.op(transaction.identity().id, n)?.op.header.hash),
    renew: (forkedAt) =>
      silently((transaction) =>
        renewIdentity(transaction, ports.freshIdentity(), forkedAt, { sha256, sign }),
      ),
    signFile: (text) => silently(() => sign(text)),
    async digests() {
      const work: DigestWork = { digests: createDigests(sha256) }
      for (;;) {
        const state = await silently((transaction) => digestPiece(transaction, work))
        if (state !== 'more') return state === 'done' ? work.digests.end() : undefined
        await ports.turn?.()
      }
    },
    repair: (seq, items, now) =>
      shown((transaction) => {
        const marks = transaction.marks()
        if (!marks || marks.staged || marks.cursor.seq !== seq) return []
        transaction.putMarks({ ...marks, checkedAt: now })
        return items.flatMap((item) =>
          item.type === 'record' ? (takeItem(transaction, marks, item, sha256) ?? []) : [],
        )
      }),
  }
}

/** What several steps of a transaction changed, each record from before the first of them to after the last. */
function oncePerRecord(writes: readonly RecordWrite[]): RecordWrite[] {
  const byRef = new Map<string, RecordWrite>()
  for (const write of writes) {
    const before = byRef.get(refKey(write))
    byRef.set(refKey(write), before ? { ...write, before: before.before } : write)
  }
  return [...byRef.values()]
}

/** Keeps a page aside; false when it does not follow what the file has. */
function stage(transaction: DeviceTransaction, after: Cursor, page: Page): boolean {
  const marks = transaction.marks()
  const at = marks?.staged ?? marks?.cursor
  if (!marks || marks.epoch !== page.epoch || at?.seq !== after.seq || at.item !== after.item) return false
  transaction.stage(page.items)
  transaction.putMarks({ ...marks, staged: page.next })
  return true
}

/** With what the server said of it, when it is offered again. */
function toSend({ op, outcome }: LocalOp): WireOp {
  const receipt = outcome?.receipt
  return receipt === undefined ? op : { ...op, receipt }
}

function acknowledge(
  transaction: DeviceTransaction,
  result: PushResult,
  ports: { sha256: Sha256; sign: Sign },
): RecordWrite[] {
  const marks = transaction.marks()
  if (!marks) return []
  const { device, n } = result
  const isOwn = device === transaction.identity().id
  const local = transaction.op(device, n)
  switch (result.status) {
    case 'taken': {
      if (local) {
        const { offer: _offer, ...kept } = local
        transaction.putOp({ ...kept, outcome: result.outcome })
      }
      if (isOwn) transaction.putMarks({ ...marks, acknowledged: Math.max(marks.acknowledged, n) })
      return []
    }
    case 'part':
      return []
    case 'gap':
      if (isOwn) transaction.putMarks({ ...marks, acknowledged: result.head })
      return []
    case 'forked':
      return !isOwn && local?.offer !== undefined ? reissue(transaction, device, n, ports) : []
    case 'refused':
    case 'tampered':
      if (!isOwn) giveUp(transaction, marks, device, n)
      return []
  }
}

/** Nothing of a chain will ever be taken from this op on: it stays in the log, and is neither offered nor shown. */
function giveUp(transaction: DeviceTransaction, marks: SyncMarks, device: string, from: number): void {
  let last = marks.applied[device] ?? 0
  for (const { offer: _offer, ...kept } of transaction.opsOf(device, from - 1, Number.MAX_SAFE_INTEGER)) {
    transaction.putOp(kept)
    last = Math.max(last, kept.op.header.n)
  }
  if (marks.identities.includes(device))
    transaction.putMarks({ ...marks, applied: { ...marks.applied, [device]: last } })
}

/** Records whose digests are made in one transaction, in some 20 ms: a person's command waits no longer. */
const PIECE = 1000

interface DigestWork {
  digests: Digests
  /** How the file stood at the first piece. */
  standing?: string
  behind?: RecordPlace
}

/**
 * Adds some of the server's versions of what the device holds: the base where there is one, else the record itself. They
 * are those of one moment although commands run in between, as long as nothing was pulled and no base was added; when
 * that happened the work was for nothing.
 */
function digestPiece(transaction: DeviceTransaction, work: DigestWork): 'more' | 'done' | 'moved' {
  const marks = transaction.marks()
  const basedRecords = transaction.basedRecords()
  const standing = JSON.stringify([marks?.epoch, marks?.cursor, marks?.staged, basedRecords])
  if (work.standing === undefined) {
    for (const ref of basedRecords) {
      const body = transaction.base(ref)?.body
      if (body) work.digests.add({ ...ref, body })
    }
  } else if (work.standing !== standing) return 'moved'
  work.standing = standing
  const based = new Set(basedRecords.map(refKey))
  const pending = new Set(marks ? transaction.recordsAbove(marks.applied).map(refKey) : [])
  let left = PIECE
  for (const { collection, id, body, place } of transaction.records(work.behind)) {
    if (left-- === 0) return 'more'
    work.behind = place
    const key = refKey({ collection, id })
    if (based.has(key) || pending.has(key)) continue
    if (!marks || seesCollection(marks.scope, collection)) work.digests.add({ collection, id, body })
  }
  return 'done'
}
