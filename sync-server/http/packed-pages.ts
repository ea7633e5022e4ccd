import type { FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import { createTurns } from '../store/turns.ts'
import { statusOf } from './answers.ts'

/** Pages that are read and compressed at a time; the database has as many readers. */
const AT_A_TIME = 2
/** Level 1 costs a third of the time of level 6 for some tenth more bytes. */
const FAST = { level: constants.Z_BEST_SPEED }
/** Characters of JSON that are compressed at a time. */
const PIECE = 64 * 1024

/**
 * The JSON of a page in pieces. Its text is never there as a whole: texts of a megabyte are freed late, and fifty desktops
 * that come back at once would fill the server's memory with them.
 */
function* piecesOf(page: object): Generator<string> {
  const { items, ...rest } = page as { items?: readonly unknown[] }
  // A refusal is short.
  if (!items) {
    yield JSON.stringify(page)
    return
  }
  let piece = JSON.stringify({ ...rest, items: [] }).slice(0, -2)
  for (const [index, item] of items.entries()) {
    piece += `${index === 0 ? '' : ','}${JSON.stringify(item)}`
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  yield `${piece}]}`
}

const compress = (page: object): Promise<Buffer> =>
  pipeline(Readable.from(piecesOf(page)), createGzip(FAST), async (zipped: AsyncIterable<Buffer>) => {
    const parts: Buffer[] = []
    for await (const part of zipped) parts.push(part)
    return Buffer.concat(parts)
  })

/**
 * Answers pages of a pull. Each is compressed before its first byte leaves, and few are made at a time: when fifty
 * desktops come back at once and read slowly, the server holds fifty compressed pages, a tenth of the pages themselves.
 */
export function createPackedPages() {
  const turns = createTurns(Array.from({ length: AT_A_TIME }, (_, place) => place))
  return async (
    { headers }: FastifyRequest,
    reply: FastifyReply,
    make: () => Promise<object>,
  ): Promise<unknown> => {
    const { page, status } = await turns.take(async () => {
      const made = await make()
      return {
        page: headers['accept-encoding'] === 'gzip' ? await compress(made) : made,
        status: statusOf(made),
      }
    })
    reply.code(status)
    if (!Buffer.isBuffer(page)) return reply.send(page)
    return reply
      .headers({ 'content-type': 'application/json; charset=utf-8', 'content-encoding': 'gzip' })
      .send(page)
  }
}
