import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { EventHub } from '#main/host/event-hub.ts'

/** Path of the WebSocket that carries host events. */
export const EVENTS_PATH = '/events'
/** A window that hears nothing for three beats takes the connection for dead. Milliseconds. */
const BEAT = 10_000
/** A window that stopped reading is cut off; it asks for what it missed when it comes back. Bytes. */
const LARGEST_BACKLOG = 64 * 1024 * 1024

export interface EventSocket {
  /** Takes over a connection that the guard let pass. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Says goodbye to every window. */
  close(): void
}

/** Sends every host event to every connected window, and a beat so that both sides notice a dead connection. */
export function createEventSocket(events: EventHub, beat = BEAT): EventSocket {
  // Windows never send anything: one byte is more than enough.
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false })
  const answered = new WeakSet<WebSocket>()

  const endSubscription = events.subscribe((event) => {
    if (server.clients.size === 0) return
    const text = JSON.stringify(event)
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
