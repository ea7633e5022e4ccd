import type { SyncStanding } from '#core/contract/host-events.ts'
import { createSyncClient, type SyncStatus } from '#core/sync/client/client.ts'
import { CallRefused, type ClientStore, type SyncNetwork } from '#core/sync/client/ports.ts'
import type { Log } from '../../host/log.ts'
import { StoreCallError, type Store } from '../../store/store.ts'
import type { Connection } from './connection.ts'
import { createLeases, type Leases, type Terms } from './leases.ts'
import { startLive } from './live.ts'
import { createSyncNetwork, type DeviceTokens } from './server-calls.ts'
import { readAhead } from './read-ahead.ts'
import { createServerHttp } from './server-http.ts'
import type { Environment } from './proxy.ts'
import { watchSleep } from './sleep-watch.ts'
import type { BeginWithSnapshot } from './snapshot/begin-with-snapshot.ts'
import { SyncProblem, type SyncTrouble } from './sync-problem.ts'

/** Items in a page of a pull. */
const PAGES = { pageSize: 1000 }
/** Records that a first pull writes in one transaction, in half a second: a person's command waits no longer. */
const RECORDS_TOGETHER = 5000

export interface EngineOptions {
  store: Store
  connection: Connection
  tokens: DeviceTokens
  environment: Environment
  deviceName: string
  userAgent: string
  log: Log
  /** The file came from another machine or another place: go on under a new identity. */
  isMoved: boolean
  beginWithSnapshot: BeginWithSnapshot
  /** It has that identity now. */
  renewed: () => Promise<void>
  /** Something that `standing` tells has changed. */
  changed: () => void
  /** Something that `sync.leases` tells has changed. */
  leasesChanged: () => void
  /** What the organisation asks of this desktop, as the server just said, or that it is not heard any more. */
  heard: (terms: Terms) => void
  /** Something was written to the file, here or by a pull. */
  committed: () => void
}

export interface SyncEngine {
  leases: Leases
  standing(): Promise<SyncStanding>
  /** Asks the server now; also ends a pause. */
  retry(): void
  stop(): void
}

/** The sync client of one open file with its server, until it is stopped. */
export function startEngine(options: EngineOptions): SyncEngine {
  const { store, connection, tokens, environment, log, changed } = options
  const { url, fingerprint, connectedAt } = connection
  const http = createServerHttp({
    url,
    environment,
    userAgent: options.userAgent,
    ...(fingerprint !== undefined && { fingerprint }),
  })
  let contactAt: number | undefined
  let trouble: SyncTrouble | undefined
  let status: SyncStatus = {}
  /** What the first pull has brought since this start, and how much the server says there is. */
  const first: { done: number; total?: number | undefined } = { done: 0 }

  /** Notes what became of a call; what fails goes on to the client, which tries again. */
  const noted =
    <A extends unknown[], T>(call: (...args: A) => Promise<T>, isServer: boolean) =>
    async (...args: A): Promise<T> => {
      try {
        const value = await call(...args)
        if (isServer) {
          contactAt = Date.now()
          trouble = undefined
        }
        return value
      } catch (error) {
        // An answer, and the client's matter.
        if (error instanceof CallRefused) {
          contactAt = Date.now()
          throw error
        }
        const code = troubleOf(error)
        if (code !== trouble) tellLog(log, code, error)
        trouble = code
        changed()
        throw error
      }
    }
  const network = mapCalls<SyncNetwork>(
    createSyncNetwork({ http, file: store.sync, tokens, deviceName: options.deviceName }),
    (call) => noted(call, true),
  )
  const pull = readAhead(network.pull, { together: RECORDS_TOGETHER })
  network.pull = async (request) => {
    const page = await pull(request)
    if (page.ok && request.only === 'records') {
      first.done += page.items.length
      first.total = page.total ?? first.total
      changed()
    }
    return page
  }
  const calls = mapCalls<ClientStore>(store.sync, (call) => noted(call, false))
  const file: ClientStore = {
    ...calls,
    async renew(forkedAt) {
      await calls.renew(forkedAt)
      await options.renewed()
      leases.look()
    },
  }

  const client = createSyncClient(
    {
      store: file,
      network,
      clock: { now: () => Date.now() },
      timers: {
        after(wait, work) {
          const timer = setTimeout(work, wait).unref()
          return () => clearTimeout(timer)
        },
      },
      random: Math.random,
      onStatus(next) {
        status = next
        changed()
      },
    },
    PAGES,
  )
  const { leasesChanged: leasesMoved, heard } = options
  const leases = createLeases({ store, http, tokens, log, changed: leasesMoved, heard })
  const live = startLive({
    http,
    token: async () => tokens.get((await store.sync.introduction()).id),
    poked: () => client.poke(),
    // Also that this desktop may no longer come, which a pull is told.
    termsChanged() {
      leases.look()
      client.poke()
    },
    // A pull finds out, and tells since when.
    lost: () => client.poke(),
    random: Math.random,
  })
  const unsubscribe = store.subscribe((event) => {
    if (event.type !== 'commit' || !event.last) return
    client.changed()
    changed()
    options.committed()
  })
  const unwatch = watchSleep(
    () => Date.now(),
    () => {
      http.dropConnections()
      live.restart()
      client.poke()
    },
  )
  const stopping = new AbortController()
  const begin = async (): Promise<void> => {
    const { signal } = stopping
    const told = (done: number, total: number): void => {
      Object.assign(first, { done, total })
      contactAt = Date.now()
      changed()
    }
    if (await options.beginWithSnapshot({ store, http, told, signal })) return
    if (signal.aborted) return
    Object.assign(first, { done: 0, total: undefined })
    if (options.isMoved) client.renewIdentity()
    client.start()
  }
  void begin()
  leases.look()

  return {
    leases,
    async standing() {
      const { pending, marks, isPreparing } = await store.sync.standing()
      const state = stateOf(status, pending)
      const isFirst = marks?.first === true || isPreparing
      return {
        state: state === 'connecting' && isFirst ? 'firstSync' : state,
        pending,
        server: url,
        connectedAt,
        ...(contactAt !== undefined && { contactAt }),
        ...(status.offlineSince !== undefined && { offlineSince: status.offlineSince, trouble }),
        ...(status.paused !== undefined && { paused: status.paused }),
        ...((isFirst || marks?.history) && { firstSync: { ...first, isUsable: !isFirst } }),
      }
    },
    retry() {
      live.restart()
      leases.look()
      client.resume()
    },
    stop() {
      stopping.abort()
      unwatch()
      unsubscribe()
      live.stop()
      leases.stop()
      client.stop()
      http.close()
    },
  }
}

function stateOf({ paused, offlineSince, pulledAt }: SyncStatus, pending: number): SyncStanding['state'] {
  if (paused !== undefined) return 'paused'
  if (offlineSince !== undefined) return 'offline'
  if (pulledAt === undefined) return 'connecting'
  return pending > 0 ? 'pending' : 'inSync'
}

/** What is expected to go wrong at times is one line; anything else is a bug, with its stack. */
function tellLog(log: Log, trouble: SyncTrouble, error: unknown): void {
  if (error instanceof SyncProblem || error instanceof StoreCallError)
    log.warn('sync', { trouble, message: error.message })
  else log.error('sync', { trouble }, error)
}

function troubleOf(error: unknown): SyncTrouble {
  if (error instanceof SyncProblem) return error.code
  return error instanceof StoreCallError ? 'disk' : 'badAnswer'
}

type Calls = Record<string, (...args: never[]) => Promise<unknown>>

/** The same calls, each wrapped. */
function mapCalls<T>(
  calls: T,
  wrap: <A extends unknown[], R>(call: (...args: A) => Promise<R>) => typeof call,
): T {
  // Ports of the client are objects of functions and nothing else.
  const entries = Object.entries(calls as Calls).map(([name, call]) => [name, wrap(call)])
  return Object.fromEntries(entries) as T
}
