import type { FastifyReply, FastifyRequest } from 'fastify'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { createTurns } from '../store/turns.ts'
import { statusOf } from './answers.ts'

/** Pages that are read and compressed at a time; the database has as many readers. */
const AT_A_TIME = 2
/** Level 1 costs a third of the time of level 6 for some tenth more bytes. */
const FAST = { level: constants.Z_BEST_SPEED }

const compress = promisify(gzip)

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
        page: headers['accept-encoding'] === 'gzip' ? await compress(JSON.stringify(made), FAST) : made,
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
