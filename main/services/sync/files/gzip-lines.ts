import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { LineTooLong, textLines } from '#core/lib/text-lines.ts'

/** Characters: a page of the feed stays far below. */
const LONGEST_LINE = 64 * 1024 * 1024
/** Characters of a whole file: some fifty times all of an organisation with 100,000 customers. */
const LONGEST_TEXT = 16 * 1024 * 1024 * 1024

export interface ReadOptions {
  signal?: AbortSignal
  /** Hears how many bytes of the file were read so far. */
  read?: (bytes: number) => void
}

/**
 * The lines of a gzipped file.
 *
 * @throws Error when it cannot be read or is not gzipped, `AbortError` when it is given up; LineTooLong.
 */
export async function* readLines(file: string, { signal, read }: ReadOptions = {}): AsyncGenerator<string> {
  const source = createReadStream(file, { ...(signal && { signal }) })
  const text = createGunzip().setEncoding('utf8')
  // An error of the source does not travel down a pipe.
  source.on('error', (error) => text.destroy(error))
  source.on('data', () => read?.(source.bytesRead))
  async function* measured() {
    let length = 0
    for await (const piece of source.pipe(text) as AsyncIterable<string>) {
      length += piece.length
      if (length > LONGEST_TEXT) throw new LineTooLong()
      signal?.throwIfAborted()
      yield piece
    }
  }
  try {
    yield* textLines(measured(), LONGEST_LINE)
  } finally {
    source.destroy()
    text.destroy()
  }
}

/** Writes a gzipped file that is there entire or not at all, for its owner only. */
export async function writeLines(
  file: string,
  lines: AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  const part = `${file}.part`
  async function* withFeeds() {
    for await (const line of lines) {
      signal?.throwIfAborted()
      yield `${line}\n`
    }
  }
  try {
    await pipeline(
      Readable.from(withFeeds()),
      createGzip(),
      createWriteStream(part, { mode: 0o600, flush: true }),
    )
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
