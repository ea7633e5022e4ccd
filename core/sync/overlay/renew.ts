import { hlcToText, parseHlc } from '../hlc.ts'
import { headerHash, NO_PREVIOUS_HASH, type Sha256 } from '../op-hash.ts'
import type { OpHeader } from '../op.ts'
import type { DeviceTransaction, LocalOp, OwnIdentity } from './device-store.ts'
import { keepBases, recordsOf, showAgain, type RecordWrite } from './replay.ts'

const ALL = Number.MAX_SAFE_INTEGER

/** Signs under the identity that the file has now: Ed25519 of UTF-8 text, base64url. */
export type Sign = (text: string) => string

/** Header with hash and signature. */
export function sealHeader(
  body: Omit<OpHeader, 'hash' | 'sig'>,
  ports: { sha256: Sha256; sign: Sign },
): OpHeader {
  const hash = headerHash(body, ports.sha256)
  return { ...body, hash, sig: ports.sign(hash) }
}

/**
 * The file goes on under a new identity. What the server lacks of the old chain is relayed as it is, because it is
 * signed; from `forkedAt` on the server has other ops, so those are written anew under the new identity.
 *
 * @param forkedAt number of the first old op that the server has otherwise; undefined when there is none.
 */
export function renewIdentity(
  transaction: DeviceTransaction,
  fresh: Pick<OwnIdentity, 'id' | 'publicKey' | 'code'>,
  forkedAt: number | undefined,
  ports: { sha256: Sha256; sign: Sign },
): void {
  const marks = transaction.marks()
  if (!marks) return
  const old = transaction.identity()
  transaction.putIdentity({ ...fresh, n: 0, hash: NO_PREVIOUS_HASH })
  transaction.putMarks({
    ...marks,
    identities: [...marks.identities, fresh.id],
    applied: { ...marks.applied, [fresh.id]: 0 },
    acknowledged: 0,
  })
  const last = transaction.offers(ALL).at(-1)?.offer ?? 0
  const unsent = transaction.opsOf(old.id, marks.acknowledged, ALL)
  for (const [index, local] of unsent.entries())
    transaction.putOp({ ...local, offer: local.offer ?? last + index + 1 })
  if (forkedAt !== undefined) reissue(transaction, old.id, forkedAt, ports)
}

/**
 * A copy of a file that works alone goes on beside the one that it is of: all of it is written anew under an identity of
 * its own. When both join, the server knows by their ids what it has already.
 */
export function renewAlone(
  transaction: DeviceTransaction,
  fresh: Pick<OwnIdentity, 'id' | 'publicKey' | 'code'>,
  ports: { sha256: Sha256; sign: Sign },
): void {
  const old = transaction.identity()
  transaction.putIdentity({ ...fresh, n: 0, hash: NO_PREVIOUS_HASH })
  reissue(transaction, old.id, 1, ports)
}

/**
 * Writes ops of another identity, mostly a former one of this file, anew as own ones, in order: content, person and
 * moment stay. What this file never saw in full stays out. Those of another desktop say whose they were: they come behind
 * own ops that were made on top of them, and must not pass for later words of this one. They are pending from now on, over
 * the server's version; answers what that changes.
 */
export function reissue(
  transaction: DeviceTransaction,
  former: string,
  from: number,
  ports: { sha256: Sha256; sign: Sign },
): RecordWrite[] {
  const own = transaction.identity()
  const isForeign = transaction.marks()?.identities.includes(former) === false
  const ops = transaction.opsOf(former, from - 1, ALL).filter(({ partial }) => !partial)
  // Those of a former identity are pending already.
  const refs = isForeign ? recordsOf(ops) : []
  keepBases(transaction, refs)
  let { n, hash } = own
  for (const local of ops) {
    const place = { device: own.id, n: ++n, prevHash: hash, ...(isForeign && { former }) }
    const header = headed(local, place, ports)
    hash = header.hash
    transaction.removeOp(former, local.op.header.n)
    transaction.putOp({ op: { header, rows: local.op.rows } })
  }
  transaction.putIdentity({ ...own, n, hash })
  return showAgain(transaction, refs)
}

function headed(
  { op }: LocalOp,
  place: Pick<OpHeader, 'device' | 'n' | 'prevHash' | 'former'>,
  ports: { sha256: Sha256; sign: Sign },
): OpHeader {
  const { hash: _hash, sig: _sig, ...body } = op.header
  const at = parseHlc(body.at)
  // Written anew a second time, it is still of whom it was first.
  const former = body.former ?? place.former
  return sealHeader(
    {
      ...body,
      ...place,
      ...(former !== undefined && { former }),
      at: at ? hlcToText(at.clock, place.device) : body.at,
    },
    ports,
  )
}
