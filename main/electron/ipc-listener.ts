import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { Host } from '../host/host.ts'

/** The two channels between windows and host; the preload script has the same names. */
const CALL = 'host:call'
const EVENT = 'host:event'

/** The parts of Electron's `ipcMain` that are used; tests bring their own. */
export interface IpcMainLike {
  handle(channel: string, listener: (event: IpcCall, ...parameters: unknown[]) => Promise<HostReply>): void
}

/** What Electron tells of a call: the frame it came from, null when that is gone already. */
interface IpcCall {
  senderFrame: { url: string; parent: unknown } | null
}

export interface IpcOptions {
  ipcMain: IpcMainLike
  host: Pick<Host, 'dispatch' | 'events'>
  /** Origins of the program's own pages. */
  origins: readonly string[]
  /** Sends to every open window. */
  sendToWindows: (channel: string, event: HostEvent) => void
}

/**
 * The host's end of the channel. Electron's security guide, "Validate the sender of all IPC messages": only the top
 * frame of the program's own page may call.
 */
export function listenOnIpc({ ipcMain, host, origins, sendToWindows }: IpcOptions): void {
  ipcMain.handle(CALL, (call, method, input) => {
    if (!isOwnFrame(call, origins)) return Promise.resolve(unauthorised)
    return host.dispatch(typeof method === 'string' ? method : '', input ?? {}, { transport: 'ipc' })
  })
  host.events.subscribe((event) => sendToWindows(EVENT, event))
}

const unauthorised = fail('host/unauthorised', 'not the page of the program')

function isOwnFrame({ senderFrame }: IpcCall, origins: readonly string[]): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url, origins)
}

/** Compares scheme, host and port whole: `app://enlace.example/` begins like `app://enlace` too. */
export function isOwnAddress(address: string, origins: readonly string[]): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  // Node gives schemes of one's own the origin "null".
  return origins.includes(`${protocol}//${host}`)
}
