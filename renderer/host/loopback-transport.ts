import type { HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { HostTransport } from '#core/contract/transport.ts'

/** Waits before the next try to reach the host again, in milliseconds; the last one repeats. */
const WAITS = [250, 500, 1000, 2000, 5000]
/** The host shows a sign of life every 15 s; after this silence the connection is given up, in milliseconds. */
const SILENCE = 40_000

const unavailable: HostReply = {
  ok: false,
  error: { code: 'host/unavailable', message: 'the host cannot be reached', retryable: true },
}

/** Calls over HTTP, events over a WebSocket that comes back by itself. */
export function createLoopbackTransport(): HostTransport {
  const listeners = new Set<(event: HostEvent) => void>()
  const tell = (event: HostEvent): void => {
    for (const listener of listeners) listener(event)
  }
  let isStarted = false

  return {
    async call(method, input) {
      try {
        const response = await fetch(`/host/${encodeURIComponent(method)}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(input ?? {}),
        })
        // Our own host answers an envelope whatever the status.
        return (await response.json()) as HostReply
      } catch {
        // No connection, or an answer cut short: both mean that the host is gone.
        return unavailable
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      if (!isStarted) {
        isStarted = true
        connect(0, false)
      }
      return () => listeners.delete(listener)
    },
  }

  function connect(tries: number, wasLost: boolean): void {
    const socket = new WebSocket(`ws://${location.host}/events`)
    let isOpen = false
    let silence = setTimeout(() => socket.close(), SILENCE)
    socket.addEventListener('open', () => {
      isOpen = true
      if (wasLost) tell({ type: 'reconnected' })
    })
    socket.addEventListener('message', ({ data }) => {
      clearTimeout(silence)
      silence = setTimeout(() => socket.close(), SILENCE)
      // Our own host sends events and the heartbeat, nothing else.
      const event = JSON.parse(String(data)) as HostEvent | { type: 'alive' }
      if (event.type !== 'alive') tell(event)
    })
    socket.addEventListener('close', () => {
      clearTimeout(silence)
      if (isOpen) tell({ type: 'disconnected' })
      const next = isOpen ? 0 : tries
      setTimeout(() => connect(next + 1, true), WAITS[Math.min(next, WAITS.length - 1)])
    })
  }
}
