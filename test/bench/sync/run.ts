import { join } from 'node:path'
import { ensureBuilt } from '../../support/built.ts'
import { spreadOf, type Spread } from '../list/spread.ts'
import { countOf, syncDocuments } from './documents.ts'
import { screenLatency, syncBothWays } from './enlace/desktops.ts'
import { startEnlaceServer } from './enlace/server.ts'
import type { BenchServer, FirstSync, Holding, Push, Reconnect, SyncEngine } from './engine.ts'
import { forgetPeak, peakMemory } from './memory.ts'
import { installPouchdb } from './pouchdb/packages.ts'
import { startWorker, type Worker } from './worker.ts'

export interface SyncSizes {
  /** Customers of the first sync. */
  customers: number
  /** Desktops that come back, and the edits that each made meanwhile. */
  clients: number
  edits: number
  /** Ops that one desktop pushes. */
  queued: number
  saves: number
  /** Names of the engines that are measured; all when absent. */
  only?: readonly string[]
}

export interface EngineFigures {
  name: string
  firstSync: FirstSync
  reconnect: Reconnect
  push: Push
  /** Milliseconds from a save to the other's screen. */
  latency: Spread
}

type Say = (text: string) => void

/** RxDB opens 13 collections in one process at the most, so no engine has more clients in one. */
const CLIENTS_IN_PROCESS = 12
/** Customers that stand on a screen while others save them. */
const SHOWN = 500

const scriptOf = (...parts: string[]): string => join(import.meta.dirname, ...parts)

/** A server of another system: a process that fills itself and lets everybody in. */
async function startPeer(name: string, holding: Holding): Promise<BenchServer> {
  const worker = startWorker(scriptOf(name, 'server.ts'))
  const url = await worker.ask<string>('start', holding)
  return {
    pid: () => worker.pid,
    doors: (count) => Promise.resolve(Array.from({ length: count }, () => url)),
    stop: () => worker.stop(),
  }
}

const peer = (name: string): SyncEngine => ({
  name,
  startServer: (holding) => startPeer(name, holding),
  clients: scriptOf(name, 'clients.ts'),
})

const ENGINES: readonly SyncEngine[] = [
  {
    name: 'enlace',
    startServer: startEnlaceServer,
    clients: scriptOf('enlace', 'clients.ts'),
    firstSync: syncBothWays,
    latency: (server, saves) => screenLatency(server, saves, SHOWN),
  },
  peer('pouchdb'),
  peer('rxdb'),
]

export async function runSyncBench(sizes: SyncSizes, say: Say): Promise<EngineFigures[]> {
  const figures: EngineFigures[] = []
  await ensureBuilt()
  if (sizes.only?.includes('pouchdb') !== false) installPouchdb(say)
  for (const engine of ENGINES) {
    if (sizes.only?.includes(engine.name) === false) continue
    const tell: Say = (text) => say(`${engine.name.padEnd(8)} ${text}`)
    figures.push({
      name: engine.name,
      firstSync: await firstSync(engine, sizes.customers, tell),
      reconnect: await reconnect(engine, sizes, tell),
      push: await push(engine, sizes.queued, tell),
      latency: await latency(engine, sizes.saves, tell),
    })
  }
  return figures
}

/** Runs `work` with a server, and stops it whatever happens. */
async function withServer<T>(
  engine: SyncEngine,
  holding: Holding,
  work: (server: BenchServer) => Promise<T>,
): Promise<T> {
  const server = await engine.startServer(holding)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

/** Runs `work` with processes that hold so many clients in all, each with everything that the server has. */
async function withClients<T>(
  engine: SyncEngine,
  { server, holding, count }: { server: BenchServer; holding: Holding; count: number },
  work: (workers: Worker[]) => Promise<T>,
): Promise<T> {
  const workers: Worker[] = []
  try {
    for (let left = count; left > 0; left -= CLIENTS_IN_PROCESS) {
      const worker = startWorker(engine.clients)
      workers.push(worker)
      await worker.ask('open', { doors: await server.doors(Math.min(left, CLIENTS_IN_PROCESS)), holding })
    }
    return await work(workers)
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000

async function firstSync(engine: SyncEngine, customers: number, say: Say): Promise<FirstSync> {
  const documents = countOf(syncDocuments(customers))
  const holding = { customers, bare: false }
  return withServer(engine, holding, async (server) => {
    say(`the server holds ${documents} documents`)
    const measured = engine.firstSync
      ? await engine.firstSync(server, documents)
      : await withClients(engine, { server, holding, count: 1 }, async ([worker]) => {
          forgetPeak(server.pid())
          const start = performance.now()
          const fetched = await worker?.ask<number>('fetch')
          if (fetched !== documents) throw new Error(`${fetched} documents instead of ${documents}`)
          const seconds = secondsSince(start)
          return {
            ...{ documents, seconds, wholeSeconds: seconds },
            clientMemory: peakMemory(worker?.pid ?? 0),
            serverMemory: peakMemory(server.pid()),
          }
        })
    say(`first sync in ${measured.seconds.toFixed(1)} s, whole in ${measured.wholeSeconds.toFixed(1)} s`)
    return measured
  })
}

/** Desktops that worked alone for three days come back in the same moment, until each has what the others did. */
function reconnect(engine: SyncEngine, { clients, edits }: SyncSizes, say: Say): Promise<Reconnect> {
  const holding = { customers: clients * edits, bare: true }
  return withServer(engine, holding, (server) =>
    withClients(engine, { server, holding, count: clients }, async (workers) => {
      for (const worker of workers) await worker.ask('fetch')
      for (const [index, worker] of workers.entries())
        await worker.ask('edit', { first: index * CLIENTS_IN_PROCESS * edits, edits })
      forgetPeak(server.pid())
      const start = performance.now()
      for (const worker of workers) await worker.ask('connect')
      await Promise.all(workers.map((worker) => worker.ask('untilEdited', clients * edits)))
      const seconds = secondsSince(start)
      say(`${clients} clients with ${edits} edits each are even after ${seconds.toFixed(1)} s`)
      return { clients, edits, seconds, serverMemory: peakMemory(server.pid()) }
    }),
  )
}

function push(engine: SyncEngine, edits: number, say: Say): Promise<Push> {
  const holding = { customers: edits, bare: true }
  return withServer(engine, holding, (server) =>
    withClients(engine, { server, holding, count: 1 }, async ([worker]) => {
      await worker?.ask('fetch')
      await worker?.ask('edit', { first: 0, edits })
      const start = performance.now()
      await worker?.ask('connect')
      await worker?.ask('untilPushed')
      const seconds = secondsSince(start)
      say(`${edits} edits are pushed in ${seconds.toFixed(1)} s`)
      return { edits, seconds }
    }),
  )
}

async function latency(engine: SyncEngine, saves: number, say: Say): Promise<Spread> {
  const holding = { customers: SHOWN, bare: true }
  const times = await withServer(engine, holding, (server) =>
    engine.latency ? engine.latency(server, saves) : latencyOfClients(engine, server, holding, saves),
  )
  const spread = spreadOf(times)
  say(`a save is shown after ${spread.p50.toFixed(0)} ms, p95 ${spread.p95.toFixed(0)} ms`)
  return spread
}

async function latencyOfClients(
  engine: SyncEngine,
  server: BenchServer,
  holding: Holding,
  saves: number,
): Promise<number[]> {
  const one = { server, holding, count: 1 }
  return withClients(engine, one, ([writer]) =>
    withClients(engine, one, async ([reader]) => {
      for (const worker of [writer, reader]) {
        await worker?.ask('fetch')
        await worker?.ask('connect')
      }
      const times: number[] = []
      for (let index = 0; index < saves; index++) {
        const text = `save ${index}`
        const shown = reader?.ask<number>('untilShown', { index, text })
        const start = (await writer?.ask<number>('save', { index, text })) ?? 0
        times.push(((await shown) ?? 0) - start)
      }
      return times
    }),
  )
}
