import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { HostTransport } from '#core/contract/transport.ts'
import { listenOnIpc, type IpcMainLike } from '#main/electron/ipc-listener.ts'
import { createHost, type Host } from '#main/host/host.ts'
import { createLog } from '#main/host/log.ts'
import { createFileSecrets } from '#main/services/secrets/file-secrets.ts'
import { createIpcTransport } from '#renderer/host/ipc-transport.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { built, ensureBuilt } from '../support/built.ts'

/**
 * The whole way of Electron's channel: client, transport and preload script on one side, listener, dispatcher and
 * store on the other. Only Electron itself is stood in for; like Electron it copies every value on its way.
 */
const ORIGIN = 'app://enlace'
const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoke: (_channel: string, ..._parameters: unknown[]): Promise<unknown> =>
    Promise.reject(new Error('no host')),
  listeners: new Map<string, Set<(event: object, value: unknown) => void>>(),
}))

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: unknown) => electron.exposed.set(name, value),
  },
  ipcRenderer: {
    invoke: (channel: string, ...parameters: unknown[]) => electron.invoke(channel, ...parameters),
    on(channel: string, listener: (event: object, value: unknown) => void) {
      electron.listeners.set(channel, (electron.listeners.get(channel) ?? new Set()).add(listener))
    },
    removeListener(channel: string, listener: (event: object, value: unknown) => void) {
      electron.listeners.get(channel)?.delete(listener)
    },
  },
}))

type Frame = { url: string; parent: unknown } | null
type Handler = Parameters<IpcMainLike['handle']>[1]

let host: Host
let folder: string
let bridge: HostTransport
let client: HostClient
let frame: Frame
let sent: { channel: string; event: HostEvent }[]
const handlers = new Map<string, Handler>()
const log = createLog(
  () => undefined,
  () => 0,
)

beforeAll(async () => {
  await ensureBuilt()
  await import('../../preload/index.ts')
  // The preload script says that it satisfies this type.
  bridge = electron.exposed.get('hostTransport') as HostTransport
  folder = temporaryFolder()
  const opened = await createHost({
    kind: 'electron',
    version: '0.0.0',
    folder,
    outFolder: built(),
    locale: 'es',
    secrets: createFileSecrets(folder, log),
    openExternal: () => Promise.resolve(true),
    log,
    checkOutput: true,
  })
  if (!opened.ok) throw new Error(opened.error.message)
  host = opened.value
  listenOnIpc({
    ipcMain: { handle: (channel, handler) => handlers.set(channel, handler) },
    host,
    origins: [ORIGIN],
    sendToWindows(channel, event) {
      sent.push({ channel, event })
      for (const listener of electron.listeners.get(channel) ?? []) listener({}, structuredClone(event))
    },
  })
}, 120_000)

beforeEach(() => {
  frame = { url: `${ORIGIN}/#/customers`, parent: null }
  sent = []
  electron.invoke = async (channel, ...parameters) => {
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`no handler for ${channel}`)
    const call = { senderFrame: frame }
    return structuredClone(await handler(call, ...structuredClone(parameters)))
  }
  client = createHostClient(createIpcTransport(bridge))
})

afterEach(() => expect(electron.listeners.get('host:event')?.size ?? 0).toBe(0))

afterAll(async () => {
  await host.close()
  removeFolder(folder)
})

const setUp = {
  language: 'es',
  personName: 'Ana Ruiz',
  companyName: 'Fibra Alta',
  officeName: 'Madrid',
  officePrefix: 'MAD',
  timeZone: 'Europe/Madrid',
  country: 'ES',
  data: 'empty',
} as const

const codeOf = (reply: Awaited<ReturnType<HostTransport['call']>>): string =>
  reply.ok ? 'ok' : reply.error.code

describe('one channel', () => {
  it('is all that the preload script gives to the page, with its two functions', () => {
    expect([...electron.exposed.keys()]).toEqual(['hostTransport'])
    expect(Object.keys(bridge).sort()).toEqual(['call', 'subscribe'])
    expect([...handlers.keys()]).toEqual(['host:call'])
  })

  it('carries a call to the host and its answer back', async () => {
    const reply = await client.app.info({})
    expect(reply).toMatchObject({
      ok: true,
      value: { host: 'electron', setup: 'needed', dataFolder: join(folder) },
    })
  })

  it('ends one subscription and leaves the others', () => {
    const first: HostEvent[] = []
    const second: HostEvent[] = []
    const stopFirst = client.subscribe((event) => first.push(event))
    const stopSecond = client.subscribe((event) => second.push(event))
    host.events.emit({ type: 'menu', command: 'app.find' })
    stopFirst()
    stopFirst()
    host.events.emit({ type: 'menu', command: 'app.undo' })
    stopSecond()
    expect(first).toEqual([{ type: 'menu', command: 'app.find' }])
    expect(second).toHaveLength(2)
  })

  it('hides from the page the event object that leads to Electron', () => {
    const seen: unknown[][] = []
    const stop = bridge.subscribe((...values: unknown[]) => seen.push(values))
    host.events.emit({ type: 'menu', command: 'app.find' })
    stop()
    expect(seen).toEqual([[{ type: 'menu', command: 'app.find' }]])
  })
})

describe('who may call', () => {
  it.each<[string, Frame]>([
    ['a page of the web', { url: 'https://enlace.example/', parent: null }],
    ['a host that begins like ours', { url: 'app://enlace.example/', parent: null }],
    ['another scheme', { url: 'http://enlace/', parent: null }],
    ['our name as a user name', { url: 'app://enlace@evil.example/', parent: null }],
    ['a port of the same host', { url: 'app://enlace:81/', parent: null }],
    ['a file', { url: 'file:///tmp/enlace/index.html', parent: null }],
    ['an empty page', { url: 'about:blank', parent: null }],
    ['no address', { url: '', parent: null }],
    ['a frame inside our page', { url: `${ORIGIN}/`, parent: {} }],
    ['a frame that is gone', null],
  ])('%s may not', async (_name, from) => {
    frame = from
    expect(codeOf(await bridge.call('app.info', {}))).toBe('host/unauthorised')
    expect(codeOf(await bridge.call('app.setUp', setUp))).toBe('host/unauthorised')
    frame = { url: `${ORIGIN}/`, parent: null }
    expect(await client.app.info({})).toMatchObject({ value: { setup: 'needed' } })
  })
})

describe('what may be called', () => {
  it.each([
    '',
    'app',
    'app.info.more',
    'app.nothing',
    'constructor',
    '__proto__.x',
    'app.__proto__',
    'app.constructor',
  ])('the preload script itself refuses %j', async (method) => {
    electron.invoke = () => Promise.reject(new Error('must not be asked'))
    expect(codeOf(await bridge.call(method, {}))).toBe('host/unknown-method')
  })

  it.each([['app.nothing'], ['app.__proto__'], [undefined], [7], [{ toString: 'app.info' }], [['app.info']]])(
    'so does the host when the preload script is gone round: %j',
    async (method) => {
      const reply = await electron.invoke('host:call', method, {})
      expect(reply).toMatchObject({ ok: false, error: { code: 'host/unknown-method' } })
    },
  )

  it.each([
    ['text', 'x'],
    ['a list', []],
    ['a wrong field', { ...setUp, officePrefix: 'madrid' }],
    ['a missing field', { ...setUp, personName: undefined }],
    ['a date, which JSON has not', { ...setUp, personName: new Date(0) }],
    ['a key that reaches a prototype', JSON.parse('{"__proto__":{"data":"demo"}}')],
  ])('input that is %s is refused and changes nothing', async (_name, input) => {
    expect(codeOf(await bridge.call('app.setUp', input))).toBe('host/invalid-input')
    expect(await client.app.info({})).toMatchObject({ value: { setup: 'needed' } })
  })

  it('takes no input for no fields', async () => {
    expect(codeOf(await bridge.call('app.info', undefined))).toBe('ok')
  })
})

describe('a channel that breaks', () => {
  it('answers host/unavailable instead of throwing', async () => {
    electron.invoke = () => Promise.reject(new Error('object destroyed'))
    expect(await client.app.info({})).toMatchObject({
      ok: false,
      error: { code: 'host/unavailable', retryable: true },
    })
  })

  it('answers host/unavailable for what cannot be copied', async () => {
    const transport = createIpcTransport(bridge)
    expect(codeOf(await transport.call('app.info', { again: () => 1 }))).toBe('host/unavailable')
  })
})

describe('a folder that is set up', () => {
  it('carries what a command changes to the window that asked and to every other one', async () => {
    const events: HostEvent[] = []
    const stop = client.subscribe((event) => events.push(event))
    expect(codeOf(await client.app.setUp(setUp))).toBe('ok')
    const reply = await client.command.run({
      command: 'customer.create',
      input: { name: 'Panadería Núñez', type: 'individual' },
    })
    expect(codeOf(reply)).toBe('ok')
    await vi.waitFor(() =>
      expect(
        events.some(
          (event) =>
            event.type === 'commit' && event.rows.some(({ row }) => row.document.name === 'Panadería Núñez'),
        ),
      ).toBe(true),
    )
    stop()
    expect(new Set(sent.map(({ channel }) => channel))).toEqual(new Set(['host:event']))
  })
})
