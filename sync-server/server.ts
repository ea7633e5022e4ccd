import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '#core/lib/clock.ts'
import { createDeviceAccess } from './auth/devices.ts'
import { createLeaseRights } from './auth/lease-rights.ts'
import type { ServerConfig } from './config.ts'
import { codeHash, sha256, verifyEd25519 } from './crypto.ts'
import { createApp, type LogTarget } from './http/app.ts'
import { addAccessRoutes } from './http/access-routes.ts'
import { addHealthRoutes } from './http/health-routes.ts'
import { addLiveRoute } from './http/live-route.ts'
import { createMetrics } from './http/metrics.ts'
import { addSnapshotRoutes } from './http/snapshot-routes.ts'
import { addSyncRoutes } from './http/sync-routes.ts'
import { createSnapshots } from './snapshots/index.ts'
import type { SqlDatabase } from './store/sql.ts'
import { createSyncStore } from './store/sync-store.ts'
import { tlsFiles } from './tls/certificates.ts'

/** Programs whose schemas are older are told to update. */
const MIN_SCHEMA = 1

/** What the steps of core need of this program, but the clock. */
export const stepOptions = { sha256, verify: verifyEd25519, minSchema: MIN_SCHEMA }

export interface SyncServer {
  /** Where it listens, with the port that it got. */
  url: string
  /** SHA-256 of the own authority's certificate: desktops trust no other one. */
  fingerprint?: string
  database: SqlDatabase
  /** Finishes what is under way and closes the database. */
  close(): Promise<void>
}

export interface ServeOptions {
  clock: Clock
  /** The script of the threads of a desktop's store, with which snapshots are made. */
  storeWorker: string
  logs?: LogTarget
}

/** Serves the devices of a database until it is closed. Who opened the database closes it when this throws. */
export async function serveDatabase(
  database: SqlDatabase,
  config: ServerConfig,
  { clock, storeWorker, logs }: ServeOptions,
): Promise<SyncServer> {
  const metrics = createMetrics()
  const tls = await tlsFiles(config, clock.now())
  const app = await createApp(config, metrics, tls, logs)
  const access = createDeviceAccess(database, clock.now)
  const live = addLiveRoute(app, { access, metrics, beat: config.liveBeat })
  const storeOf = (org: string) =>
    createSyncStore({ database, org, codeHash, now: () => new Date(clock.now()).toISOString() })
  const poke = (topic: string): void =>
    void database.poke(topic).catch((error: unknown) => app.log.error(error, 'poke failed'))
  const steps = { ...stepOptions, clock }
  const snapshots = createSnapshots({
    ...{ database, storeOf, clock, sha256, isOn: config.snapshots },
    folder: join(config.data, 'snapshots'),
    workerFile: storeWorker,
    made({ error, seconds }) {
      metrics.snapshots.inc({ outcome: error === undefined ? 'made' : 'failed' })
      if (error === undefined) app.log.info({ seconds }, 'snapshot made')
      else app.log.error({ err: error, seconds }, 'no snapshot could be made')
    },
  })
  database.onPoke((topic) => {
    live.poke(topic)
    snapshots.look()
  })
  addAccessRoutes(app, { database, access, storeOf, clock, poke })
  addSnapshotRoutes(app, { access, storeOf, steps, snapshots })
  addSyncRoutes(app, {
    database,
    access,
    metrics,
    steps,
    storeOf,
    mayMoveLeases: createLeaseRights(database, clock.now),
    poke,
  })
  addHealthRoutes(app, () => isReady(database), metrics)
  app.addHook('preClose', (done) => {
    live.close()
    done()
  })
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await snapshots.close()
    throw error
  }
  const { port } = app.server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    ...(tls?.fingerprint !== undefined && { fingerprint: tls.fingerprint }),
    database,
    async close() {
      await app.close()
      await snapshots.close()
      await database.close()
    },
  }
}

async function isReady(database: SqlDatabase): Promise<boolean> {
  try {
    await database.read((sql) => sql.all('SELECT 1'))
    return true
  } catch {
    return false
  }
}
