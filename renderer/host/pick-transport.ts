import type { HostTransport } from '#core/contract/transport.ts'
import { createLoopbackTransport } from './loopback-transport.ts'

declare global {
  interface Window {
    /** Set by the preload script; only the desktop window has it. */
    hostTransport?: HostTransport
  }
}

/** The preload script's channel where there is one, else the loopback host that served this page. */
export const pickTransport = (): HostTransport => window.hostTransport ?? createLoopbackTransport()
