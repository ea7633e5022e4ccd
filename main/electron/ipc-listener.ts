import type { HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { Host } from '../host/host.ts'

/** The parts of Electron's `ipcMain` and of a call's event that are used; tests bring their own. */
export interface IpcCallEvent {
  senderFrame: { url: string; parent: unknown } | null
}

export interface IpcMainLike {
  handle(
    channel: string,
    listener: (event: IpcCallEvent, ...parameters: unknown[]) => Promise<HostReply>,
  ): void
}

/**
 * The one channel between windows and host. Electron's security guide, "Validate the sender of all IPC messages":
 * only the top frame of the program's own page may call.
 */
export function listenOnIpc(
  ipcMain: IpcMainLike,
  host: Pick<Host, 'dispatch' | 'subscribe'>,
  origin: string,
  sendToWindows: (channel: string, event: HostEvent) => void,
): void {
  ipcMain.handle('host:call', (event, method, input) => {
    if (!isOwnFrame(event, origin) || typeof method !== 'string')
      return Promise.resolve({
        ok: false,
        error: { code: 'host/unauthorised', message: 'not the program’s own page', retryable: false },
      })
    return host.dispatch(method, input ?? {})
  })
  host.subscribe((event) => sendToWindows('host:event', event))
}

function isOwnFrame({ senderFrame }: IpcCallEvent, origin: string): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${origin}/`)
}
