import { WebSocket as NodeSocket } from 'ws'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { HostTransport } from '#core/contract/transport.ts'
import { listenOnIpc } from '#main/electron/ipc-listener.ts'
import { createHost, type Host } from '#main/host/host.ts'
import type { HostOptions } from '#main/host/host-parts.ts'
import { createLog } from '#main/host/log.ts'
import { startLoopbackServer, type LoopbackServer } from '#main/loopback/server.ts'
import { createFileSecrets } from '#main/services/secrets/file-secrets.ts'
import { createLoopbackTransport } from '#renderer/host/loopback-transport.ts'
import { removeFolder, temporaryFolder } from './browser-host.ts'
import { built } from './built.ts'

const log = createLog(
  () => undefined,
  () => 0,
)

export interface OpenedTransport {
  host: Host
  transport: HostTransport
  /** Breaks the connection as a network would, where there is one. */
  breakConnection?: () => void
  close(): Promise<void>
}

/** A real host on a real store in a folder of its own, or in one with data, which is kept. */
export async function openHost({
  data,
  ...more
}: { data?: string } & Pick<HostOptions, 'onlineGeocoder' | 'saveFile'> = {}): Promise<{
  host: Host
  close: () => Promise<void>
}> {
  const folder = data ?? temporaryFolder()
  const opened = await createHost({
    kind: 'browser',
    version: '0.0.0',
    folder,
    outFolder: built(),
    locale: 'es',
    secrets: createFileSecrets(folder, log),
    openExternal: () => Promise.resolve(true),
    log,
    checkOutput: true,
    ...more,
  })
  if (!opened.ok) throw new Error(opened.error.message)
  const host = opened.value
  return {
    host,
    async close() {
      await host.close()
      if (data === undefined) removeFolder(folder)
    },
  }
}

/** No channel at all, but everything passes through JSON as on the real ones. */
export async function openMemory(more: Parameters<typeof openHost>[0] = {}): Promise<OpenedTransport> {
  const { host, close } = await openHost(more)
  const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? {})) as unknown
  return {
    host,
    close,
    transport: {
      call: async (method, input) =>
        copy(await host.dispatch(method, copy(input), { transport: 'loopback' })) as ReturnType<
          HostTransport['call']
        >,
      subscribe: (listener) => host.events.subscribe((event) => listener(copy(event) as HostEvent)),
    },
  }
}

/** Electron's channel with `ipcMain` stood in for; like Electron it copies every value on its way. */
export async function openIpc(): Promise<OpenedTransport> {
  const { host, close } = await openHost()
  const listeners = new Set<(event: HostEvent) => void>()
  let handle: Parameters<Parameters<typeof listenOnIpc>[0]['ipcMain']['handle']>[1] | undefined
  listenOnIpc({
    ipcMain: { handle: (_channel, handler) => (handle = handler) },
    host,
    origins: ['app://enlace'],
    sendToWindows(_channel, event) {
      for (const listener of listeners) listener(structuredClone(event))
    },
  })
  return {
    host,
    close,
    transport: {
      async call(method, input) {
        if (!handle) throw new Error('the listener registered nothing')
        const event = { senderFrame: { url: 'app://enlace/', parent: null } }
        return structuredClone(await handle(event, method, structuredClone(input)))
      },
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
  }
}

/** A loopback server on a free port, and the cookie of a window that entered. */
export async function openLoopbackServer() {
  const { host, close } = await openHost()
  const started = await startLoopbackServer({ ...host, port: 0, linkUsedText: 'used' })
  if (!started.ok) throw new Error(started.error)
  const server: LoopbackServer = started.value
  const origin = `http://127.0.0.1:${server.port}`
  const enter = async (link: string): Promise<string> => {
    const answer = await fetch(link, { redirect: 'manual' })
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }
  return {
    host,
    server,
    origin,
    cookie: await enter(server.newLink()),
    enter,
    async close() {
      await server.close()
      await close()
    },
  }
}

export async function openLoopback(): Promise<OpenedTransport> {
  const { host, origin, cookie, close } = await openLoopbackServer()
  const sockets: NodeSocket[] = []
  const transport = createLoopbackTransport({
    origin,
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie, origin } }),
    openSocket(url) {
      const socket = new NodeSocket(url, { headers: { cookie }, origin })
      sockets.push(socket)
      // `ws` has the same events and methods as the browser's class.
      return socket as unknown as WebSocket
    },
  })
  return {
    host,
    transport,
    breakConnection: () => sockets.at(-1)?.terminate(),
    async close() {
      transport.close()
      await close()
    },
  }
}
