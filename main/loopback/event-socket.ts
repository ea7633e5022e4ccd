import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Dispatch } from '#main/host/dispatch.ts'
import type { EventHub } from '#main/host/event-hub.ts'
import { toJson } from '#main/store/json-member.ts'

/** Path of the WebSocket that carries host events, and the small calls: a message costs a tenth of a request. */
export const EVENTS_PATH = '/events'
/** A window that hears nothing for three beats takes the connection for dead. Milliseconds. */
const BEAT = 10_000
/** Larger calls come as requests, which are refused with a reason when they are too large. Bytes. */
const LARGEST_CALL = 1024 * 1024
/** A window that stopped reading is cut off; it asks for what it missed when it comes back. Bytes. */
const LARGEST_BACKLOG = 64 * 1024 * 1024

export interface EventSocket {
  /** Takes over a connection that the guard let pass. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Says goodbye to every window. */
  close(): void
}

/**
 * Sends every host event to every connected window, answers its calls, and beats so that both sides notice a dead
 * connection.
 */
export function createEventSocket(events: EventHub, dispatch: Dispatch, beat = BEAT): EventSocket {
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_CALL, perMessageDeflate: false })
  const answered = new WeakSet<WebSocket>()

  const endSubscription = events.subscribe((event) => {
    if (server.clients.size === 0) return
    const text = toJson(event)
    for (const window of server.clients) send(window, text)
  })

  const timer = setInterval(() => {
    for (const window of server.clients) {
      if (!answered.has(window)) window.terminate()
      else {
        answered.delete(window)
        window.ping()
        send(window, '{"type":"alive"}')
      }
    }
  }, beat)
  timer.unref()

  return {
    accept(request, socket, head) {
      server.handleUpgrade(request, socket, head, (window) => {
        answered.add(window)
        window.on('pong', () => answered.add(window))
        // `ws` closes the connection itself after an error; 'close' follows.
        window.on('error', () => window.terminate())
        window.on('message', (data) => void answer(window, dispatch, rawText(data)))
        server.emit('connection', window, request)
        send(window, '{"type":"alive"}')
      })
    },
    close() {
      clearInterval(timer)
      endSubscription()
      for (const window of server.clients) window.close(1001)
      server.close()
    },
  }
}

function send(window: WebSocket, text: string): void {
  if (window.readyState !== window.OPEN) return
  if (window.bufferedAmount > LARGEST_BACKLOG) window.terminate()
  else window.send(text)
}

/** A call is `{ id, method, input }`; what is none ends the connection, because no window of ours sends it. */
async function answer(window: WebSocket, dispatch: Dispatch, text: string): Promise<void> {
  const call = parseCall(text)
  if (!call) return window.close(1008)
  const reply = await dispatch(call.method, call.input, { transport: 'loopback' })
  send(window, `{"type":"reply","id":${call.id},"reply":${toJson(reply)}}`)
}

function parseCall(text: string): { id: number; method: string; input: unknown } | undefined {
  try {
    const call: unknown = JSON.parse(text)
    if (typeof call !== 'object' || call === null) return undefined
    const { id, method, input } = call as Record<string, unknown>
    return typeof id === 'number' && typeof method === 'string'
      ? { id, method, input: input ?? {} }
      : undefined
  } catch {
    return undefined
  }
}

/** `ws` hands on text as it came from the network: in one piece or in several. */
function rawText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.from(data as ArrayBuffer).toString('utf8')
}
