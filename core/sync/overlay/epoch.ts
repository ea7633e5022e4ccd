import type { Head, ServerIdentity } from '../wire.ts'
import type { DeviceScope } from '../scope.ts'
import type { DeviceTransaction, LocalOp, SyncMarks } from './device-store.ts'
import { showPending, type RecordWrite } from './replay.ts'

/** All ops of a chain. */
const ALL = Number.MAX_SAFE_INTEGER

/**
 * The server was restored: its documents and chains are older than what the device knows. Own ops that it lost are
 * pending again, and every op in the file that it lost, of any device, is offered in the order in which it once had
 * them. Records stay until the server tells of them again; only issues go, because the merger writes them anew.
 *
 * A desktop that has just joined, and does not have all ops of its records yet, cannot bring back what the server lost:
 * it begins its first pull again.
 */
export function enterEpoch(
  transaction: DeviceTransaction,
  epoch: string,
  heads: Readonly<Record<string, Head>>,
): RecordWrite[] {
  const marks = transaction.marks()
  if (!marks) return []
  const own = transaction.identity().id
  const applied = Object.fromEntries(marks.identities.map((id) => [id, heads[id]?.n ?? 0]))
  const { staged: _staged, first: _first, history: _history, ...rest } = marks
  transaction.clearStaged()
  transaction.putMarks({ ...rest, epoch, cursor: { seq: 0 }, applied, acknowledged: heads[own]?.n ?? 0 })
  offerAbove(transaction, heads, own)
  if (marks.first || marks.history) return beginAgain(transaction)
  const issues = [...transaction.records()].filter(({ collection }) => collection === 'issues')
  return issues.map(({ collection, id, body }) => {
    transaction.putRecord({ collection, id }, undefined)
    return { collection, id, before: body, after: undefined }
  })
}

function beginAgain(transaction: DeviceTransaction): RecordWrite[] {
  const dropped = dropRecords(transaction)
  const marks = transaction.marks()
  if (!marks) return dropped
  const fresh: SyncMarks = { ...marks, first: true }
  transaction.putMarks(fresh)
  return [...dropped, ...showPending(transaction, fresh)]
}

/** Takes every record off, and every version of the server that was kept beside one. */
function dropRecords(transaction: DeviceTransaction): RecordWrite[] {
  const dropped = [...transaction.records()].map(({ collection, id, body }): RecordWrite => {
    transaction.putRecord({ collection, id }, undefined)
    return { collection, id, before: body, after: undefined }
  })
  for (const ref of transaction.basedRecords()) transaction.putBase(ref, undefined)
  return dropped
}

function offerAbove(
  transaction: DeviceTransaction,
  heads: Readonly<Record<string, Head>>,
  own: string,
): void {
  const lost = transaction
    .authors()
    .flatMap((device) => inFeedOrder(relayable(transaction.opsOf(device, heads[device]?.n ?? 0, ALL))))
    // Own ops that no server ever had follow by themselves.
    .filter(({ at, local }) => at !== undefined || local.op.header.device !== own)
  lost.sort((a, b) => (a.at ?? ALL) - (b.at ?? ALL) || a.local.op.header.n - b.local.op.header.n)
  for (const [offer, { local }] of lost.entries()) transaction.putOp({ ...local, offer: offer + 1 })
}

/**
 * Where each op of a chain was in the feed, or before which of those that follow it: of one that the feed has not brought
 * back yet, since a first pull brings older activity last, and of one that it brought back after another restore, while
 * those that follow still have their place of before.
 */
function inFeedOrder(chain: readonly LocalOp[]): { local: LocalOp; at: number | undefined }[] {
  let at: number | undefined
  const backwards = [...chain].reverse().map((local) => {
    at = local.seq === undefined ? at : Math.min(local.seq, at ?? ALL)
    return { local, at }
  })
  return backwards.reverse()
}

/** Up to the first op that the device does not have in full: what follows would leave a gap. */
function relayable(ops: readonly LocalOp[]): LocalOp[] {
  const stop = ops.findIndex(({ partial }) => partial)
  return stop < 0 ? [...ops] : ops.slice(0, stop)
}

/** Another scope: the device keeps its own ops and asks for everything afresh. The host sets the old file aside first. */
export function startAfresh(transaction: DeviceTransaction, scope: DeviceScope): RecordWrite[] {
  const marks = transaction.marks()
  if (!marks) return []
  const dropped = dropRecords(transaction)
  for (const device of transaction.authors().filter((id) => !marks.identities.includes(id)))
    for (const { op } of transaction.opsOf(device, 0, ALL)) transaction.removeOp(device, op.header.n)
  const { staged: _staged, first: _first, history: _history, ...rest } = marks
  const fresh: SyncMarks = { ...rest, scope, cursor: { seq: 0 } }
  transaction.clearStaged()
  transaction.putMarks(fresh)
  return [...dropped, ...showPending(transaction, fresh)]
}

/** A desktop that worked alone joins: all its ops are pending, and nothing of the server is known yet. */
export function join(
  transaction: DeviceTransaction,
  epoch: string,
  scope: DeviceScope,
  server?: ServerIdentity,
): void {
  const { id } = transaction.identity()
  transaction.putMarks({
    epoch,
    cursor: { seq: 0 },
    first: true,
    scope,
    identities: [id],
    applied: { [id]: 0 },
    acknowledged: 0,
    ...(server && { server }),
  })
}

/**
 * A desktop without anything of its own took over a file with all records up to a place in the feed: what a first pull
 * comes to (apply-pull.ts).
 */
export function beginBehind({ staged: _staged, first: _first, ...marks }: SyncMarks, seq: number): SyncMarks {
  return { ...marks, cursor: { seq }, history: { after: { seq: 0 }, until: seq } }
}
