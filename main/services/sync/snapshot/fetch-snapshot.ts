import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Snapshot } from '#core/contract/snapshot-contract.ts'
import { createBackoff } from '#core/sync/client/pacing.ts'
import { SCHEMA_VERSION } from '#core/sync/schema-version.ts'
import { callServer, refusalOf } from '../server-calls.ts'
import type { ServerHttp } from '../server-http.ts'
import { SyncProblem } from '../sync-problem.ts'
import { openPartialFile } from './partial-file.ts'

export interface FetchOptions {
  http: Pick<ServerHttp, 'post' | 'load'>
  device: string
  token: string | undefined
  /** Where it goes; what came of the same snapshot before is kept. */
  file: string
  /** The feed that the desktop follows, and what its own file is made like. */
  wants: { epoch: string; format: string }
  /** How many of its records are here, by the bytes. */
  told: (records: number, total: number) => void
  signal: AbortSignal
}

/** Parts that are fetched at a time: while one is unpacked others are on their way. */
const AT_A_TIME = 3
/** How often in a row a part is asked for in vain, over some half a minute. */
const TRIES = 6
/** When it is first asked whether pages would be here earlier, and how often then. Milliseconds. */
const JUDGE_EVERY = 4000
/**
 * What pages take of a record: bytes on their way, and milliseconds of the desktop's work, whichever is longer
 * (docs/decisions/0010-a-first-sync-takes-over-a-file.md).
 */
const IN_PAGES = { bytes: 70, milliseconds: 0.1 }

const unpack = promisify(gunzip)

type Part = Snapshot['parts'][number] & { index: number; at: number }

/**
 * Fetches the file that the server has ready for desktops like this one. Undefined when there is none, or when pages are
 * the better way: over a slow network the file is several times as much.
 *
 * @throws SyncProblem when the server stops answering or a part is not what it was said to be; what is here stays for
 *   the next try.
 */
export async function fetchSnapshot(options: FetchOptions): Promise<Snapshot | undefined> {
  const { http, token, wants, told } = options
  const asking = { device: options.device, schema: SCHEMA_VERSION }
  const answer = await callServer(http, 'snapshot', asking, token)
  const snapshot = answer.ok ? answer.snapshot : undefined
  if (!snapshot || snapshot.epoch !== wants.epoch || snapshot.format !== wants.format) return undefined
  const { id, records } = snapshot
  const parts = placed(snapshot)
  const file = await openPartialFile(options.file, id)
  const waiting = parts.filter(({ index }) => !file.here.has(index))
  const [bytes, packed] = [sum(parts, 'bytes'), sum(waiting, 'packed')]
  let here = bytes - sum(waiting, 'bytes')
  /** Bytes that came over the network. */
  let come = 0
  const start = performance.now()
  const slow = new AbortController()
  const signal = AbortSignal.any([options.signal, slow.signal])
  const tell = (): void => told(Math.floor((records * here) / bytes), records)

  const load = async ({ index, packed: most }: Part): Promise<Buffer> => {
    const { status, body } = await http.load('/v1/snapshot-part', { ...asking, id, part: index }, token, {
      ...{ most, signal },
      heard: (count) => (come += count),
    })
    if (Buffer.isBuffer(body)) return body
    const refused = refusalOf(status, body)
    throw new SyncProblem('badAnswer', `no part ${index}: ${refused?.refusal ?? status}`)
  }

  const take = async (part: Part): Promise<void> => {
    await file.put(part.index, await unpacked(part, await again(() => load(part), signal)), part.at)
    here += part.bytes
    tell()
  }
  const takeNext = async (): Promise<void> => {
    try {
      for (let part = waiting.shift(); part; part = waiting.shift()) await take(part)
    } finally {
      // Where one fails no other is begun.
      waiting.length = 0
    }
  }

  const judge = setInterval(() => {
    const rate = come / (performance.now() - start)
    if (arePagesFaster({ rate, left: packed - come, records })) slow.abort()
  }, JUDGE_EVERY)
  tell()
  try {
    // All are waited for, also when one fails: none may write into a file that is closed.
    const ends = await Promise.allSettled(Array.from({ length: AT_A_TIME }, takeNext))
    if (slow.signal.aborted) return undefined
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    await file.finish()
    return snapshot
  } finally {
    clearInterval(judge)
    await file.close()
  }
}

function placed({ parts }: Snapshot): Part[] {
  let at = 0
  return parts.map((part, index) => {
    const place = { ...part, index, at }
    at += part.bytes
    return place
  })
}

const sum = (parts: readonly Part[], member: 'bytes' | 'packed'): number =>
  parts.reduce((total, part) => total + part[member], 0)

/** @param rate bytes in a millisecond; `left`: bytes of the snapshot that are still to come. */
const arePagesFaster = ({ rate, left, records }: { rate: number; left: number; records: number }): boolean =>
  left / rate > Math.max((records * IN_PAGES.bytes) / rate, records * IN_PAGES.milliseconds)

async function unpacked({ index, bytes, sha256 }: Part, packed: Buffer): Promise<Buffer> {
  const isSame = createHash('sha256').update(packed).digest('hex') === sha256
  const raw = isSame && (await unpack(packed, { maxOutputLength: bytes, chunkSize: bytes }))
  if (raw && raw.length === bytes) return raw
  throw new SyncProblem('badAnswer', `part ${index} of the snapshot is not what it was said to be`)
}

/** Asks again after a while what got no answer. */
async function again<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const backoff = createBackoff(Math.random)
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      const isPassing =
        error instanceof SyncProblem && (error.code === 'unreachable' || error.code === 'busy')
      if (!isPassing || tries === TRIES) throw error
      await setTimeout(backoff.next(), undefined, { signal })
    }
  }
}
