import type { HostEvent } from './host-events.ts'
import type { HostReply } from './envelope.ts'

/** The only thing with several implementations between screens and host: memory, loopback, Electron IPC. */
export interface HostTransport {
  /** Never rejects: failures of the channel itself come as `host/unavailable`. */
  call(method: string, input: unknown): Promise<HostReply>
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: HostEvent) => void): () => void
}
