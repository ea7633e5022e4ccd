import type { HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { HostTransport } from '#core/contract/transport.ts'

/** Waits before the next try to reach the host again, in milliseconds; the last one repeats. */
const WAITS = [100, 250, 500, 1000, 2000, 5000]
/** The host shows a sign of life every 10 s; after this silence the connection is given up. Milliseconds. */
const SILENCE = 35_000
/** Larger calls go as requests, which can be refused with a reason. UTF-16 code units. */
const LARGEST_MESSAGE = 200_000
/** How long the first call waits for the event socket, so that no event after it is missed. Milliseconds. */
const FIRST_OPEN = 5000

/** The browser's own parts that the transport uses. */
export interface LoopbackParts {
  /** Origin of the host, `http://127.0.0.1:<port>`. */
  origin: string
  fetch: typeof fetch
  openSocket: (url: string) => WebSocket
  /** Milliseconds of silence after which the connection counts as dead. */
  silence?: number
}

/** A transport that can be ended; windows never do, they end with it. */
export interface LoopbackTransport extends HostTransport {
  close(): void
}

/** Calls and events over a WebSocket that comes back by itself; large calls, and those without it, over HTTP. */
export function createLoopbackTransport(parts: LoopbackParts): LoopbackTransport {
  const listeners = new Set<(event: HostEvent) => void>()
  const tell = (event: HostEvent): void => {
    for (const listener of [...listeners]) listener(event)
  }
  const events = keepConnected(parts, tell)

  return {
    async call(method, input) {
      try {
        await events.firstOpen
        const body = JSON.stringify(input ?? {})
        const overSocket = body.length < LARGEST_MESSAGE ? events.call(method, body) : undefined
        if (overSocket) return readReply(await overSocket)
        const response = await parts.fetch(`${parts.origin}/host/${encodeURIComponent(method)}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        })
        return readReply(await response.json())
      } catch {
        // No connection, or an answer cut short: either way the host is gone.
        return unavailable
      }
    },
    subscribe(listener) {
      const own = (event: HostEvent): void => listener(event)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    close: () => events.close(),
  }
}

const unavailable: HostReply = {
  ok: false,
  error: { code: 'host/unavailable', message: 'the host cannot be reached', retryable: true },
}

/** Another program may have taken the port since: what is no envelope is no answer. */
function readReply(answer: unknown): HostReply {
  const isEnvelope = typeof answer === 'object' && answer !== null && 'ok' in answer
  // Our own host answers an envelope whatever the status.
  return isEnvelope ? (answer as HostReply) : unavailable
}

/** `WebSocket.OPEN`, which a test's own socket class may lack. */
const OPEN = 1

interface Reply {
  type: 'reply'
  id: number
  reply: unknown
}

function keepConnected(
  { origin, openSocket, silence = SILENCE }: LoopbackParts,
  tell: (event: HostEvent) => void,
) {
  const url = `${origin.replace(/^http/, 'ws')}/events`
  let socket: WebSocket | undefined
  let isClosed = false
  let wasOpen = false
  let isLost = false
  let tries = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let watch: ReturnType<typeof setTimeout> | undefined
  let opened = (): void => undefined
  let lastCall = 0
  const calls = new Map<number, (reply: unknown) => void>()
  const giveUpCalls = (): void => {
    for (const answer of calls.values()) answer(unavailable)
    calls.clear()
  }
  const firstOpen = new Promise<void>((done) => (opened = done))
  // Calls go on without events then, so that whoever keeps state must be told to look again.
  const patience = setTimeout(() => {
    isLost = true
    opened()
  }, FIRST_OPEN)

  const connect = (): void => {
    const current = openSocket(url)
    socket = current
    let isOver = false
    const heard = (): void => {
      clearTimeout(watch)
      watch = setTimeout(lost, silence)
    }
    // A dead connection may take minutes to say `close`, so it is given up without waiting for it.
    const lost = (): void => {
      if (isOver || isClosed) return
      isOver = true
      clearTimeout(watch)
      current.close()
      giveUpCalls()
      if (wasOpen && !isLost) {
        isLost = true
        tell({ type: 'disconnected' })
      }
      retry = setTimeout(connect, WAITS[Math.min(tries++, WAITS.length - 1)])
    }
    current.addEventListener('open', () => {
      if (isOver) return
      tries = 0
      heard()
      clearTimeout(patience)
      opened()
      if (isLost) tell({ type: 'reconnected' })
      wasOpen = true
      isLost = false
    })
    current.addEventListener('message', ({ data }) => {
      if (isOver) return
      heard()
      // Our own host sends events, replies and its sign of life, nothing else.
      const message = JSON.parse(String(data)) as HostEvent | { type: 'alive' } | Reply
      if (message.type === 'reply') {
        calls.get(message.id)?.(message.reply)
        calls.delete(message.id)
      } else if (message.type !== 'alive') tell(message)
    })
    current.addEventListener('close', lost)
    heard()
  }
  connect()

  return {
    firstOpen,
    /** Undefined while there is no open socket. `input` is JSON already. */
    call(method: string, input: string): Promise<unknown> | undefined {
      if (socket?.readyState !== OPEN) return undefined
      const id = ++lastCall
      socket.send(`{"id":${id},"method":${JSON.stringify(method)},"input":${input}}`)
      return new Promise((done) => calls.set(id, done))
    },
    close() {
      isClosed = true
      giveUpCalls()
      opened()
      clearTimeout(patience)
      clearTimeout(retry)
      clearTimeout(watch)
      socket?.close()
    },
  }
}
