import { parseConnectionCode, type Connection as ConnectionCode } from '#core/contract/connection-code.ts'
import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import type { HostEvent, SyncStanding } from '#core/contract/host-events.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { DataFolders } from '../../host/data-folders.ts'
import type { Log } from '../../host/log.ts'
import type { StoreSlot } from '../../host/store-slot.ts'
import type { Tasks } from '../../host/tasks.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { TransferFiles } from '../transfer/transfer-files.ts'
import type { Settings } from '../settings/settings.ts'
import { databaseFile } from '../../store/database-file.ts'
import type { Store } from '../../store/store.ts'
import {
  createDeviceTokens,
  dropConnection,
  formerOrganisation,
  keepConnection,
  readConnection,
  type Connection,
} from './connection.ts'
import { startEngine, type SyncEngine } from './engine.ts'
import { deviceName, enrol, type Enrolled } from './enrolment.ts'
import { createSyncFiles } from './files/index.ts'
import { homeOf } from './home.ts'
import { clearJoining, finishJoining, joiningFolder, markReady } from './joining.ts'
import type { Environment } from './proxy.ts'
import { SyncProblem } from './sync-problem.ts'
import { createServerHttp } from './server-http.ts'

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

type ConnectInput = MethodInput<'sync', 'connect'>
type Connected = HostReply<MethodOutput<'sync', 'connect'>>

/** The standing is told at most this often. Milliseconds. */
const TELL_EVERY = 150

/** Connects the open file with its organisation's server and keeps it in step. */
export function createSync(options: SyncOptions): Sync {
  const { slot, folders, settings, secrets, log, environment, userAgent, tell } = options
  const tokens = createDeviceTokens(secrets)
  let engine: SyncEngine | undefined
  let isBusy = false
  let isClosed = false
  /** Who works here is still to become one of the organisation's people. */
  let isNewcomer = false
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
      renewed: () => store.sync.putHome(home),
      changed,
      committed: () => {
        if (isNewcomer) void settleIn(store).catch((error: unknown) => log.error('sync: newcomer', {}, error))
      },
    })
    changed()
  }

  /** Tells who works at a desktop that began with the organisation's data, once that is there. */
  const settleIn = async (store: Store): Promise<void> => {
    const connection = await readConnection(store)
    if (!connection?.newcomer || !(await store.sync.settleIn(connection.newcomer))) return
    isNewcomer = false
    const { newcomer: _newcomer, ...rest } = connection
    await keepConnection(store, rest)
    options.restartWindows()
  }

  const start = async (): Promise<void> => {
    stop()
    if (isClosed || folders.isDemo()) return
    const store = slot.current()
    const connection = await readConnection(store)
    if (!store.device()) return
    if (connection) return run(store, connection)
    // Alone, another code is all that a copy needs; when both join, the server tells them apart by their chains.
    const home = homeOf(databaseFile(folders.active()))
    if (!(await store.sync.isAtHome(home))) await store.sync.putHome(home)
  }

  const httpTo = ({ url, fingerprint }: Pick<ConnectionCode, 'url' | 'fingerprint'>) =>
    createServerHttp({ url, environment, userAgent, ...(fingerprint !== undefined && { fingerprint }) })

  /** Introduces the file of a store and keeps the token; the file knows of nothing yet. */
  const introduce = async (store: Store, code: ConnectionCode): Promise<HostReply<Enrolled>> => {
    const http = httpTo(code)
    try {
      const enrolled = await enrol(http, store.sync, code)
      if (enrolled.ok) await tokens.put(enrolled.value.device, enrolled.value.token)
      return enrolled
    } finally {
      http.close()
    }
  }

  const connectionOf = ({ url, fingerprint }: ConnectionCode, { org }: Enrolled): Connection => ({
    url,
    connectedAt: Date.now(),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(org !== undefined && { org }),
  })

  /** All ops of the file go to the organisation; a file that was connected before goes on where it ended. */
  const addMine = async (store: Store, code: ConnectionCode): Promise<Connected> => {
    const enrolled = await introduce(store, code)
    if (!enrolled.ok) return enrolled
    const { epoch, scope, org, server } = enrolled.value
    const former = await formerOrganisation(store)
    const { marks } = await store.sync.standing()
    if (marks && former !== org) return fail('sync/other-organisation', 'the file belongs to another one')
    if (!marks) await store.sync.join(epoch, scope, server)
    const connection = connectionOf(code, enrolled.value)
    const kept = await keepConnection(store, connection)
    if (!kept.ok) return kept
    await run(store, connection)
    return { ok: true, value: {} }
  }

  /** A new file with the organisation's data takes the place of the one that is there. */
  const setMineAside = async (code: ConnectionCode, input: ConnectInput): Promise<Connected> => {
    const newcomer = await newcomerOf(slot.current(), input)
    if (!newcomer) return fail('host/not-set-up', 'the name of the person is missing')
    const folder = folders.real
    const opened = await slot.open(joiningFolder(folder))
    if (!opened.ok) return opened
    const { store } = opened.value
    const prepared = await prepare(store, code, newcomer)
    await store.close()
    if (!prepared.ok) {
      // Without an answer the server may know the new file all the same: the next try is the same desktop to it.
      if (!prepared.error.retryable) clearJoining(folder)
      return prepared
    }
    markReady(folder, Date.now())
    stop()
    let setAside: string | undefined
    const reopened = await slot.reopen(folder, () => (setAside = finishJoining(folder)))
    if (!reopened.ok) return reopened
    settings.readFrom(reopened.value.store)
    options.restartWindows()
    return { ok: true, value: setAside === undefined ? {} : { setAside } }
  }

  const prepare = async (
    store: Store,
    code: ConnectionCode,
    newcomer: Connection['newcomer'],
  ): Promise<HostReply<object>> => {
    await store.sync.begin()
    const enrolled = await introduce(store, code)
    if (!enrolled.ok) return enrolled
    await settings.copyTo(store)
    const { epoch, scope, server } = enrolled.value
    await store.sync.join(epoch, scope, server)
    return keepConnection(store, { ...connectionOf(code, enrolled.value), newcomer })
  }

  const connect = async (input: ConnectInput): Promise<Connected> => {
    const code = parseConnectionCode(input.code)
    if (!code) return fail('sync/bad-code', 'not a connection code')
    if (folders.isDemo()) return fail('sync/demo', 'demo data is never connected')
    if (engine) return fail('sync/already-connected', 'disconnect first')
    if (input.join === 'set-mine-aside') return setMineAside(code, input)
    const store = slot.current()
    if (!store.device()) return fail('host/not-set-up', 'run app.setUp first')
    return addMine(store, code)
  }

  const disconnect = async (): Promise<HostReply<object>> => {
    const store = slot.current()
    const connection = await readConnection(store)
    if (!connection) return fail('sync/not-connected', 'works alone already')
    stop()
    const { id } = await store.sync.introduction()
    await dropConnection(store, connection)
    await tokens.drop(id)
    changed()
    return { ok: true, value: {} }
  }

  /** One change of the connection at a time. */
  const alone = async <T>(work: () => Promise<HostReply<T>>): Promise<HostReply<T>> => {
    if (isBusy) return { ok: false, error: { ...error('store/busy', 'being connected'), retryable: true } }
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

/** Who works here: by the file that is open, or as the person says on a desktop that was never set up. */
async function newcomerOf(store: Store, input: ConnectInput): Promise<Connection['newcomer']> {
  const device = store.device()
  if (!device) {
    const { personName, language = 'es' } = input
    return personName?.trim() ? { personName, language } : undefined
  }
  const reply = await store.read('store', 'byIds', {
    collection: 'catalog',
    ids: [device.personId],
    withDeleted: false,
  })
  const [row] = reply.ok ? reply.value.rows : []
  const data = (row?.document.data ?? {}) as { name?: string; language?: string }
  return { personName: data.name ?? deviceName(), language: data.language ?? input.language ?? 'es' }
}

const error = (code: HostErrorCode, message: string): HostError => ({ code, message, retryable: false })

const fail = (code: HostErrorCode, message: string): { ok: false; error: HostError } => ({
  ok: false,
  error: error(code, message),
})
