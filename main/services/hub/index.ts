import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fail, type HostError, type HostReply } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import type { HostEvent, HubStatus } from '#core/contract/host-events.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { HubCalls } from '#core/contract/hub-thread.ts'
import { asTask } from '../../host/as-task.ts'
import type { DataFolders } from '../../host/data-folders.ts'
import type { Log } from '../../host/log.ts'
import type { Tasks } from '../../host/tasks.ts'
import type { Sync } from '../sync/index.ts'
import type { TransferFiles } from '../transfer/transfer-files.ts'
import { networkAddresses } from './addresses.ts'
import { createHubFiles } from './hub-files.ts'
import { hubDatabase, hubHome, readHubSettings, writeHubSettings, type HubSettings } from './hub-settings.ts'
import { startHubThread, type HubThread } from './hub-thread.ts'
import { notRunning } from './replies.ts'

export interface HubOptions {
  folders: DataFolders
  files: TransferFiles
  tasks: Tasks
  sync: Pick<Sync, 'connection' | 'moveTo' | 'handlers'>
  /** Identity of the open file; undefined before it is set up. */
  device: () => string | undefined
  /** Who works at this desktop. */
  person: () => string | undefined
  /** What it has is made up. */
  isDemo: () => Promise<boolean>
  /** The built thread (`out/main/hub-worker.js`), and that of the store (`out/main/store-worker.js`). */
  workerFile: string
  storeWorker: string
  log: Log
  tell: (event: HostEvent) => void
}

export interface HubService {
  handlers: NamespaceHandlers<'hub'>
  /** Runs the hub when it starts with the program. What stops it is told by its status. */
  start(): Promise<void>
  /** Finishes what is under way for other desktops. */
  close(): Promise<void>
}

/** All addresses of this computer: the others are on the network. */
const EVERY_ADDRESS = '0.0.0.0'

type Reply = Promise<HostReply<HubStatus>>

/** This desktop as the server of its office's network (sync.md §6): the server's own program in a thread. */
export function createHub(options: HubOptions): HubService {
  const { folders, files, tasks, sync, log } = options
  const folder = join(folders.real, 'hub')
  let thread: HubThread | undefined
  let starting: Promise<HostReply<HubThread>> | undefined
  let problem: HostErrorCode | undefined
  let isBusy = false
  const hubFiles = createHubFiles({ files, tasks, running: () => thread })

  const ownUrl = (port: number): string => `https://127.0.0.1:${port}`

  const status = async (): Promise<HubStatus> => {
    const known = readHubSettings(folder)
    const port = thread?.started.port ?? known?.port
    const connection = await sync.connection()
    return {
      state: thread
        ? 'running'
        : starting
          ? 'starting'
          : problem !== undefined
            ? 'failed'
            : known
              ? 'stopped'
              : 'none',
      ...(problem !== undefined && { problem }),
      ...(port !== undefined && { port }),
      startsWithProgram: known?.startsWithProgram ?? true,
      addresses: port === undefined ? [] : networkAddresses(port),
      isConnected: port !== undefined && connection?.url === ownUrl(port),
    }
  }

  /** Tells every window; answers the same. */
  const told = async (): Reply => {
    const now = await status()
    options.tell({ type: 'hub', status: now })
    return { ok: true, value: now }
  }

  /** Listens, and keeps the settings once it does. */
  const run = async (wanted: HubSettings, restoreFrom?: string): Promise<HostReply<HubThread>> => {
    const home = hubHome(folder)
    const isMoved = wanted.home !== undefined && home !== undefined && home !== wanted.home
    if (isMoved) log.warn('hub: its data was moved or restored')
    problem = undefined
    const { port, name } = wanted
    starting = startHubThread({
      workerFile: options.workerFile,
      start: {
        folder,
        host: EVERY_ADDRESS,
        port,
        name,
        isMoved,
        storeWorker: options.storeWorker,
        ...(restoreFrom !== undefined && { restoreFrom }),
      },
      log: (message) => log.warn('hub', { message }),
      died() {
        thread = undefined
        problem = 'hub/ended'
        void told()
      },
    })
    await told()
    const reply = await starting
    starting = undefined
    if (reply.ok) {
      thread = reply.value
      writeHubSettings(folder, { ...wanted, port: thread.started.port, home: hubHome(folder) })
      // This desktop may have asked for it in vain before.
      await sync.handlers.retry({})
    } else if (readHubSettings(folder)) problem = reply.error.code
    return reply
  }

  /** Has this desktop's own file in the organisation, reached on its own computer. */
  const connectOwn = async (running: HubThread, join: 'add-mine' | 'set-mine-aside') => {
    const url = ownUrl(running.started.port)
    const connection = await sync.connection()
    if (connection?.org === running.started.org) {
      if (connection.url !== url) await sync.moveTo({ url, fingerprint: running.started.fingerprint })
      return undefined
    }
    const code = await running.call('code', { url })
    if (!code.ok) return code.error
    const connected = await sync.handlers.connect({ code: code.value.text, join })
    return connected.ok ? undefined : connected.error
  }

  /** One change at a time. */
  const alone = async (work: () => Reply): Reply => {
    if (isBusy) return fail('store/busy', 'the hub is being changed', { retryable: true })
    isBusy = true
    try {
      return await work()
    } finally {
      isBusy = false
    }
  }

  const withTold = async (error: HostError | undefined): Reply => {
    const reply = await told()
    return error ? { ok: false, error } : reply
  }

  const start = async (port?: number): Reply => {
    const known = readHubSettings(folder)
    if (!known) return fail('hub/none', 'this desktop is no hub')
    if (thread) return told()
    const started = await run({ ...known, ...(port !== undefined && { port }) })
    if (!started.ok) return withTold(started.error)
    // At another port this desktop has to find it, too.
    const connection = await sync.connection()
    const isOwn = connection?.org === started.value.started.org
    return withTold(isOwn ? await connectOwn(started.value, 'add-mine') : undefined)
  }

  const stop = async (): Promise<void> => {
    const stopping = thread
    thread = undefined
    problem = undefined
    await stopping?.close()
  }

  const handlers: NamespaceHandlers<'hub'> = {
    status: async () => ({ ok: true, value: await status() }),

    create: ({ name, port }) =>
      alone(async () => {
        if (await options.isDemo()) return fail('sync/demo', 'demo data is never shared')
        if (options.device() === undefined) return fail('host/not-set-up', 'run app.setUp first')
        const known = readHubSettings(folder)
        const connection = await sync.connection()
        if (connection && !known) return fail('sync/already-connected', 'an organisation has one server')
        const running = thread ?? (await started({ port, name, startsWithProgram: true, ...known }))
        if ('error' in running) return withTold(running.error)
        return withTold(await connectOwn(running, 'add-mine'))
      }),

    start: ({ port }) => alone(() => start(port)),

    stop: () =>
      alone(async () => {
        await stop()
        return told()
      }),

    configure: ({ startsWithProgram }) =>
      alone(async () => {
        const known = readHubSettings(folder)
        if (!known) return fail('hub/none', 'this desktop is no hub')
        writeHubSettings(folder, { ...known, startsWithProgram })
        return told()
      }),

    connect: ({ join }) =>
      alone(async () => (thread ? withTold(await connectOwn(thread, join)) : notRunning)),

    code: ({ address }) => (thread ? thread.call('code', { url: address }) : Promise.resolve(notRunning)),

    async desktops() {
      if (!thread) return notRunning
      const reply = await thread.call('desktops', {})
      return reply.ok ? { ok: true, value: { desktops: reply.value } } : reply
    },

    rename: (input) => manage('rename', input),
    async revoke(input) {
      if (input.id === options.device()) return fail('hub/own-desktop', 'the hub runs on it')
      return manage('revoke', input)
    },
    release: (input) => manage('release', input),

    signIn: () => (thread ? thread.call('signIn', {}) : Promise.resolve(notRunning)),
    async beginSignIn({ first }) {
      const id = options.person()
      if (!thread || id === undefined) return notRunning
      const reply = await thread.call('beginSignIn', first ? { first: { id, ...first } } : {})
      if (!reply.ok) return reply
      const { value } = reply
      if (value.ok) return { ok: true, value: {} }
      return fail('access/refused', value.refusal, { details: { reason: value.refusal } })
    },
    endSignIn: () => (thread ? thread.call('endSignIn', {}) : Promise.resolve(notRunning)),

    ...hubFiles.handlers,

    restore: ({ file, port, taskId }) =>
      alone(() =>
        asTask(tasks, taskId, 'hub.restore', async () => {
          if (await options.isDemo()) return fail('sync/demo', 'demo data is never shared')
          if (readHubSettings(folder) || existsSync(hubDatabase(folder)))
            return fail('hub/exists', 'this desktop is a hub already')
          const found = hubFiles.incoming.whole(file)
          if (!found.ok) return found
          const settings = { port, name: 'Enlace', startsWithProgram: true }
          const running = await started(settings, found.value.path)
          if ('error' in running) {
            // Nothing was there before.
            rmSync(folder, { recursive: true, force: true })
            return withTold(running.error)
          }
          hubFiles.incoming.close(file)
          const connection = await sync.connection()
          const isOwn = connection?.org === running.started.org
          return withTold(isOwn ? await connectOwn(running, 'add-mine') : undefined)
        }),
      ),
  }

  /** Does something with one of the desktops. */
  async function manage<M extends 'rename' | 'revoke' | 'release'>(
    method: M,
    input: HubCalls[M]['in'],
  ): Promise<HostReply<object>> {
    if (!thread) return notRunning
    const reply = await thread.call(method, input)
    if (!reply.ok) return reply
    return reply.value.isKnown ? { ok: true, value: {} } : fail('hub/unknown-desktop', 'no such desktop')
  }

  async function started(
    wanted: HubSettings,
    restoreFrom?: string,
  ): Promise<HubThread | { error: HostError }> {
    const reply = await run(wanted, restoreFrom)
    return reply.ok ? reply.value : { error: reply.error }
  }

  return {
    handlers,
    async start() {
      const known = readHubSettings(folder)
      if (!known?.startsWithProgram) return
      // It moved elsewhere, and so did this desktop: whoever still came here would be in step with nobody.
      const connection = await sync.connection()
      if (connection && connection.url !== ownUrl(known.port))
        return log.warn('hub not started: this desktop follows another server')
      const reply = await alone(() => start())
      if (!reply.ok) log.error('hub not started', { code: reply.error.code })
    },
    async close() {
      await starting
      await stop()
    },
  }
}
