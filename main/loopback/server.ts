import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { err, ok, type Result } from '#core/lib/result.ts'
import { securityHeaders } from '#main/host/content-policy.ts'
import type { Dispatch } from '#main/host/dispatch.ts'
import type { EventHub } from '#main/host/event-hub.ts'
import type { Log } from '#main/host/log.ts'
import type { StaticFiles } from '#main/host/static-files.ts'
import type { TileSource } from '#main/services/tiles/tile-source.ts'
import { createEventSocket, EVENTS_PATH } from './event-socket.ts'
import { createGuard } from './guard.ts'
import { createRoutes } from './routes.ts'
import type { DoorMemory } from './door-memory.ts'
import { createSessions } from './sessions.ts'

export interface LoopbackOptions {
  dispatch: Dispatch
  events: EventHub
  files: StaticFiles
  tiles: TileSource
  log: Log
  /** 0 takes the port of the last run where it is free, else any. */
  port: number
  /** What a host that is started again remembers; without it every start is a new one. */
  memory?: DoorMemory
  /** For the page that says a link was used already. */
  linkUsedText: string
  /** Milliseconds between two beats of the event socket. */
  beat?: number
}

export interface LoopbackServer {
  port: number
  /** A fresh address that lets one browser in, once. */
  newLink(): string
  /** Ends every connection; calls under way get no answer any more. */
  close(): Promise<void>
}

export type ListenProblem = 'port-in-use' | 'port-not-allowed' | 'cannot-listen'

/** Serves the renderer, the host contract and its events on 127.0.0.1, to nobody who lacks a one-time link. */
export async function startLoopbackServer(
  options: LoopbackOptions,
): Promise<Result<LoopbackServer, ListenProblem>> {
  const server = createServer({ keepAliveTimeout: 65_000 })
  const { memory } = options
  const lastPort = options.port === 0 ? memory?.port : undefined
  const isOnLastPort = lastPort !== undefined && (await listen(server, lastPort)) === undefined
  const problem = isOnLastPort ? undefined : await listen(server, options.port)
  if (problem) return err(problem)
  const { port } = server.address() as AddressInfo
  memory?.listensOn(port)

  const sessions = createSessions(memory)
  const guard = createGuard(port, sessions)
  const socket = createEventSocket(options.events, options.dispatch, options.beat)
  const headers = securityHeaders([`ws://127.0.0.1:${port}`])
  const routes = createRoutes({ ...options, guard, sessions, headers })

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    routes(request, response).catch((error: unknown) => {
      options.log.error('request failed', {}, error)
      response.destroy()
    })
  })
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    connection.on('error', () => connection.destroy())
    if (request.url !== EVENTS_PATH) return refuseUpgrade(connection, '404 Not Found')
    const rejection = guard.check(request, 'call')
    if (rejection)
      return refuseUpgrade(connection, rejection === 'foreign' ? '403 Forbidden' : '401 Unauthorized')
    socket.accept(request, connection, head)
  })

  return ok({
    port,
    newLink: () => `${guard.origin}/enter/${sessions.newLink()}`,
    async close() {
      socket.close()
      server.close()
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  })
}

/** Why a port cannot be had, before anything else is done for it. */
export async function probePort(port: number): Promise<ListenProblem | undefined> {
  const server = createServer()
  const problem = await listen(server, port)
  if (problem) return problem
  server.close()
  await once(server, 'close')
  return undefined
}

async function listen(server: Server, port: number): Promise<ListenProblem | undefined> {
  try {
    server.listen({ host: '127.0.0.1', port, exclusive: true })
    await once(server, 'listening')
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') return 'port-in-use'
    return code === 'EACCES' ? 'port-not-allowed' : 'cannot-listen'
  }
}

function refuseUpgrade(connection: Duplex, status: string): void {
  connection.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
