import { open, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { Snapshot } from '#core/contract/snapshot-contract.ts'

/** Bytes of the file in one part: large enough that asking costs nothing, small enough to be held by many at once. */
const PART = 8 * 1024 * 1024
/** Level 1 costs a third of the time of level 6 for some tenth more bytes. */
const FAST = { level: constants.Z_BEST_SPEED }
const compress = promisify(gzip)

export const partFile = (folder: string, index: number): string => join(folder, `${index}.gz`)

/** Packs a file into parts, one after another; answers what they are. */
export async function packFile(
  file: string,
  folder: string,
  signal: AbortSignal,
): Promise<Snapshot['parts']> {
  const parts: Snapshot['parts'] = []
  const handle = await open(file)
  try {
    const buffer = Buffer.allocUnsafe(PART)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, PART, parts.length * PART)
      if (bytesRead === 0) return parts
      const packed = await compress(buffer.subarray(0, bytesRead), FAST)
      signal.throwIfAborted()
      await writeFile(partFile(folder, parts.length), packed, { mode: 0o600 })
      const sha256 = createHash('sha256').update(packed).digest('hex')
      parts.push({ bytes: bytesRead, packed: packed.length, sha256 })
    }
  } finally {
    await handle.close()
  }
}
