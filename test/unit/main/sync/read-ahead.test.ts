import { describe, expect, it } from 'vitest'
import type { FeedItem, PullAnswer, PullRequest } from '#core/sync/wire.ts'
import { readAhead } from '#main/services/sync/read-ahead.ts'

const RECORDS = 25
const SIZE = 5

const first: PullRequest = {
  ...{ device: 'd', schema: 1, scopeVersion: 1, limit: SIZE },
  ...{ after: { seq: 0 }, only: 'records' },
}
const record = (seq: number): FeedItem => ({ type: 'record', seq, collection: 'customers', id: `c${seq}` })

/** A server with records 1 to 25, one for each sequence number; notes where it was asked. */
function createServer() {
  const asked: number[] = []
  const server = {
    asked,
    epoch: 'e',
    fails: false,
    async pull({ after, only }: PullRequest): Promise<PullAnswer> {
      asked.push(after.seq)
      await turn()
      if (server.fails) throw new Error('no network')
      const seqs = Array.from({ length: SIZE }, (_, i) => after.seq + 1 + i).filter((seq) => seq <= RECORDS)
      const last = seqs.at(-1) ?? RECORDS
      return {
        ...{ ok: true, epoch: server.epoch, items: seqs.map(record), next: { seq: last } },
        more: last < RECORDS,
        ...(after.seq === 0 && only === 'records' && { total: RECORDS }),
      }
    },
  }
  return server
}

const turn = (): Promise<void> => new Promise((done) => void setImmediate(done))
/** Resolves when everything that is under way without a network is done. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 2 * RECORDS; turns++) await turn()
}

const seqsOf = (page: PullAnswer) => (page.ok ? page.items.map(({ seq }) => seq) : page)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe('reading ahead', () => {
  it('hands on what has come meanwhile as one page, and fetches no more than it is to hold', async () => {
    const server = createServer()
    const pull = readAhead(server.pull, { together: 10 })
    const page = await pull(first)
    expect(page).toMatchObject({ more: true, next: { seq: 5 }, total: RECORDS })
    expect(seqsOf(page)).toEqual(range(1, 5))
    await settled()
    expect(server.asked).toEqual([0, 5, 10])
    expect(seqsOf(await pull({ ...first, after: { seq: 5 } }))).toEqual(range(6, 15))
    await settled()
    const end = await pull({ ...first, after: { seq: 15 } })
    expect(end).toMatchObject({ more: false, next: { seq: 25 } })
    expect(seqsOf(end)).toEqual(range(16, 25))
    expect(server.asked).toEqual([0, 5, 10, 15, 20])
  })

  it('never answers an ordinary pull, or one from another place, with what it has', async () => {
    const server = createServer()
    const pull = readAhead(server.pull, { together: 5 })
    await pull(first)
    await settled()
    const { only: _only, ...ordinary } = first
    await pull({ ...ordinary, after: { seq: 5 } })
    expect(server.asked).toEqual([0, 5, 5])
    expect(seqsOf(await pull({ ...first, after: { seq: 20 } }))).toEqual(range(21, 25))
    expect(server.asked).toEqual([0, 5, 5, 20])
    await settled()
    expect(seqsOf(await pull({ ...first, after: { seq: 5 } }))).toEqual(range(6, 10))
  })

  it('hands on what has come when the network fails behind it, and tells of that when it is asked again', async () => {
    const server = createServer()
    const pull = readAhead(
      (request) => {
        server.fails ||= request.after.seq >= 10
        return server.pull(request)
      },
      { together: 15 },
    )
    await pull(first)
    await settled()
    expect(seqsOf(await pull({ ...first, after: { seq: 5 } }))).toEqual(range(6, 10))
    await expect(pull({ ...first, after: { seq: 10 } })).rejects.toThrow('no network')
    server.asked.length = 0
    await expect(pull({ ...first, after: { seq: 10 } })).rejects.toThrow('no network')
    expect(server.asked).toEqual([10])
  })

  it('does not mix what the server said before and after it was restored', async () => {
    const server = createServer()
    const pull = readAhead(
      (request) => {
        server.epoch = request.after.seq >= 10 ? 'later' : 'e'
        return server.pull(request)
      },
      { together: 15 },
    )
    await pull(first)
    await settled()
    const page = await pull({ ...first, after: { seq: 5 } })
    expect(page).toMatchObject({ epoch: 'e', next: { seq: 10 }, more: true })
    expect(await pull({ ...first, after: { seq: 10 } })).toMatchObject({ epoch: 'later' })
  })
})
