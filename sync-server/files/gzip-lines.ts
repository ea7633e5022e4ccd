import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { textLines } from '#core/lib/text-lines.ts'

/** Characters: a part of an op with long texts stays far below. */
const LONGEST_LINE = 64 * 1024 * 1024

/**
 * The lines of a gzipped file.
 *
 * @throws Error when the file cannot be read or is not gzipped; LineTooLong.
 */
export async function* readLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file)
  const text = createGunzip().setEncoding('utf8')
  // An error of the source does not travel down a pipe.
  source.on('error', (error) => text.destroy(error))
  try {
    yield* textLines(source.pipe(text) as AsyncIterable<string>, LONGEST_LINE)
  } finally {
    source.destroy()
    text.destroy()
  }
}

/** Writes a gzipped file that is there entire or not at all, for its owner only. */
export async function writeLines(file: string, lines: AsyncIterable<string>): Promise<void> {
  const part = `${file}.part`
  async function* withFeeds() {
    for await (const line of lines) yield `${line}\n`
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
