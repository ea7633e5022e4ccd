import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import type { OnlineFailure, OnlineGeocoder } from '#main/services/geocoding/online-geocoder.ts'

/** What goes wrong with a request; `slow` answers after so many milliseconds. */
export type Fault = 'hang' | 'over-quota' | 'bad-key' | 'html' | 'reset' | { slow: number }

interface Answers {
  '/suggest': { suggestions: PlaceSuggestion[] }
  '/resolve': { place?: Place }
  '/reverse': { place?: Place }
}
type Path = keyof Answers

/** A provider of addresses on this machine, with faults that a test switches on, and a client that speaks to it over HTTP. */
export async function startOnlineStandIn() {
  const answers: Answers = { '/suggest': { suggestions: [] }, '/resolve': {}, '/reverse': {} }
  const requests: { path: string; text: string }[] = []
  const abandoned: string[] = []
  const watchers = new Set<() => void>()
  let fault: Fault | undefined

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://standin')
    const text = url.searchParams.get('text') ?? ''
    requests.push({ path: url.pathname, text })
    response.on('close', () => {
      if (!response.writableEnded) abandoned.push(text)
      tell()
    })
    tell()
    answer(request, response, answers[url.pathname as Path])
  })

  const tell = () => watchers.forEach((watch) => watch())

  function answer(request: IncomingMessage, response: ServerResponse, body: object): void {
    const json = () => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    if (fault === 'hang') return
    if (fault === 'reset') request.socket.resetAndDestroy()
    else if (fault === 'over-quota')
      response.writeHead(429, { 'content-type': 'text/html' }).end('<h1>429</h1>')
    else if (fault === 'bad-key') response.writeHead(400).end('{"error":{"status":"INVALID_ARGUMENT"}}')
    // A captive portal answers 200.
    else if (fault === 'html') response.setHeader('content-type', 'text/html').end('<html>Wi-Fi</html>')
    else if (fault) setTimeout(json, fault.slow)
    else json()
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function call<P extends Path>(
    path: P,
    text: string,
    signal: AbortSignal,
  ): Promise<Result<Answers[P], OnlineFailure>> {
    try {
      const reply = await fetch(`${base}${path}?${new URLSearchParams({ text }).toString()}`, { signal })
      if (reply.status === 429) return err('geo/over-quota')
      if (reply.status === 400) return err('geo/bad-key')
      return ok((await reply.json()) as Answers[P])
    } catch (error) {
      // How a call is stopped; the chain knows why.
      if (signal.aborted) throw error
      return err('geo/offline')
    }
  }

  return {
    answers,
    requests,
    /** Texts of requests that the client gave up. */
    abandoned,
    failWith(next: Fault | undefined): void {
      fault = next
    },
    /** Waits until the server has seen what the test asks for. */
    async until(isSo: () => boolean): Promise<void> {
      while (!isSo()) {
        await new Promise<void>((done) => {
          const watch = () => {
            watchers.delete(watch)
            done()
          }
          watchers.add(watch)
        })
      }
    },
    /** A new client is a new key. */
    provider(name = 'Stand-in Maps'): OnlineGeocoder {
      return {
        provider: name,
        async suggest({ text }, signal) {
          const found = await call('/suggest', text, signal)
          return found.ok ? ok(found.value.suggestions) : found
        },
        async resolve({ id }, signal) {
          const found = await call('/resolve', id, signal)
          return found.ok ? ok(found.value.place) : found
        },
        async reverse({ latitude, longitude }, signal) {
          const found = await call('/reverse', `${latitude},${longitude}`, signal)
          return found.ok ? ok(found.value.place) : found
        },
      }
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
