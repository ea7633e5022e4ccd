import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { HostReply } from '#core/contract/envelope.ts'
import { hostMethods } from '#core/contract/host-contract.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { HostTransport } from '#core/contract/transport.ts'

const methods: ReadonlySet<string> = new Set(hostMethods)

/**
 * One object for the window and nothing else. Electron's security guide, "Do not expose Electron APIs to untrusted web
 * content": neither a channel nor a method of the window's choosing goes through.
 */
const transport = {
  async call(method: string, input: unknown): Promise<HostReply> {
    if (!methods.has(method)) {
      const message = 'The host has no such method.'
      return { ok: false, error: { code: 'host/unknown-method', message, retryable: false } }
    }
    // The host answers nothing but envelopes.
    return (await ipcRenderer.invoke('host:call', method, input)) as HostReply
  },
  subscribe(listener: (event: HostEvent) => void): () => void {
    const forward = (_event: IpcRendererEvent, event: HostEvent): void => listener(event)
    ipcRenderer.on('host:event', forward)
    return () => void ipcRenderer.removeListener('host:event', forward)
  },
} satisfies HostTransport

contextBridge.exposeInMainWorld('hostTransport', transport)
