import { contextBridge, ipcRenderer } from 'electron'
import type { HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { HostTransport } from '#core/contract/transport.ts'

/** One object for the window and nothing else: no generic channel, no environment. The host checks every method. */
const transport = {
  call: (method: string, input: unknown) =>
    // The host answers an envelope; a lost host rejects.
    ipcRenderer.invoke('host:call', String(method), input).catch((): HostReply => ({
      ok: false,
      error: { code: 'host/unavailable', message: 'the host cannot be reached', retryable: true },
    })) as Promise<HostReply>,
  subscribe(listener: (event: HostEvent) => void) {
    const forward = (_: unknown, event: HostEvent): void => listener(event)
    ipcRenderer.on('host:event', forward)
    return () => void ipcRenderer.removeListener('host:event', forward)
  },
} satisfies HostTransport

contextBridge.exposeInMainWorld('hostTransport', transport)
