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
export function opHolds(
  { header, rows }: WireOp,
  publicKey: string,
  ports: { sha256: Sha256; verify: VerifySignature },
): boolean {
  const { hash, sig, ...body } = header
  if (!isHeader(header) || !rows.every((row, index) => row.i === index)) return false
  const changes = createChangesHash(ports.sha256)
  for (const row of rows) changes.add(wireDigest(row, ports.sha256))
  return (
    changes.digest() === header.changesHash &&
    headerHash(body, ports.sha256) === hash &&
    ports.verify(hash, sig, publicKey)
  )
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
