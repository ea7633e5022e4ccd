import { createPublicKey, verify } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { changesHash, headerHash, NO_PREVIOUS_HASH } from '#core/sync/op-hash.ts'
import { getMeta } from '../schema.ts'
import { sha256 } from '../sha256.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { readOpRows, readOps, type OpRecord } from './op-reads.ts'

/** Ops read at a time. */
const PAGE = 200

type Verified = MethodOutput<'activity', 'verify'>

/**
 * Recomputes every hash and signature of this desktop's ops, in order. Lets other reads in between two ops, so that
 * screens stay alive.
 */
export async function verifyChain(
  db: SqliteDatabase,
  onProgress: (done: number, total: number) => void,
): Promise<Verified> {
  const key = getMeta(db, 'publicKey')
  if (key === undefined) return { ops: 0 }
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
  const total = Number(db.prepare('SELECT count(*) AS n FROM ops').get()?.n ?? 0)
  const previous = { hash: NO_PREVIOUS_HASH, n: 0 }
  for (;;) {
    const page = readOps(db, 'n > ? ORDER BY n LIMIT ?', [previous.n, PAGE])
    if (page.length === 0) break
    for (const op of page) {
      const reason = faultOf(db, op, previous, publicKey)
      if (reason) return { ops: previous.n, firstBroken: { opId: op.id, n: op.header.n, reason } }
      previous.hash = op.header.hash
      previous.n = op.header.n
      onProgress(previous.n, total)
      await setImmediate()
    }
  }
  // The file's own memory of the chain's end: a chain cut short verifies link by link.
  const isCut = String(previous.n) !== (getMeta(db, 'n') ?? '0')
  return isCut
    ? { ops: previous.n, firstBroken: { opId: 'missing', n: previous.n + 1, reason: 'missing' } }
    : { ops: previous.n }
}

function faultOf(
  db: SqliteDatabase,
  op: OpRecord,
  previous: { hash: string; n: number },
  publicKey: ReturnType<typeof createPublicKey>,
): string | undefined {
  const { hash, sig, ...body } = op.header
  if (body.n !== previous.n + 1) return 'missing'
  if (body.prevHash !== previous.hash) return 'chain'
  if (changesHash(readOpRows(db, op), sha256) !== body.changesHash) return 'changes'
  if (headerHash(body, sha256) !== hash) return 'header'
  if (!verify(null, Buffer.from(hash, 'utf8'), publicKey, Buffer.from(sig, 'base64url'))) return 'signature'
  return undefined
}
