import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface FaultyProxy {
  url: string
  /** How many calls met each fault so far. */
  counts: Record<Fault, number>
  /** From now on every call passes as it is. */
  heal(): void
  close(): Promise<void>
}

const FAULTS = ['lostRequest', 'lostAnswer', 'brokenAnswer', 'duplicate', 'delay'] as const
type Fault = (typeof FAULTS)[number]

/** How likely each fault is, for one call. */
const CHANCE = 0.12
/** Longest delay of a call, and of its duplicate. Milliseconds. */
const LONGEST_DELAY = 400

/**
 * Stands before a server and does to its calls what networks do: requests and answers get lost, answers break off, calls
 * arrive twice or late, and live connections are cut.
 *
 * @param seed the same one gives the same faults in the same order of calls.
 */
export async function startFaultyProxy(target: string, seed: number): Promise<FaultyProxy> {
  const random = seeded(seed)
  const counts = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>
  let isHealed = false

  const meets = (fault: Fault): boolean => {
    const isMet = !isHealed && random() < CHANCE
    if (isMet) counts[fault]++
    return isMet
  }
  const wait = () => new Promise((resolve) => setTimeout(resolve, random() * LONGEST_DELAY))

  const forward = (request: IncomingMessage, body: Buffer): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { method, headers, url } = request
      const passed = httpRequest(new URL(url ?? '/', target), { method, headers, agent: false })
      passed.on('response', resolve)
      passed.on('error', reject)
      passed.end(body)
    })

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request)
    const isLive = request.method === 'GET'
    if (meets('delay')) await wait()
    if (meets('lostRequest')) return void response.destroy()
    if (!isLive && meets('duplicate'))
      void wait()
        .then(() => forward(request, body))
        .then((late) => late.resume())
        .catch(() => undefined)
    const passed = await forward(request, body)
    if (isLive) {
      response.writeHead(passed.statusCode ?? 502, passed.headers)
      passed.pipe(response)
      response.on('close', () => passed.destroy())
      passed.on('error', () => response.destroy())
      const cut = setTimeout(() => !isHealed && response.destroy(), 500 + random() * 3000)
      return void response.on('close', () => clearTimeout(cut))
    }
    const whole = await buffer(passed)
    if (meets('lostAnswer')) return void response.destroy()
    response.writeHead(passed.statusCode ?? 502, passed.headers)
    if (!meets('brokenAnswer')) return void response.end(whole)
    response.write(whole.subarray(0, Math.floor(whole.length / 2)))
    setTimeout(() => response.destroy(), 20)
  }

  const server = createServer((request, response) => {
    // The server behind may be dead: so is the connection then.
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    heal: () => void (isHealed = true),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Mulberry32: from 0 up to, not including, 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
