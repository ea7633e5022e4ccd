import type { HostTransport } from '#core/contract/transport.ts'
import { createIpcTransport } from './ipc-transport.ts'
import { createLoopbackTransport } from './loopback-transport.ts'

declare global {
  interface Window {
    /** Set by the preload script; only the desktop window has it. */
    hostTransport?: HostTransport
  }
}

/** The preload script's channel where there is one, else the loopback host that served this page. */
export function pickTransport(): HostTransport {
  if (window.hostTransport) return createIpcTransport(window.hostTransport)
  return createLoopbackTransport({
    origin: location.origin,
    fetch: (...parameters) => fetch(...parameters),
    openSocket: (url) => new WebSocket(url),
  })
}
