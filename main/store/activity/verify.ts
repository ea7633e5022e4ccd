import { createPublicKey, verify } from 'node:crypto'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { changesHash, headerHash, NO_PREVIOUS_HASH } from '#core/sync/op-hash.ts'
import { hlcMoment } from '#core/sync/hlc.ts'
import { getMeta } from '../meta.ts'
import { sha256 } from '../sha256.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { readOpRows } from './change-rows.ts'
import { readOps, type OpRecord } from './op-reads.ts'

/** Ops read at a time. */
const PAGE = 200
/** Faults that are told one by one: where there are more, something has gone wrong as a whole. */
const MOST_FAULTS = 100

type Verified = MethodOutput<'activity', 'verify'>
type Fault = Verified['faults'][number]

/**
 * Recomputes every hash and signature of this desktop's ops, in order, and tells each op that does not fit. After one
 * that does not, the chain is followed from there. `onProgress` may throw to stop.
 */
export function verifyChain(db: SqliteDatabase, onProgress: (done: number, total: number) => void): Verified {
  const key = getMeta(db, 'publicKey')
  const device = deviceId(db)
  if (key === undefined || device === undefined) return { ops: 0, faults: [] }
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
  // The file's own memory of the chain's end, as it is now: a chain cut short verifies link by link.
  const end = Number(getMeta(db, 'n') ?? 0)
  const previous = { hash: NO_PREVIOUS_HASH, n: 0 }
  const faults: Fault[] = []
  let ops = 0
  for (;;) {
    const page = readOps(db, 'device = ? AND n > ? AND n <= ? ORDER BY n LIMIT ?', [
      device,
      previous.n,
      end,
      PAGE,
    ])
    if (page.length === 0) break
    for (const op of page) {
      const reason = faultOf(db, op, previous, publicKey)
      if (reason && faults.length < MOST_FAULTS) faults.push(faultAt(op, reason))
      previous.hash = op.header.hash
      previous.n = op.n
      ops++
      onProgress(ops, end)
    }
  }
  if (previous.n !== end && faults.length < MOST_FAULTS) faults.push({ n: previous.n + 1, reason: 'missing' })
  return { ops, faults }
}

/** The identity under which this file's ops are written now. */
function deviceId(db: SqliteDatabase): string | undefined {
  const device = getMeta(db, 'device')
  // Written by the set-up.
  return device === undefined ? undefined : (JSON.parse(device) as { id: string }).id
}

const faultAt = ({ id, n, at, command, header }: OpRecord, reason: Fault['reason']): Fault => ({
  opId: id,
  n,
  time: hlcMoment(at),
  command,
  personId: header.person,
  reason,
})

function faultOf(
  db: SqliteDatabase,
  op: OpRecord,
  previous: { hash: string; n: number },
  publicKey: ReturnType<typeof createPublicKey>,
): Fault['reason'] | undefined {
  const { hash, sig, ...body } = op.header
  if (op.n !== previous.n + 1) return 'missing'
  if (body.n !== op.n) return 'header'
  if (body.prevHash !== previous.hash) return 'chain'
  if (changesHash(readOpRows(db, op), sha256) !== body.changesHash) return 'changes'
  if (headerHash(body, sha256) !== hash) return 'header'
  if (!verify(null, Buffer.from(hash, 'utf8'), publicKey, Buffer.from(sig, 'base64url'))) return 'signature'
  return undefined
}
