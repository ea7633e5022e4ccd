import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface CachedTile {
  bytes: Buffer
  contentType: string
  /** Milliseconds since 1970 from when on the service should be asked again. */
  freshUntil: number
  etag?: string
}

/** Tiles seen before, so that a map looked at once shows without a network too. */
export interface TileCache {
  get(url: string): Promise<CachedTile | undefined>
  put(url: string, tile: CachedTile): Promise<void>
}

export interface TileCacheOptions {
  folder: string
  /** Bytes on disk; when more, the tiles used longest ago go. */
  most: number
}

/**
 * One file per tile: a line of JSON, then the bytes. A file that cannot be read or written only costs a download, so
 * failures here are not reported.
 */
export function createTileCache({ folder, most }: TileCacheOptions): TileCache {
  let writtenSincePrune = Number.POSITIVE_INFINITY
  const fileOf = (url: string) => join(folder, createHash('sha256').update(url).digest('hex'))

  return {
    async get(url) {
      const file = fileOf(url)
      const content = await attempt(readFile(file))
      const tile = content && parseTile(content)
      if (tile) await attempt(utimes(file, new Date(), new Date()))
      return tile
    },
    async put(url, { bytes, ...head }) {
      const file = fileOf(url)
      const part = `${file}.${process.pid}`
      await attempt(mkdir(folder, { recursive: true, mode: 0o700 }))
      await attempt(
        writeFile(part, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]), { mode: 0o600 }),
      )
      await attempt(rename(part, file))
      writtenSincePrune += bytes.length
      if (writtenSincePrune < most / 10) return
      writtenSincePrune = 0
      await prune(folder, most)
    },
  }
}

function parseTile(content: Buffer): CachedTile | undefined {
  const end = content.indexOf(10)
  try {
    const head: unknown = JSON.parse(content.subarray(0, end).toString('utf8'))
    return isHead(head) ? { ...head, bytes: content.subarray(end + 1) } : undefined
  } catch {
    // Cut off while it was written: as good as missing.
    return undefined
  }
}

const isHead = (head: unknown): head is Omit<CachedTile, 'bytes'> =>
  typeof head === 'object' &&
  head !== null &&
  'contentType' in head &&
  typeof head.contentType === 'string' &&
  'freshUntil' in head &&
  typeof head.freshUntil === 'number'

async function prune(folder: string, most: number): Promise<void> {
  const names = (await attempt(readdir(folder))) ?? []
  const files = await Promise.all(
    names.map(async (name) => ({ file: join(folder, name), stats: await attempt(stat(join(folder, name))) })),
  )
  const byAge = files.sort((a, b) => (b.stats?.mtimeMs ?? 0) - (a.stats?.mtimeMs ?? 0))
  let total = 0
  for (const { file, stats } of byAge) {
    total += stats?.size ?? 0
    if (total > most) await attempt(rm(file, { force: true }))
  }
}

async function attempt<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch {
    // See the note on `createTileCache`.
    return undefined
  }
}
