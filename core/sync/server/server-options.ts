import type { Clock } from '../../lib/clock.ts'
import type { mergeOp } from '../merge/merge-op.ts'
import type { Sha256 } from '../op-hash.ts'
import type { OpHeader } from '../op.ts'
import type { SyncRefusal, WireRow } from '../wire.ts'
import type { VerifySignature } from '../verify-op.ts'
import type { ShareDigests } from './digest-step.ts'
import type { DeviceRecord, SyncSnapshot } from './sync-store.ts'

/** What the steps of the server need beside the store. */
export interface ServerOptions {
  clock: Clock
  sha256: Sha256
  verify: VerifySignature
  /** Programs with older schemas are told to update. */
  minSchema: number
  /** Commands that are taken or rejected entire; by default those that say so in the registry. */
  isWhole?(command: string): boolean
  /** The merge itself; another one only to show that tests notice. */
  merge?: typeof mergeOp
  /** Rows of one op that travel together at the most; by default `MOST_ROWS_IN_PART`. */
  rowsInPart?: number
  /** Computes digests once for all who ask with one key; by default each for itself. */
  shareDigests?: ShareDigests
  /** Whether the author may make this change by role; a code why not. */
  refuses?(header: OpHeader, row: WireRow): string | undefined
}

/** Who asks, and whether the server talks to them at all. */
export async function admitDevice(
  snapshot: SyncSnapshot,
  { device: id, schema }: { device: string; schema: number },
  { minSchema }: ServerOptions,
): Promise<{ ok: true; device: DeviceRecord } | { ok: false; refusal: SyncRefusal }> {
  const device = await snapshot.device(id)
  if (!device) return { ok: false, refusal: 'unknownDevice' }
  if (device.state !== 'active') return { ok: false, refusal: device.state }
  if (schema < minSchema) return { ok: false, refusal: 'update' }
  return { ok: true, device }
}
