import type { HostReply } from '#core/contract/envelope.ts'
import type { HostTransport } from '#core/contract/transport.ts'

const unavailable: HostReply = {
  ok: false,
  error: { code: 'host/unavailable', message: 'the host cannot be reached', retryable: true },
}

/** The preload script's channel. It rejects what cannot be sent or when the host is gone; a transport never does. */
export const createIpcTransport = (channel: HostTransport): HostTransport => ({
  async call(method, input) {
    try {
      return await channel.call(method, input ?? {})
    } catch {
      // Closing, or a value that no channel can carry.
      return unavailable
    }
  },
  subscribe: (listener) => channel.subscribe(listener),
})
