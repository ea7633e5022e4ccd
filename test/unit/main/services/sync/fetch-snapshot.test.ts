import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Snapshot } from '#core/contract/snapshot-contract.ts'
import { fetchSnapshot } from '#main/services/sync/snapshot/fetch-snapshot.ts'
import { createServerHttp } from '#main/services/sync/server-http.ts'
import { tempFolder } from '#test/support/temp-folder.ts'

/* What a desktop makes of what a server gives out as a snapshot: also of one that means it no good. */

const PART = 100_000
const content = randomBytes(4 * PART + 1234)
const raw = Array.from({ length: 5 }, (_, n) => content.subarray(n * PART, (n + 1) * PART))
const packed = raw.map((part) => gzipSync(part))
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const format = hashOf(Buffer.from('format'))

const snapshotOf = (changes: Partial<Snapshot> = {}): Snapshot => ({
  ...{ id: randomUUID(), format, epoch: 'epoch', seq: 9, records: 500 },
  parts: packed.map((part, n) => ({
    bytes: raw[n]?.length ?? 0,
    packed: part.length,
    sha256: hashOf(part),
  })),
  ...changes,
})

type Part = (index: number, response: ServerResponse) => void
const sendPart: Part = (index, response) =>
  void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(packed[index])

/** A server that has this snapshot, and answers for its parts as it likes. */
async function served(snapshot: unknown, part: Part = sendPart) {
  const asked: number[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) text += String(piece)
    if (request.url === '/v1/snapshot-part') {
      const { part: index } = JSON.parse(text) as { part: number }
      asked.push(index)
      return part(index, response)
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ok: true, ...(snapshot !== undefined && { snapshot }) }))
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const http = createServerHttp({ url: `http://127.0.0.1:${port}`, environment: {}, userAgent: 'test' })
  onTestFinished(() => {
    http.close()
    server.closeAllConnections()
    server.close()
  })
  const file = join(tempFolder(), 'enlace.sqlite')
  const told: number[] = []
  const run = (signal = new AbortController().signal) =>
    fetchSnapshot({
      ...{ http, device: 'device', token: 'token', file, signal },
      wants: { epoch: 'epoch', format },
      told: (records) => void told.push(records),
    })
  return { run, file, asked, told }
}

describe('fetching a snapshot', () => {
  it('brings the file byte by byte, and tells how far it is', async () => {
    const snapshot = snapshotOf()
    const { run, file, told } = await served(snapshot)
    expect(await run()).toEqual(snapshot)
    expect(readFileSync(file).equals(content)).toBe(true)
    expect(existsSync(`${file}.parts`)).toBe(false)
    expect([told[0], told.at(-1)]).toEqual([0, 500])
  })

  it('leaves one that is not there, of another feed, or of another program', async () => {
    for (const snapshot of [
      undefined,
      snapshotOf({ epoch: 'another' }),
      snapshotOf({ format: hashOf(Buffer.from('another')) }),
    ]) {
      const { run, asked } = await served(snapshot)
      expect(await run()).toBeUndefined()
      expect(asked).toEqual([])
    }
  })

  it('goes on with what is here of the same one, and begins anew with another', async () => {
    const snapshot = snapshotOf()
    let isCut = true
    const { run, file, asked } = await served(snapshot, (index, response) => {
      if (isCut && index === 3) response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Wi-Fi</p>')
      else sendPart(index, response)
    })
    await expect(run()).rejects.toThrow('text/html')
    expect(existsSync(`${file}.parts`)).toBe(true)
    isCut = false
    const before = asked.length
    expect(await run()).toEqual(snapshot)
    expect(asked.slice(before)).not.toContain(0)
    expect(readFileSync(file).equals(content)).toBe(true)

    writeFileSync(`${file}.parts`, 'another\n0\n1\n2\n3\n4\n')
    writeFileSync(file, Buffer.alloc(content.length))
    expect(await run()).toEqual(snapshot)
    expect(readFileSync(file).equals(content)).toBe(true)
  })

  it('asks again for what did not come', async () => {
    let failures = 2
    const { run, file } = await served(snapshotOf(), (index, response) => {
      if (index === 1 && failures-- > 0) response.destroy()
      else sendPart(index, response)
    })
    await run()
    expect(readFileSync(file).equals(content)).toBe(true)
  })

  const bomb = gzipSync(Buffer.alloc(20 * PART))
  it.each([
    ['another part', gzipSync(randomBytes(PART))],
    ['more than was said', Buffer.concat([packed[2] ?? Buffer.alloc(0), Buffer.alloc(PART)])],
    ['nothing', Buffer.alloc(0)],
  ])('takes %s for no answer', async (_, body) => {
    const { run } = await served(snapshotOf(), (index, response) => {
      if (index !== 2) return sendPart(index, response)
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(body)
    })
    await expect(run()).rejects.toMatchObject({ code: 'badAnswer' })
  })

  it('unpacks no more than was said', async () => {
    const parts = [{ bytes: PART, packed: bomb.length, sha256: hashOf(bomb) }]
    const { run } = await served(snapshotOf({ parts }), (_, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bomb)
    })
    await expect(run()).rejects.toThrow(/larger than/)
  })

  it('ends with the signal, and when the server has it no more', async () => {
    const stop = new AbortController()
    const begun = await served(snapshotOf(), (index, response) => {
      if (index === 0) stop.abort()
      sendPart(index, response)
    })
    await expect(begun.run(stop.signal)).rejects.toThrow(/abort/i)
    const gone = await served(snapshotOf(), (_, response) => {
      response.writeHead(410, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { code: 'sync/gone', message: 'gone' } }))
    })
    await expect(gone.run()).rejects.toMatchObject({ code: 'badAnswer' })
  })

  it('leaves the file for pages over a network that is too slow for it', async () => {
    // What is announced would take hours at this rate.
    const huge = Array.from({ length: 2000 }, () => ({
      ...{ bytes: PART, packed: 20_000_000, sha256: hashOf(Buffer.from('x')) },
    }))
    const open: ServerResponse[] = []
    const drip = setInterval(() => open.forEach((response) => response.write(Buffer.alloc(1000))), 100)
    onTestFinished(() => clearInterval(drip))
    const { run, asked } = await served(snapshotOf({ parts: huge }), (_, response) => {
      open.push(response.writeHead(200, { 'content-type': 'application/octet-stream' }))
    })
    expect(await run()).toBeUndefined()
    expect(asked).toHaveLength(3)
  })
})
