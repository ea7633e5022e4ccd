import { createChangesHash, headerHash, NO_PREVIOUS_HASH, type Sha256 } from './op-hash.ts'
import type { OpHeader } from './op.ts'
import { parseHlc } from './hlc.ts'
import { wireDigest } from './scope.ts'
import type { Head, WireOp } from './wire.ts'

/** Ed25519 over UTF-8 text; given by the host, because core has no crypto. */
export type VerifySignature = (text: string, signature: string, publicKey: string) => boolean

/**
 * Whether header, rows and signature belong together. `previous` is the device's last op before it; an op that does not
 * follow it is no part of the chain.
 */
export const opHolds = (op: WireOp, publicKey: string, ports: VerifyPorts): boolean =>
  rowsHold(op, ports) && headerHolds(op.header, publicKey, ports)

export interface VerifyPorts {
  sha256: Sha256
  verify: VerifySignature
}

/** Whether the header is one, and signed with the key. */
export function headerHolds(header: OpHeader, publicKey: string, ports: VerifyPorts): boolean {
  const { hash, sig, ...body } = header
  return isHeader(header) && headerHash(body, ports.sha256) === hash && ports.verify(hash, sig, publicKey)
}

/** Whether these are the rows that the header speaks of, all of them and in their order. */
export function rowsHold({ header, rows }: WireOp, { sha256 }: Pick<VerifyPorts, 'sha256'>): boolean {
  if (!rows.every((row, index) => row.i === index)) return false
  const changes = createChangesHash(sha256)
  for (const row of rows) changes.add(wireDigest(row, sha256))
  return changes.digest() === header.changesHash
}

export const follows = (header: OpHeader, previous: Head | undefined): boolean =>
  header.prevHash === (previous?.hash ?? NO_PREVIOUS_HASH) && header.n === (previous?.n ?? 0) + 1

/** What later steps rely on, although a signature says nothing of it. */
const isHeader = ({ format, n, at, device, id, command }: OpHeader): boolean =>
  format === 1 &&
  Number.isSafeInteger(n) &&
  n >= 1 &&
  id !== '' &&
  command !== '' &&
  parseHlc(at)?.device === device
