import type { Connection as ConnectionCode } from '#core/contract/connection-code.ts'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { HostEvent, SyncStanding } from '#core/contract/host-events.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { DataFolders } from '../../host/data-folders.ts'
import type { Log } from '../../host/log.ts'
import type { StoreSlot } from '../../host/store-slot.ts'
import type { Tasks } from '../../host/tasks.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { TransferFiles } from '../transfer/transfer-files.ts'
import type { Settings } from '../settings/settings.ts'
import { holdsDemo } from '../demo/index.ts'
import { databaseFile } from '../../store/database-file.ts'
import type { Store } from '../../store/store.ts'
import {
  createDeviceTokens,
  dropConnection,
  keepConnection,
  readConnection,
  type Connection,
} from './connection.ts'
import { startEngine, type SyncEngine } from './engine.ts'
import { createConnecting } from './connecting.ts'
import { deviceName } from './enrolment.ts'
import { createSyncFiles } from './files/index.ts'
import { homeOf } from './home.ts'
import { holdHere, type LeaseMove, type Terms } from './leases.ts'
import type { Environment } from './proxy.ts'
import { SyncProblem } from './sync-problem.ts'
import { createServerHttp } from './server-http.ts'
import { clearSnapshot, createSnapshotStart } from './snapshot/begin-with-snapshot.ts'

export interface SyncOptions {
  slot: StoreSlot
  folders: DataFolders
  settings: Settings
  secrets: SecretStore
  files: TransferFiles
  tasks: Tasks
  log: Log
  environment: Environment
  /** How the program names itself to the server. */
  userAgent: string
  tell: (event: HostEvent) => void
  /** Has every window begin anew. */
  restartWindows: () => void
  /** Session of who is signed in. */
  session: () => string | undefined
  /** The server does not hear this desktop any more, and it is locked: it may only begin with a new file. */
  isOut: () => boolean
  /** What the organisation asks of this desktop, as the server just said. */
  heard: (terms: Terms) => void
}

export interface Sync {
  handlers: NamespaceHandlers<'sync'>
  files: NamespaceHandlers<'syncFiles'>
  /** Begins to push and pull when the open file is connected. */
  start(): Promise<void>
  /** Where the open file is connected; undefined when it works alone. */
  connection(): Promise<{ url: string; org?: string } | undefined>
  /** The same server answers at another address from now on. */
  moveTo(server: { url: string; fingerprint: string }): Promise<void>
  /** Calls of the server as this device, for what is no part of the sync; undefined when the file works alone. */
  askServer(): Promise<{ device: string; post(name: string, body: unknown): Promise<unknown> } | undefined>
  close(): void
}

/** The standing is told at most this often. Milliseconds. */
const TELL_EVERY = 150

/** Connects the open file with its organisation's server and keeps it in step. */
export function createSync(options: SyncOptions): Sync {
  const { slot, folders, secrets, log, environment, userAgent, tell } = options
  const tokens = createDeviceTokens(secrets)
  const beginWithSnapshot = createSnapshotStart({ ...options, tokens })
  let engine: SyncEngine | undefined
  let isBusy = false
  let isClosed = false
  /** Who works here is still to become one of the organisation's people. */
  let isNewcomer = false
  let mustSettle = false
  let settling: Promise<void> | undefined
  let telling: ReturnType<typeof setTimeout> | undefined

  const standing = async (): Promise<SyncStanding> =>
    engine ? engine.standing() : { state: 'off', pending: 0 }

  const changed = (): void => {
    if (isClosed) return
    telling ??= setTimeout(() => {
      telling = undefined
      standing().then(
        (now) => tell({ type: 'sync', standing: now }),
        // The file is closed or damaged: whoever needs it says so.
        () => undefined,
      )
    }, TELL_EVERY).unref()
  }

  const stop = (): void => {
    engine?.stop()
    engine = undefined
  }

  const run = async (store: Store, connection: Connection): Promise<void> => {
    stop()
    isNewcomer = connection.newcomer !== undefined
    const home = homeOf(databaseFile(folders.active()))
    const isMoved = !(await store.sync.isAtHome(home))
    if (isMoved) log.warn('sync: the file was moved or restored')
    engine = startEngine({
      store,
      connection,
      tokens,
      environment,
      deviceName: deviceName(),
      userAgent,
      log,
      isMoved,
      beginWithSnapshot,
      renewed: () => store.sync.putHome(home),
      changed,
      leasesChanged: () => tell({ type: 'leases' }),
      heard: options.heard,
      committed: () => settle(store),
    })
    // The data may be there already.
    settle(store)
    changed()
  }

  /** Once more for what came in while it was looked. */
  const settle = (store: Store): void => {
    if (!isNewcomer) return
    mustSettle = true
    settling ??= (async () => {
      while (isNewcomer && mustSettle) {
        mustSettle = false
        await settleIn(store)
      }
    })()
      .catch((error: unknown) => log.error('sync: newcomer', {}, error))
      .finally(() => (settling = undefined))
  }

  /** Tells who works at a desktop that began with the organisation's data, once that is there. */
  const settleIn = async (store: Store): Promise<void> => {
    const connection = await readConnection(store)
    if (!connection?.newcomer || !(await store.sync.settleIn(connection.newcomer))) return
    isNewcomer = false
    const { newcomer: _newcomer, ...rest } = connection
    await keepConnection(store, rest)
    engine?.leases.look()
    options.restartWindows()
  }

  const start = async (): Promise<void> => {
    stop()
    if (isClosed || folders.isDemo()) return
    const store = slot.current()
    const connection = await readConnection(store)
    if (connection && store.device() && !(await holdsDemo(store))) await run(store, connection)
    // What came of a first sync is no use to a file that works alone.
    else clearSnapshot(folders.real)
  }

  const httpTo = ({ url, fingerprint }: Pick<ConnectionCode, 'url' | 'fingerprint'>) =>
    createServerHttp({ url, environment, userAgent, ...(fingerprint !== undefined && { fingerprint }) })

  const connect = createConnecting({
    ...options,
    tokens,
    httpTo,
    isRunning: () => engine !== undefined && !options.isOut(),
    run,
    stop,
  })

  const disconnect = async (): Promise<HostReply<object>> => {
    const store = slot.current()
    const connection = await readConnection(store)
    if (!connection) return fail('sync/not-connected', 'works alone already')
    stop()
    const { id } = await store.sync.introduction()
    await dropConnection(store, connection)
    await tokens.drop(id)
    clearSnapshot(folders.real)
    changed()
    return { ok: true, value: {} }
  }

  const moveLease = async (move: LeaseMove): Promise<HostReply<object>> => {
    if (engine) return engine.leases.move(move, options.session())
    const store = slot.current()
    const { marks } = await store.sync.standing()
    if (!marks || move.act !== 'force') return fail('sync/not-connected', 'nobody to ask')
    // A desktop that left the others issues by itself again when a person says so; back with them, the server's word counts.
    const held = await holdHere(store, move, deviceName())
    if (held.ok) tell({ type: 'leases' })
    return held
  }

  /** One change of the connection at a time. */
  const alone = async <T>(work: () => Promise<HostReply<T>>): Promise<HostReply<T>> => {
    if (isBusy) return fail('store/busy', 'being connected', { retryable: true })
    isBusy = true
    try {
      return await work()
    } finally {
      isBusy = false
    }
  }

  slot.onReplaced(() => {
    stop()
    void start().catch((error: unknown) => log.error('sync not started', {}, error))
  })

  return {
    handlers: {
      status: async () => ({ ok: true, value: await standing() }),
      connect: (input) => alone(() => connect(input)),
      disconnect: () => alone(disconnect),
      leases: (input) => slot.current().read('sync', 'leases', input),
      moveLease,
      retry() {
        if (!engine) return Promise.resolve(fail('sync/not-connected', 'works alone'))
        engine.retry()
        return Promise.resolve({ ok: true, value: {} })
      },
    },
    files: createSyncFiles({
      store: () => slot.current(),
      files: options.files,
      tasks: options.tasks,
      changed,
    }),
    start,
    connection: () => (folders.isDemo() ? Promise.resolve(undefined) : readConnection(slot.current())),
    async moveTo(server) {
      const store = slot.current()
      const connection = await readConnection(store)
      if (!connection) return
      const moved = { ...connection, ...server }
      await keepConnection(store, moved)
      await run(store, moved)
    },
    async askServer() {
      const store = slot.current()
      const connection = await readConnection(store)
      const device = store.device()?.id
      if (!connection || device === undefined) return undefined
      return {
        device,
        async post(name, body) {
          const http = httpTo(connection)
          try {
            const { body: answer } = await http.post(`/v1/${name}`, body, await tokens.get(device))
            // The steps answer `ok`; anything else is a failure of the server or of the way to it.
            if (typeof answer !== 'object' || answer === null || !('ok' in answer))
              throw new SyncProblem('badAnswer', name)
            return answer
          } finally {
            http.close()
          }
        },
      }
    },
    close() {
      isClosed = true
      clearTimeout(telling)
      stop()
    },
  }
}
