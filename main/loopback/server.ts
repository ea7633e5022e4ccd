import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import type { HostReply } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import type { Host } from '../host/host.ts'
import { createGate } from './gate.ts'
import { contentSecurityPolicy, readStaticFile, securityHeaders } from './static-files.ts'

/** Largest body of a call, in bytes. */
const LARGEST_BODY = 32 * 1024 * 1024
/** How often the host shows each window that it lives, in milliseconds. */
const HEARTBEAT_MS = 15_000

export interface LoopbackServer {
  /** The address with the one-time token. */
  url: string
  port: number
  close(): Promise<void>
}

export interface LoopbackOptions {
  host: Pick<Host, 'dispatch' | 'subscribe' | 'tiles'>
  /** The built window. */
  rendererFolder: string
  /** 0 takes a free one. */
  port: number
}

/** @throws the listener's own error, with `code` EADDRINUSE or EACCES, when the port cannot be had. */
export async function startLoopbackServer({
  host,
  rendererFolder,
  port,
}: LoopbackOptions): Promise<LoopbackServer> {
  const gate = createGate(() => actualPort)
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => {
      console.error(error)
      if (!response.headersSent) end(response, 500)
      else response.destroy()
    })
  })
  const sockets = serveEvents(
    server,
    host,
    (request) => gate.isOwnHost(request) && gate.isOwnOrigin(request) && gate.hasCookie(request),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const actualPort = (server.address() as AddressInfo).port

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(`ws://127.0.0.1:${actualPort}`))
    if (!gate.isOwnHost(request)) return end(response, 421)
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    if (request.method === 'GET') return get(path, request, response)
    if (request.method !== 'POST' || !path.startsWith('/host/')) return end(response, 405)
    if (!gate.isOwnOrigin(request) || !gate.hasCookie(request))
      return reply(response, 403, failure('host/unauthorised', 'open the address that the host printed'))
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return reply(response, 415, failure('host/invalid-input', 'JSON only'))
    const body = await readBody(request)
    if (body === undefined) return reply(response, 413, failure('host/too-large', 'body over 32 MB'))
    const input = parseJson(body)
    if (!input.ok) return reply(response, 400, failure('host/invalid-input', 'no valid JSON'))
    reply(response, 200, await host.dispatch(path.slice('/host/'.length), input.value))
  }

  async function get(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cookie = gate.enter(path)
    if (cookie !== undefined) {
      response.setHeader('Set-Cookie', cookie)
      response.setHeader('Location', '/')
      return end(response, 303)
    }
    if (!gate.hasCookie(request)) return end(response, 403, 'Enlace: open the address that the host printed.')
    if (path.startsWith('/start/')) {
      response.setHeader('Location', '/')
      return end(response, 303)
    }
    if (path.startsWith('/tiles/')) {
      const tile = await host.tiles(path)
      response.writeHead(tile.status, tile.headers).end(tile.body)
      return
    }
    const file = await readStaticFile(rendererFolder, path)
    if (!file) return end(response, 404)
    // Built files carry a hash in their name; the page itself does not.
    const isPage = file.type.startsWith('text/html')
    response.setHeader('Cache-Control', isPage ? 'no-store' : 'private, max-age=31536000, immutable')
    response.writeHead(200, { 'Content-Type': file.type }).end(file.body)
  }

  return {
    url: `http://127.0.0.1:${actualPort}${gate.startPath}`,
    port: actualPort,
    async close() {
      sockets.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

/** Commit, task and settings events go to every window over its WebSocket. */
function serveEvents(
  server: Server,
  host: Pick<Host, 'subscribe'>,
  isAllowed: (request: IncomingMessage) => boolean,
) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 })
  server.on('upgrade', (request, socket, head) => {
    if (!isAllowed(request) || request.url !== '/events') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      sockets.emit('connection', webSocket, request),
    )
  })
  const send = (socket: WebSocket, text: string): void => {
    if (socket.readyState === socket.OPEN) socket.send(text)
  }
  const stop = host.subscribe((event) => {
    const text = JSON.stringify(event)
    for (const socket of sockets.clients) send(socket, text)
  })
  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) send(socket, '{"type":"alive"}')
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return {
    close() {
      stop()
      clearInterval(heartbeat)
      for (const socket of sockets.clients) socket.close(1001)
      sockets.close()
    },
  }
}

function end(response: ServerResponse, status: number, text = ''): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
}

function reply(response: ServerResponse, status: number, value: HostReply): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(JSON.stringify(value))
}

const failure = (code: HostErrorCode, message: string): HostReply => ({
  ok: false,
  error: { code, message, retryable: false },
})

/** Undefined when it is larger than allowed; the rest is read and thrown away, so that the answer arrives. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= LARGEST_BODY) parts.push(part)
    else parts.length = 0
  }
  return size <= LARGEST_BODY ? Buffer.concat(parts).toString('utf8') : undefined
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    return { ok: false }
  }
}
